using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Users;

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
