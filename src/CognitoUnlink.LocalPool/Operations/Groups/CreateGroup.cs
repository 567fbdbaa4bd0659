using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Groups;

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
        Write(call, pool, group);
    }

    private static void Write(OperationCall call, Pool pool, Group group)
    {
        var writer = call.Output;
        writer.WriteStartObject("Group");
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
