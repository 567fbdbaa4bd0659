using CognitoUnlink.LocalPool.Paging;

namespace CognitoUnlink.LocalPool.Operations;

/// <summary>One page of a short list, by MaxResults and NextToken.</summary>
internal sealed record ListPage<T>(IReadOnlyList<T> Items, PageToken? Next, string List)
{
    public void WriteToken(OperationCall call)
    {
        if (Next is { } token)
        {
            call.WriteToken("NextToken", token, List);
        }
    }
}
