using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Pools;

internal sealed class ListUserPools : Operation
{
    private const int MaximumPage = 60;

    public override StructureShape Input { get; } = new(
        new("NextToken", Shapes.PaginationKeyType),
        new("MaxResults", Shapes.PoolQueryLimitType, Required: true));

    public override void Execute(OperationCall call)
    {
        var page = ListPages.Of(call.State.Pools, call, "ListUserPools", MaximumPage);
        call.Output.WriteStartArray("UserPools");
        foreach (var pool in page.Items)
        {
            call.Output.WriteStartObject();
            call.Output.WriteString("Id", pool.Id);
            call.Output.WriteString("Name", pool.Settings.Name);
            call.Output.WriteStartObject("LambdaConfig");
            call.Output.WriteEndObject();
            call.Output.WriteTime("LastModifiedDate", pool.Settings.Created);
            call.Output.WriteTime("CreationDate", pool.Settings.Created);
            call.Output.WriteEndObject();
        }

        call.Output.WriteEndArray();
        page.WriteToken(call);
    }
}
