using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Core.Tests.Fakes;

/// <summary>A pool that is listed in pages by many callers at once, with the service's filter on sub.</summary>
internal sealed class PagedPool
{
    private readonly ConcurrentQueue<(string? Filter, string? Token)> _requests = [];
    private int _inFlight;

    public PagedPool(IEnumerable<CognitoUser> users)
    {
        Users = [.. users];
        Caller = new ServiceCaller(new FakeGateway { OnListUsers = ListAsync, OnDescribeUserPool = () => Describe() });
        Estimate = Users.Count;
    }

    public IReadOnlyList<CognitoUser> Users { get; set; }

    public ServiceCaller Caller { get; }

    /// <summary>The page sizes of a listing, repeated over and over.</summary>
    public IReadOnlyList<int> PageSizes { get; init; } = [60];

    /// <summary>How many users from a page the next page shows again.</summary>
    public int Overlap { get; init; }

    /// <summary>Whether answers are complete when the call returns, so that each partition keeps reading until it must wait.</summary>
    public bool AnswersAtOnce { get; init; }

    public bool IgnoresCase { get; init; }

    public bool IgnoresFilters { get; init; }

    public long? Estimate { get; set; }

    public CognitoException? DescribeProblem { get; init; }

    /// <summary>Runs before each answer; what it throws is the answer.</summary>
    public Func<string?, string?, CancellationToken, Task>? BeforePage { get; set; }

    public IReadOnlyList<(string? Filter, string? Token)> Requests => [.. _requests];

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Users named user0, user1 …, each with a UUID that is always the same.</summary>
    public static IEnumerable<CognitoUser> Generate(int count) =>
        Enumerable.Range(0, count).Select(number => $"user{number}").Select(name => new CognitoUser
        {
            Username = name,
            Sub = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)).ToString(),
        });

    public static string FilterOf(char firstDigit) => $"sub ^= \"{firstDigit}\"";

    public static CognitoException TokenRefused() => FakeGateway.Error(CognitoErrorKind.InvalidParameter, "Paging Marker is Invalid for Request", "ListUsers");

    private async Task<Page<CognitoUser>> ListAsync(string? filter, string? token, CancellationToken cancellationToken)
    {
        _requests.Enqueue((filter, token));
        Interlocked.Increment(ref _inFlight);
        try
        {
            if (!AnswersAtOnce)
            {
                await Task.Yield();
            }

            await (BeforePage?.Invoke(filter, token, cancellationToken) ?? Task.CompletedTask);
            return PageOf(filter, token);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private Page<CognitoUser> PageOf(string? filter, string? token)
    {
        var (number, start) = token?.Split('/') is [var page, var at] ? (int.Parse(page, CultureInfo.InvariantCulture), int.Parse(at, CultureInfo.InvariantCulture)) : (0, 0);
        var comparison = IgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        var all = Users.Where(user => filter is null || IgnoresFilters || user.Sub?.StartsWith(filter[^2].ToString(), comparison) == true).ToList();
        var size = PageSizes[number % PageSizes.Count];
        var end = Math.Min(start + size, all.Count);
        return new([.. all.Skip(Math.Max(0, start - Overlap)).Take(end - Math.Max(0, start - Overlap))], end < all.Count ? $"{number + 1}/{end}" : null);
    }

    private UserPool Describe() =>
        DescribeProblem is null ? new UserPool { UserPoolId = FakeGateway.PoolId, EstimatedNumberOfUsers = Estimate } : throw DescribeProblem;
}
