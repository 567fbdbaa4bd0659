using System.Text.Json.Nodes;
using CognitoUnlink.Calling;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Aws.Tests.LocalPool;

/// <summary>Scans a whole pool under difficult conditions: short and empty pages, listings that lag behind, tokens that expire.</summary>
public sealed class PoolScanTests : IDisposable
{
    private const int UserCount = 3000;
    private static readonly TimeSpan s_lag = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan s_longerThanTokenLifetime = TimeSpan.FromMinutes(61);

    private readonly ShiftedClock _clock = new();
    private readonly LocalUserPoolServer _server;
    private readonly ServiceCaller _caller;

    public PoolScanTests()
    {
        _server = new LocalUserPoolServer(new LocalUserPoolOptions { UserCount = UserCount, Seed = 5, SkipSignatureCheck = true }, _clock);
        _caller = new ServiceCaller(new CognitoGatewayFactory().Create(new GatewayOptions
        {
            AccessKey = _server.UserPool.AccessKey,
            SecretKey = _server.UserPool.SecretKey,
            Region = _server.UserPool.Region,
            EndpointUrl = _server.UserPool.EndpointUrl,
        }));
    }

    private string PoolId => _server.UserPool.UserPoolId;

    public void Dispose()
    {
        _caller.Gateway.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task A_plain_and_a_partitioned_scan_find_the_same_identities_while_users_change()
    {
        await SetBehaviorAsync();
        var list = new PartitionedUserList(_caller, PoolId);

        var inPartitions = await IdentitiesAsync(list, async (user, _) =>
        {
            if (user.UserStatus == "CONFIRMED" && LinkedIdentities.Of(PoolId, user).FirstOrDefault(identity => identity.ProviderName == "Google") is { } google)
            {
                await _caller.Gateway.AdminDisableProviderForUserAsync(PoolId, new ProviderUser("Google", ProviderUser.CognitoSubject, google.ProviderAttributeValue), CancellationToken.None);
            }
        });
        var plain = await IdentitiesAsync(Plain());

        Assert.Equal(plain, inPartitions);
        Assert.Equal((UserCount, UserCount), (list.Check!.Listed, list.Check.Estimated));
        Assert.Null(list.Check.Warning);
        Assert.Contains("AdminDisableProviderForUser", _server.GetRequests().Select(request => request.Operation));

        _clock.Advance(s_lag);
        var after = await IdentitiesAsync(list);
        Assert.True(after.Count < plain.Count);
        Assert.Equal(await IdentitiesAsync(Plain()), after);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_scan_loses_nobody_when_a_pause_lets_its_token_expire(bool inPartitions)
    {
        await SetBehaviorAsync();
        var expected = await IdentitiesAsync(Plain());
        _server.ClearRequests();

        var found = await IdentitiesAsync(inPartitions ? new PartitionedUserList(_caller, PoolId) : Plain(), (_, number) =>
        {
            if (number is 700 or 1900)
            {
                _clock.Advance(s_longerThanTokenLifetime);
            }

            return Task.CompletedTask;
        });

        Assert.Equal(expected, found);
        Assert.Contains("InvalidParameterException", _server.GetRequests().Select(request => request.ErrorCode));
    }

    private IAsyncEnumerable<CognitoUser> Plain() => new UserReader(_caller).ListUsersAsync(PoolId, CancellationToken.None);

    private async Task<List<LinkedIdentity>> IdentitiesAsync(IAsyncEnumerable<CognitoUser> users, Func<CognitoUser, int, Task>? with = null)
    {
        List<CognitoUser> seen = [];
        await foreach (var user in users)
        {
            seen.Add(user);
            await (with?.Invoke(user, seen.Count) ?? Task.CompletedTask);
        }

        Assert.Equal(UserCount, seen.Select(user => user.Username).Distinct().Count());
        Assert.Equal(UserCount, seen.Count);
        return [.. seen.OrderBy(user => user.Username, StringComparer.Ordinal).SelectMany(user => LinkedIdentities.Of(PoolId, user))];
    }

    private async Task SetBehaviorAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri(_server.UserPool.EndpointUrl) };
        var document = JsonNode.Parse(await http.GetStringAsync(new Uri("_local/snapshot", UriKind.Relative)))!;
        document["pools"]![0]!["behavior"] = new JsonObject { ["shortPages"] = true, ["listLagMilliseconds"] = s_lag.TotalMilliseconds };
        using var answer = await http.PostAsync(new Uri("_local/restore", UriKind.Relative), new StringContent(document.ToJsonString()));
        answer.EnsureSuccessStatusCode();
    }
}
