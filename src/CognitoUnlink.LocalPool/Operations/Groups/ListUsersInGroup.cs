using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Operations.Users;
using CognitoUnlink.LocalPool.Paging;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Groups;

internal sealed class ListUsersInGroup : Operation
{
    private const int MaximumLimit = 60;

    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("GroupName", Shapes.GroupNameType, Required: true),
        new("Limit", Shapes.QueryLimitType),
        new("NextToken", Shapes.PaginationKey));

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var group = pool.FindGroup(call.Required("GroupName")) ?? throw ServiceErrors.GroupNotFound();
        var list = $"ListUsersInGroup {pool.Id} {group.Name}";
        var token = call.PageToken("NextToken", list);
        var limit = call.Integer("Limit") is { } asked and > 0 ? asked : MaximumLimit;
        var (users, next) = pool.ListLag.Page(group.Members, call.Now, token.Position, limit, null);

        call.Output.WriteStartArray("Users");
        foreach (var user in users)
        {
            UserWriter.Write(call.Output, user, pool);
        }

        call.Output.WriteEndArray();
        if (next is { } position)
        {
            call.WriteToken("NextToken", new PageToken(position, token.Page + 1), list);
        }
    }
}
