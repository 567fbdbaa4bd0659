using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Users;

/// <summary>The password itself is not kept: nobody signs in with it here.</summary>
internal sealed class AdminSetUserPassword : UserOperation
{
    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("Username", Shapes.UsernameType, Required: true),
        new("Password", Shapes.PasswordType, Required: true),
        new("Permanent", Shapes.BooleanType));

    protected override void Execute(OperationCall call, Pool pool, User user)
    {
        PasswordPolicy.Check(call.Required("Password"));
        user.Status = call.Flag("Permanent") ? UserStatuses.Confirmed : UserStatuses.ForceChangePassword;
        user.PasswordSignIn |= pool.Settings.Behavior.NativeReactivation == NativeReactivation.SetPassword;
        user.LastModified = call.Now;
    }
}
