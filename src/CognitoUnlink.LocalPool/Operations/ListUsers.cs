using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations;

internal sealed class ListUsers : Operation
{
    private const int MaximumLimit = 60;

    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("AttributesToGet", Shapes.SearchedAttributeNamesListType),
        new("Limit", Shapes.QueryLimitType),
        new("PaginationToken", Shapes.PaginationKeyType),
        new("Filter", Shapes.UserFilterType));

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var list = $"ListUsers {pool.Id} {call.Text("Filter")}";
        var token = call.ReadToken("PaginationToken", list);
        var filter = UserFilter.Parse(call.Text("Filter"));
        var (users, next) = Page(pool, filter, token, call.Now, call.Integer("Limit") is { } limit and > 0 ? limit : MaximumLimit);
        var attributesToGet = call.Member("AttributesToGet") is null ? null : call.Texts("AttributesToGet");
        CheckAttributes(pool, users, attributesToGet ?? []);

        call.Output.WriteStartArray("Users");
        foreach (var user in users)
        {
            UserWriter.Write(call.Output, user, pool, attributesToGet);
        }

        call.Output.WriteEndArray();
        if (next is { } position)
        {
            call.WriteToken("PaginationToken", new PageToken(position, token.Page + 1), list);
        }
    }

    private static (List<User> Users, int? Next) Page(Pool pool, UserFilter? filter, PageToken token, DateTime now, int limit)
    {
        if (!pool.ListLag.IsOn && filter is not null && filter.TryFindOne(pool.Users, out var user))
        {
            return (user is null ? [] : [user], null);
        }

        if (pool.Settings.Behavior.ShortPages)
        {
            // Pages shorter than Limit, and now and then an empty one: https://github.com/aws/aws-sdk-js-v3/issues/7071
            limit = (token.Page % 4) == 2 ? 0 : Math.Max(1, limit * (1 + (token.Page % 3)) / 3);
        }

        return pool.ListLag.Page(pool.Users.InOrder, now, token.Position, limit, filter is null ? null : filter.Matches);
    }

    /// <summary>An attribute that cannot be searched by must have a value in every user that is listed.</summary>
    private static void CheckAttributes(Pool pool, List<User> users, IReadOnlyList<string> attributesToGet)
    {
        var strict = attributesToGet.Where(static name => SearchAttribute.Find(name) is null).ToList();
        if (strict.Count > 0 && users.Any(user => strict.Exists(name => UserWriter.AttributesOf(user, pool).All(attribute => attribute.Key != name))))
        {
            throw ServiceErrors.RequestedAttributeMissing();
        }
    }
}
