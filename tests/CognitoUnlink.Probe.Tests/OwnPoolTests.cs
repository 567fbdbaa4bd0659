using System.Text.Json.Nodes;
using CognitoUnlink.Errors;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.Probe.Experiments;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Tests;

/// <summary>Nothing is sent to a pool that the probe did not make, and what it made is taken away.</summary>
public sealed class OwnPoolTests
{
    [Fact]
    public async Task No_request_names_another_pool_and_none_of_its_users_is_left()
    {
        // It takes further users to find out more.
        using var bench = new ProbeBench("""{ "nativeDeactivation": "refuseWithoutIdentity", "statusAfterNativeDeactivation": "externalProvider", "nativeReactivation": "setPassword" }""", users: 40);
        var before = await bench.OtherPoolAsync();
        bench.Server.ClearRequests();

        await bench.ProbeAsync();

        var requests = bench.Server.GetRequests();
        var own = Assert.Single(requests.Select(request => request.UserPoolId).Distinct().OfType<string>());
        Assert.NotEqual(bench.OtherPool, own);
        Assert.All(requests.Where(request => request.UserPoolId is null), request => Assert.Equal("CreateUserPool", request.Operation));
        Assert.Equal(("CreateUserPool", "DeleteUserPool"), (requests[0].Operation, requests[^1].Operation));
        Assert.Equal(ProbeRun.Users, requests.Count(request => request is { Operation: "AdminCreateUser", StatusCode: 200 }));
        Assert.DoesNotContain(requests, request => request.Operation == "AdminCreateUser" && request.Body?.Contains("SUPPRESS", StringComparison.Ordinal) != true);
        Assert.Equal(before, await bench.OtherPoolAsync());
        Assert.Equal([bench.OtherPool], await bench.PoolsAsync());
    }

    [Theory]
    [InlineData("DeleteUserPool")]
    [InlineData("DescribeUserPool")]
    [InlineData("AdminDisableProviderForUser")]
    public async Task A_request_that_names_another_pool_or_none_is_not_sent(string operation)
    {
        using var bench = new ProbeBench();
        await bench.Client.CreatePoolAsync(PoolMark.NewName(), default);
        bench.Server.ClearRequests();

        foreach (var input in (JsonObject[])[new() { ["UserPoolId"] = bench.OtherPool }, new() { ["UserPoolId"] = null }, new() { ["UserPoolId"] = new JsonArray(bench.OtherPool) }, []])
        {
            await Assert.ThrowsAsync<ForeignPoolException>(() => bench.Client.SendAsync(operation, input, default));
            await Assert.ThrowsAsync<ForeignPoolException>(() => bench.Client.SendUnpacedAsync(operation, input, default));
        }

        await Assert.ThrowsAsync<ForeignPoolException>(() => bench.Client.DeletePoolAsync(bench.OtherPool, default));
        Assert.Empty(bench.Server.GetRequests());
    }

    [Fact]
    public async Task Only_what_has_both_the_name_and_the_tag_is_found()
    {
        using var bench = new ProbeBench();
        await bench.CallAsync("CreateUserPool", new { PoolName = PoolMark.NamePrefix + "by-hand" });
        await bench.CallAsync("CreateUserPool", new { PoolName = "production", UserPoolTags = new Dictionary<string, string> { [PoolMark.TagKey] = "throwaway" } });
        await bench.CallAsync("CreateUserPool", new { PoolName = PoolMark.NamePrefix + "other-tag", UserPoolTags = new Dictionary<string, string> { ["owner"] = PoolMark.TagKey } });
        await bench.CallAsync("CreateUserPool", new { PoolName = PoolMark.NamePrefix + "other-value", UserPoolTags = new Dictionary<string, string> { [PoolMark.TagKey] = "keep" } });
        var name = PoolMark.NewName();
        var own = await bench.Client.CreatePoolAsync(name, default);
        var all = await bench.PoolsAsync();
        using var later = await bench.OtherClientAsync();

        var found = await later.FindPoolsAsync(null, default);

        Assert.Equal([(own, name)], found.Select(pool => (pool.UserPoolId, pool.Name)));
        foreach (var foreign in all.Where(id => id != own))
        {
            await Assert.ThrowsAsync<ForeignPoolException>(() => later.DeletePoolAsync(foreign, default));
        }

        await later.DeletePoolAsync(own, default);
        Assert.Equal(all.Where(id => id != own), await bench.PoolsAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(60)]
    [InlineData(150)]
    public async Task Whoever_gives_up_leaves_nothing(int request)
    {
        using var bench = new ProbeBench();
        // The first request is done, and its answer never comes.
        bench.Server.AddFault(new LocalUserPoolFault { Nth = request, Hang = true, WhenDone = request == 1 });
        using var giveUp = new CancellationTokenSource();
        var work = bench.Run().RunAsync(giveUp.Token);
        while (bench.Server.GetFaults()[0].Applied == 0)
        {
            await Task.Delay(5);
        }

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.Equal([bench.OtherPool], await bench.PoolsAsync());
    }

    [Theory]
    [InlineData("CreateIdentityProvider", "AccessDeniedException")]
    [InlineData("AdminGetUser", "UnrecognizedClientException")]
    public async Task Whatever_fails_the_pool_is_taken_away(string operation, string code)
    {
        using var bench = new ProbeBench();
        bench.Server.AddFault(new LocalUserPoolFault { Operation = operation, ErrorCode = code });

        await Assert.ThrowsAsync<CognitoException>(bench.ProbeAsync);

        Assert.Equal([bench.OtherPool], await bench.PoolsAsync());
    }

    [Fact]
    public async Task A_pool_whose_answer_got_lost_is_looked_for()
    {
        using var bench = new ProbeBench();
        bench.Server.AddFault(new LocalUserPoolFault { Operation = "CreateUserPool", ConnectionReset = true, WhenDone = true });
        var run = bench.Run();

        await Assert.ThrowsAsync<CognitoException>(() => run.RunAsync(default));

        Assert.Equal((null, null), (run.Left, run.Problem));
        Assert.Equal([bench.OtherPool], await bench.PoolsAsync());
    }

    [Fact]
    public async Task A_pool_that_was_refused_is_not_looked_for()
    {
        using var bench = new ProbeBench();
        bench.Server.AddFault(new LocalUserPoolFault { Operation = "CreateUserPool", ErrorCode = "AccessDeniedException" });

        await Assert.ThrowsAsync<CognitoException>(bench.ProbeAsync);

        Assert.Equal(["CreateUserPool"], bench.Server.GetRequests().Select(request => request.Operation));
    }

    [Fact]
    public async Task A_pool_that_cannot_be_deleted_is_told_and_found_later()
    {
        using var bench = new ProbeBench();
        bench.Server.AddFault(new LocalUserPoolFault { Operation = "DeleteUserPool", ErrorCode = "AccessDeniedException" });
        var run = bench.Run();

        await run.RunAsync(default);

        Assert.Equal(ErrorId.ProbePoolLeft, run.Problem?.ErrorId);
        Assert.StartsWith(run.PoolName, run.Left, StringComparison.Ordinal);
        using var later = await bench.OtherClientAsync();
        Assert.Equal([run.PoolName], (await later.FindPoolsAsync(null, default)).Select(pool => pool.Name));
    }

    [Fact]
    public async Task A_throttled_request_is_sent_again()
    {
        using var bench = new ProbeBench();
        bench.Server.AddFault(new LocalUserPoolFault { Operation = "CreateIdentityProvider", ErrorCode = "TooManyRequestsException", Times = 1 });

        var findings = await bench.ProbeAsync();

        Assert.DoesNotContain(findings, finding => finding.Result == FindingResult.Different);
    }
}
