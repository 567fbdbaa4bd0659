using CognitoUnlink.Calling;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Input;
using CognitoUnlink.Running;

namespace CognitoUnlink.Core.Tests.Running;

public sealed class ShardSplitTests : IDisposable
{
    private static readonly UserPool s_plain = new() { UserPoolId = FakeGateway.PoolId, CaseSensitive = true, UsernameAttributes = [], AliasAttributes = [] };
    private static readonly CognitoUser s_amy = new()
    {
        Username = "amy",
        Sub = "5c1e2f6a-0000-4000-8000-000000000001",
        Email = "amy@example.com",
        PhoneNumber = "+15550100",
        PreferredUsername = "amy-of-sales",
    };

    private readonly SearchedPool _pool = new([s_amy, new CognitoUser { Username = "=bob" }, .. Enumerable.Range(0, 300).Select(number => new CognitoUser { Username = $"user{number}", Email = $"user{number}@example.com" })]);
    private readonly PoolClient _client;

    public ShardSplitTests()
    {
        _client = new PoolClient(() => new ServiceCaller(_pool.Gateway, new RequestPace(QuotaCategory.UserUpdate, null)));
        foreach (var user in _pool.Users)
        {
            _pool.Gateway.Users[user.Username] = user;
        }
    }

    public void Dispose() => _client.Dispose();

    private static async IAsyncEnumerable<string> Rows(params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            await Task.Yield();
            yield return name;
        }
    }

    private async Task<List<(string Row, CognitoUnlinkException? Problem)>> PickAsync(Shard shard, params IEnumerable<string> names)
    {
        List<(string, CognitoUnlinkException?)> picked = [];
        await foreach (var row in new ShardSplit(shard).PickAsync(Rows(names), name => name == "-" ? null : new RowUser(_client, FakeGateway.PoolId, name), _ => shard.Number == 1, TestContext.Current.CancellationToken))
        {
            picked.Add(row);
        }

        return picked;
    }

    /// <summary>The shards, out of eight, that each row is in.</summary>
    private async Task<List<int>> ShardsOfAsync(params string[] names)
    {
        List<int> shards = [];
        foreach (var number in Enumerable.Range(1, 8))
        {
            foreach (var (_, problem) in await PickAsync(new Shard(number, 8), names))
            {
                Assert.Null(problem);
                shards.Add(number);
            }
        }

        return shards;
    }

    private static int ShardOf(string username) => Enumerable.Range(1, 8).Single(number => new Shard(number, 8).Has(username));

    [Fact]
    public async Task All_names_for_a_user_are_in_the_shard_of_the_username()
    {
        _pool.Settings = s_plain with { CaseSensitive = false, AliasAttributes = ["email", "phone_number", "preferred_username"] };

        var shards = await ShardsOfAsync("amy", "AMY", "amy@example.com", "Amy@Example.com", "+15550100", "'+15550100", "5c1e2f6a-0000-4000-8000-000000000001", "amy-of-sales");

        Assert.Equal(Enumerable.Repeat(ShardOf("amy"), 8), shards);
        Assert.DoesNotContain("AdminGetUser", _pool.Gateway.Calls);
    }

    [Fact]
    public async Task Every_name_is_looked_up_if_the_pool_settings_cannot_be_read()
    {
        _pool.Estimate = null;

        Assert.Equal([ShardOf("amy"), ShardOf("amy")], await ShardsOfAsync("amy-of-sales", "amy"));
        Assert.Equal(3 * 8, _pool.Searches);
    }

    [Fact]
    public async Task No_lookup_if_names_can_only_be_usernames()
    {
        _pool.Settings = s_plain;

        string[] names = ["amy", "user1", "AMY", "amy@example.com"];

        Assert.Equal(names.Select(ShardOf).Order(), await ShardsOfAsync(names));
        Assert.Equal((0, 0), (_pool.Searches, _pool.Pages));
    }

    [Theory]
    [InlineData("5c1e2f6a-0000-4000-8000-000000000001", "amy")]
    [InlineData("'=bob", "=bob")]
    public async Task In_a_pool_without_aliases_subs_and_names_escaped_by_a_spreadsheet_are_looked_up(string name, string username)
    {
        _pool.Settings = s_plain;

        Assert.Equal([ShardOf(username)], await ShardsOfAsync(name));
    }

    [Fact]
    public async Task Names_of_a_kind_that_the_pool_does_not_accept_are_not_looked_up()
    {
        _pool.Settings = s_plain with { AliasAttributes = ["email"] };

        string[] names = ["amy-of-sales", "+15550100"];

        Assert.Equal(names.Select(ShardOf).Order(), await ShardsOfAsync(names));
        Assert.Equal(0, _pool.Searches);
    }

    [Fact]
    public async Task For_many_names_the_pool_is_listed_once_and_rows_keep_their_order()
    {
        _pool.Settings = s_plain with { AliasAttributes = ["email"] };
        var names = Enumerable.Range(0, 300).Select(number => $"user{number}@example.com").SelectMany(name => new[] { name, name }).Append("-").ToList();

        var picked = await PickAsync(new Shard(1, 2), names);

        Assert.Equal(names.Where(name => name == "-" || new Shard(1, 2).Has(name.Split('@')[0])), picked.Select(row => row.Row));
        Assert.Equal(6, _pool.Pages);
        Assert.Equal(200, _pool.Searches);
    }

    [Fact]
    public async Task In_a_pool_too_large_to_list_each_name_is_searched_for_once()
    {
        (_pool.Settings, _pool.Estimate) = (s_plain with { AliasAttributes = ["email"] }, 1_000_000);
        var names = Enumerable.Range(0, 300).Select(number => $"user{number}@example.com").SelectMany(name => new[] { name, name }).ToList();

        var picked = await PickAsync(new Shard(1, 2), names);

        Assert.Equal(names.Where(name => new Shard(1, 2).Has(name.Split('@')[0])), picked.Select(row => row.Row));
        Assert.Equal((0, 600), (_pool.Pages, _pool.Searches));
    }

    [Fact]
    public async Task A_name_that_no_user_has_is_in_exactly_one_shard()
    {
        Assert.Single(await ShardsOfAsync("nobody@example.com"));
        Assert.Single(await ShardsOfAsync("no body"));
    }

    [Fact]
    public async Task If_ListUsers_is_denied_the_user_is_read_instead()
    {
        _pool.BeforeAnswer = (_, _, _) => throw FakeGateway.Error(CognitoErrorKind.AccessDenied, "no", "ListUsers");
        _pool.Gateway.Aliases["amy@example.com"] = "amy";

        Assert.Equal([ShardOf("amy")], await ShardsOfAsync("amy@example.com"));
    }

    [Fact]
    public async Task A_row_whose_shard_cannot_be_determined_is_a_problem_in_every_shard()
    {
        _pool.BeforeAnswer = (_, _, _) => throw FakeGateway.Error(CognitoErrorKind.UnexpectedResponse, "a page", "ListUsers");

        foreach (var number in (int[])[1, 2])
        {
            var (row, problem) = Assert.Single(await PickAsync(new Shard(number, 2), "amy@example.com"));
            Assert.Equal(("amy@example.com", "a page"), (row, problem?.Message));
        }
    }
}
