using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations;

internal sealed class CreateGroup : Operation
{
    public override StructureShape Input { get; } = new(
        new("GroupName", Shapes.GroupNameType, Required: true),
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("Description", Shapes.DescriptionType),
        new("RoleArn", Shapes.ArnType),
        new("Precedence", Shapes.PrecedenceType));

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var group = new Group
        {
            Name = call.Required("GroupName"),
            Description = call.Text("Description"),
            RoleArn = call.Text("RoleArn"),
            Precedence = call.Integer("Precedence"),
            Created = call.Now,
        };
        if (pool.FindGroup(group.Name) is not null)
        {
            throw ServiceErrors.GroupExists(group.Name);
        }

        pool.Add(group);
        call.Output.WritePropertyName("Group");
        Groups.Write(call, pool, group);
    }
}

internal sealed class GetGroup : Operation
{
    public override StructureShape Input => Groups.Request;

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var group = Groups.Find(call, pool);
        call.Output.WritePropertyName("Group");
        Groups.Write(call, pool, group);
    }
}

internal sealed class DeleteGroup : Operation
{
    public override StructureShape Input => Groups.Request;

    public override bool HasOutput => false;

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        pool.Remove(Groups.Find(call, pool));
    }
}

internal sealed class ListGroups : Operation
{
    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("Limit", Shapes.QueryLimitType),
        new("NextToken", Shapes.PaginationKey));

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        Groups.WritePage(call, pool, pool.Groups, $"ListGroups {pool.Id}");
    }
}

internal sealed class AdminListGroupsForUser : UserOperation
{
    public override StructureShape Input { get; } = new(
        new("Username", Shapes.UsernameType, Required: true),
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("Limit", Shapes.QueryLimitType),
        new("NextToken", Shapes.PaginationKey));

    protected override bool ChangesUser => false;

    protected override void Execute(OperationCall call, Pool pool, User user) =>
        Groups.WritePage(call, pool, [.. pool.Groups.Where(group => group.Members.Contains(user))], $"AdminListGroupsForUser {pool.Id} {user.Sub}");
}

internal sealed class AdminAddUserToGroup : UserOperation
{
    public override StructureShape Input => Groups.UserRequest;

    public override bool HasOutput => false;

    protected override bool ChangesUser => false;

    protected override void Execute(OperationCall call, Pool pool, User user) => Groups.Find(call, pool).Members.Add(user);
}

internal sealed class AdminRemoveUserFromGroup : UserOperation
{
    public override StructureShape Input => Groups.UserRequest;

    public override bool HasOutput => false;

    protected override bool ChangesUser => false;

    protected override void Execute(OperationCall call, Pool pool, User user) => Groups.Find(call, pool).Members.Remove(user);
}

internal sealed class ListUsersInGroup : Operation
{
    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("GroupName", Shapes.GroupNameType, Required: true),
        new("Limit", Shapes.QueryLimitType),
        new("NextToken", Shapes.PaginationKey));

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var group = Groups.Find(call, pool);
        var list = $"ListUsersInGroup {pool.Id} {group.Name}";
        var token = call.ReadToken("NextToken", list);
        var limit = call.Integer("Limit") is { } given and > 0 ? given : Groups.MaximumPage;
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

internal static class Groups
{
    public const int MaximumPage = 60;

    public static readonly StructureShape Request = new(
        new("GroupName", Shapes.GroupNameType, Required: true),
        new("UserPoolId", Shapes.UserPoolIdType, Required: true));

    public static readonly StructureShape UserRequest = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("Username", Shapes.UsernameType, Required: true),
        new("GroupName", Shapes.GroupNameType, Required: true));

    public static Group Find(OperationCall call, Pool pool) => pool.FindGroup(call.Required("GroupName")) ?? throw ServiceErrors.GroupNotFound();

    public static void WritePage(OperationCall call, Pool pool, IReadOnlyList<Group> groups, string list)
    {
        var page = ListPages.Of(groups, call, list, MaximumPage, "Limit");
        call.Output.WriteStartArray("Groups");
        foreach (var group in page.Items)
        {
            Write(call, pool, group);
        }

        call.Output.WriteEndArray();
        page.WriteToken(call);
    }

    public static void Write(OperationCall call, Pool pool, Group group)
    {
        var writer = call.Output;
        writer.WriteStartObject();
        writer.WriteString("GroupName", group.Name);
        writer.WriteString("UserPoolId", pool.Id);
        WriteUnlessNull("Description", group.Description);
        WriteUnlessNull("RoleArn", group.RoleArn);
        if (group.Precedence is { } precedence)
        {
            writer.WriteNumber("Precedence", precedence);
        }

        writer.WriteTime("LastModifiedDate", group.Created);
        writer.WriteTime("CreationDate", group.Created);
        writer.WriteEndObject();

        void WriteUnlessNull(string name, string? value)
        {
            if (value is not null)
            {
                writer.WriteString(name, value);
            }
        }
    }
}
