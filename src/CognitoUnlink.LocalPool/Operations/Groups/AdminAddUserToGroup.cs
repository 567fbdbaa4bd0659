using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Operations.Users;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Groups;

internal sealed class AdminAddUserToGroup : UserOperation
{
    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("Username", Shapes.UsernameType, Required: true),
        new("GroupName", Shapes.GroupNameType, Required: true));

    public override bool HasOutput => false;

    protected override bool ChangesUser => false;

    protected override void Execute(OperationCall call, Pool pool, User user)
    {
        var group = pool.FindGroup(call.Required("GroupName")) ?? throw ServiceErrors.GroupNotFound();
        group.Members.Add(user);
    }
}
