using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations;

internal sealed class AdminCreateUser : Operation
{
    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("Username", Shapes.UsernameType, Required: true),
        new("UserAttributes", Shapes.AttributeListType),
        new("ValidationData", Shapes.AttributeListType),
        new("TemporaryPassword", Shapes.PasswordType),
        new("ForceAliasCreation", Shapes.BooleanType),
        new("MessageAction", Shapes.MessageActionType),
        new("DesiredDeliveryMediums", Shapes.DeliveryMediumListType),
        new("ClientMetadata", Shapes.ClientMetadataType));

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var attributes = call.Attributes("UserAttributes");
        AttributeRules.Check(attributes);
        if (call.Text("TemporaryPassword") is { } password)
        {
            PasswordPolicy.Check(pool.Settings, password);
        }

        var user = call.Text("MessageAction") == "RESEND" ? Invited(call, pool) : Create(call, pool, attributes);
        call.Output.WritePropertyName("User");
        UserWriter.Write(call.Output, user, pool);
    }

    private static User Invited(OperationCall call, Pool pool)
    {
        var user = pool.Users.Find(call.Required("Username")) ?? throw ServiceErrors.UserDoesNotExist();
        return user.Status == UserStatuses.ForceChangePassword ? user : throw ServiceErrors.CannotResend();
    }

    private static User Create(OperationCall call, Pool pool, IReadOnlyList<KeyValuePair<string, string?>> attributes)
    {
        var name = call.Required("Username");
        var sub = call.State.NewSub(pool);
        var alias = AliasUsernames.AttributeFor(pool.Settings, name);
        var user = new User(alias is null ? pool.NormalizeUsername(name) : sub, sub)
        {
            Status = UserStatuses.ForceChangePassword,
            Created = call.Now,
            LastModified = call.Now,
        };
        if (alias is not null)
        {
            user.Attributes[alias] = name;
        }

        if (call.Text("TemporaryPassword") is { } password)
        {
            user.SetPassword(password);
        }

        foreach (var (key, value) in attributes)
        {
            user.Attributes[key] = string.IsNullOrEmpty(value) ? null : value;
        }

        if (pool.Users.FindByUsername(user.Username) is not null)
        {
            throw ServiceErrors.UserExists();
        }

        AliasUsernames.CheckFree(pool, user, call.Flag("ForceAliasCreation"));
        return pool.TryAdd(user, call.Now) ? user : throw ServiceErrors.UserExists();
    }
}

internal sealed class AdminUpdateUserAttributes : UserOperation
{
    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("Username", Shapes.UsernameType, Required: true),
        new("UserAttributes", Shapes.AttributeListType, Required: true),
        new("ClientMetadata", Shapes.ClientMetadataType));

    protected override void Execute(OperationCall call, Pool pool, User user)
    {
        var attributes = call.Attributes("UserAttributes");
        AttributeRules.Check(attributes);
        AliasUsernames.CheckUpdate(pool, user, attributes);
        pool.Users.SetAttributes(user, attributes);
        user.LastModified = call.Now;
    }
}

internal sealed class AdminDeleteUser : UserOperation
{
    public override bool HasOutput => false;

    protected override void Execute(OperationCall call, Pool pool, User user) => pool.Remove(user);
}

internal sealed class AdminDisableUser : UserOperation
{
    protected override void Execute(OperationCall call, Pool pool, User user)
    {
        user.Enabled = false;
        user.LastModified = call.Now;
    }
}

internal sealed class AdminEnableUser : UserOperation
{
    protected override void Execute(OperationCall call, Pool pool, User user)
    {
        user.Enabled = true;
        user.PasswordSignIn |= pool.Settings.Behavior.NativeReactivation == NativeReactivation.EnableUser;
        user.LastModified = call.Now;
    }
}

internal sealed class AdminUserGlobalSignOut : UserOperation
{
    protected override bool ChangesUser => false;

    protected override void Execute(OperationCall call, Pool pool, User user) => pool.SignOut(user, call.Now);
}

/// <summary>An operation on one user, found by username, or for native users by sub or alias.</summary>
internal abstract class UserOperation : Operation
{
    public override StructureShape Input => Shapes.UserRequest;

    /// <summary>False if it changes nothing that lists show.</summary>
    protected virtual bool ChangesUser => true;

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var user = pool.Users.Find(call.Required("Username")) ?? throw ServiceErrors.UserDoesNotExist();
        if (ChangesUser)
        {
            pool.BeforeChange(user, call.Now);
        }

        Execute(call, pool, user);
    }

    protected abstract void Execute(OperationCall call, Pool pool, User user);
}
