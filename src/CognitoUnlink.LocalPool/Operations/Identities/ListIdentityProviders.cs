using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Identities;

internal sealed class ListIdentityProviders : Operation
{
    // MaxResults may be 60, yet the model's answer holds at most 50.
    private const int MaximumPage = 50;

    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("MaxResults", Shapes.QueryLimitType),
        new("NextToken", Shapes.PaginationKeyType));

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var page = ListPages.Of(pool.Providers, call, $"ListIdentityProviders {pool.Id}", MaximumPage);
        call.Output.WriteStartArray("Providers");
        foreach (var provider in page.Items)
        {
            call.Output.WriteStartObject();
            call.Output.WriteString("ProviderName", provider.Name);
            call.Output.WriteString("ProviderType", provider.Type);
            call.Output.WriteTime("LastModifiedDate", provider.Created);
            call.Output.WriteTime("CreationDate", provider.Created);
            call.Output.WriteEndObject();
        }

        call.Output.WriteEndArray();
        page.WriteToken(call);
    }
}
