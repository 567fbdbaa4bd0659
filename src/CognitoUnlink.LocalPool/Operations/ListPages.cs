using CognitoUnlink.LocalPool.Paging;

namespace CognitoUnlink.LocalPool.Operations;

internal static class ListPages
{
    public static ListPage<T> Of<T>(IReadOnlyList<T> all, OperationCall call, string list, int maximum, string sizeName = "MaxResults")
    {
        var token = call.PageToken("NextToken", list);
        var limit = call.Integer(sizeName) is { } asked and > 0 ? Math.Min(asked, maximum) : maximum;
        var items = all.Skip(token.Position).Take(limit).ToList();
        var end = token.Position + items.Count;
        return new(items, end < all.Count ? new PageToken(end, token.Page + 1) : null, list);
    }
}
