using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Core.Tests.Fakes;

/// <summary>A pool that is listed in pages, with the service's filters for an exact value.</summary>
internal sealed partial class SearchedPool
{
    private readonly ConcurrentQueue<(string? Filter, string? Token)> _requests = [];

    public SearchedPool(IEnumerable<CognitoUser> users)
    {
        Users = [.. users];
        Estimate = Users.Count;
        Gateway = new FakeGateway { OnListUsers = ListAsync, OnDescribeUserPool = Describe, Providers = { ["Okta"] = new() { ProviderName = "Okta", ProviderType = "SAML" }, ["Google"] = new() { ProviderName = "Google", ProviderType = "Google" } } };
    }

    public IReadOnlyList<CognitoUser> Users { get; set; }

    public FakeGateway Gateway { get; }

    public int PageSize { get; init; } = 60;

    /// <summary>The number of users that DescribeUserPool gives; null if it is denied.</summary>
    public long? Estimate { get; set; }

    /// <summary>What else DescribeUserPool gives.</summary>
    public UserPool Settings { get; set; } = new() { UserPoolId = FakeGateway.PoolId };

    /// <summary>Runs before each answer; what it throws is the answer.</summary>
    public Func<string?, string?, CancellationToken, Task>? BeforeAnswer { get; set; }

    /// <summary>ListUsers requests with a filter.</summary>
    public int Searches => _requests.Count(request => request.Filter is not null);

    /// <summary>ListUsers requests without one.</summary>
    public int Pages => _requests.Count(request => request.Filter is null);

    private async Task<Page<CognitoUser>> ListAsync(string? filter, string? token, CancellationToken cancellationToken)
    {
        _requests.Enqueue((filter, token));
        await Task.Yield();
        await (BeforeAnswer?.Invoke(filter, token, cancellationToken) ?? Task.CompletedTask);
        cancellationToken.ThrowIfCancellationRequested();
        var users = filter is null ? Users : [.. Users.Where(Search(filter))];
        var start = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
        var end = Math.Min(start + PageSize, users.Count);
        return new Page<CognitoUser>([.. users.Skip(start).Take(end - start)], end < users.Count ? end.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static Func<CognitoUser, bool> Search(string filter)
    {
        var match = Form().Match(filter);
        var value = Regex.Replace(match.Groups[2].Value, @"\\(.)", "$1");
        return match.Groups[1].Value switch
        {
            "username" => user => user.Username == value,
            "sub" => user => user.Sub == value,
            "email" => user => string.Equals(user.Email, value, StringComparison.OrdinalIgnoreCase),
            "phone_number" => user => string.Equals(user.PhoneNumber, value, StringComparison.OrdinalIgnoreCase),
            "preferred_username" => user => string.Equals(user.PreferredUsername, value, StringComparison.OrdinalIgnoreCase),
            var other => throw new NotSupportedException(other),
        };
    }

    private UserPool Describe() => Estimate is null
        ? throw FakeGateway.Error(CognitoErrorKind.AccessDenied, "no", "DescribeUserPool")
        : Settings with { EstimatedNumberOfUsers = Estimate };

    [GeneratedRegex("""^(\w+) = "((?:[^"\\]|\\.)*)"$""")]
    private static partial Regex Form();
}
