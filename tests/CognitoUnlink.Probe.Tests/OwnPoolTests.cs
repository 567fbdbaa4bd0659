using System.Text.Json.Nodes;
using CognitoUnlink.Errors;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.Probe.Experiments;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Tests;

/// <summary>The probe sends nothing to a pool that it did not create, and deletes what it created.</summary>
public sealed class OwnPoolTests
{
    [Fact]
    public async Task A_probe_uses_only_its_own_pool_and_leaves_nothing_behind()
    {
        // This behavior makes the probe create further users.
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
    public async Task A_request_that_names_another_pool_or_no_pool_is_not_sent(string operation)
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
    public async Task Only_pools_with_both_the_name_and_the_tag_are_found()
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
    public async Task A_canceled_probe_leaves_nothing_behind(int request)
    {
        using var bench = new ProbeBench();
        // The first request is carried out, but its answer never arrives.
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
    public async Task The_pool_is_deleted_if_the_probe_fails(string operation, string code)
    {
        using var bench = new ProbeBench();
        bench.Server.AddFault(new LocalUserPoolFault { Operation = operation, ErrorCode = code });

        await Assert.ThrowsAsync<CognitoException>(bench.ProbeAsync);

        Assert.Equal([bench.OtherPool], await bench.PoolsAsync());
    }

    [Fact]
    public async Task A_new_pool_is_found_and_deleted_if_the_answer_to_its_creation_was_lost()
    {
        using var bench = new ProbeBench();
        bench.Server.AddFault(new LocalUserPoolFault { Operation = "CreateUserPool", ConnectionReset = true, WhenDone = true });
        var run = bench.Run();

        await Assert.ThrowsAsync<CognitoException>(() => run.RunAsync(default));

        Assert.Equal((null, null), (run.Left, run.Problem));
        Assert.Equal([bench.OtherPool], await bench.PoolsAsync());
    }

    [Fact]
    public async Task A_pool_whose_creation_was_refused_is_not_searched_for()
    {
        using var bench = new ProbeBench();
        bench.Server.AddFault(new LocalUserPoolFault { Operation = "CreateUserPool", ErrorCode = "AccessDeniedException" });

        await Assert.ThrowsAsync<CognitoException>(bench.ProbeAsync);

        Assert.Equal(["CreateUserPool"], bench.Server.GetRequests().Select(request => request.Operation));
    }

    [Fact]
    public async Task A_pool_that_cannot_be_deleted_is_reported_and_found_later()
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
    public async Task A_throttled_request_is_retried()
    {
        using var bench = new ProbeBench();
        bench.Server.AddFault(new LocalUserPoolFault { Operation = "CreateIdentityProvider", ErrorCode = "TooManyRequestsException", Times = 1 });

        var findings = await bench.ProbeAsync();

        Assert.DoesNotContain(findings, finding => finding.Result == FindingResult.Different);
    }
}
