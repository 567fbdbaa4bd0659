using System.Buffers.Binary;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations;

internal static class ListPages
{
    public static ListPage<T> Of<T>(IReadOnlyList<T> all, OperationCall call, string list, int maximum, string sizeName = "MaxResults")
    {
        var token = call.ReadToken("NextToken", list);
        var limit = call.Integer(sizeName) is { } given and > 0 ? Math.Min(given, maximum) : maximum;
        var items = all.Skip(token.Position).Take(limit).ToList();
        var end = token.Position + items.Count;
        return new(items, end < all.Count ? new PageToken(end, token.Page + 1) : null, list);
    }
}

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

/// <summary>
/// Where a list continues. It is valid only for the list that it came from (operation, pool, filter), for an hour.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html
/// </summary>
internal readonly record struct PageToken(int Position, int Page)
{
    private const int Length = 24;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromHours(1);

    public string Encode(string list, DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, SplitMix64.SeedOf(list));
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], now.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt32BigEndian(bytes[16..], Position);
        BinaryPrimitives.WriteInt32BigEndian(bytes[20..], Page);
        return Convert.ToBase64String(bytes);
    }

    public static PageToken Decode(string? token, string list, DateTimeOffset now)
    {
        if (token is null)
        {
            return default;
        }

        Span<byte> bytes = stackalloc byte[Length];
        if (!Convert.TryFromBase64String(token, bytes, out var length) || length != Length
            || BinaryPrimitives.ReadUInt64BigEndian(bytes) != SplitMix64.SeedOf(list)
            || BinaryPrimitives.ReadInt32BigEndian(bytes[16..]) < 0
            || now.ToUnixTimeMilliseconds() - BinaryPrimitives.ReadInt64BigEndian(bytes[8..]) > s_lifetime.TotalMilliseconds)
        {
            throw ServiceErrors.InvalidPagingMarker();
        }

        return new(BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]));
    }
}
