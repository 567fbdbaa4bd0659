using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Users;

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
