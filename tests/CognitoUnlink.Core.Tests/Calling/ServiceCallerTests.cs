using CognitoUnlink.Calling;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Core.Tests.Calling;

public class ServiceCallerTests
{
    private readonly VirtualClock _clock = new();

    private ServiceCaller Caller(params CognitoErrorKind[] kinds) => new(Failing(kinds), new RequestPace(QuotaCategory.UserUpdate, null, _clock));

    private Task<CognitoUser> RunAsync(ServiceCaller caller) => _clock.RunAsync(Get(caller));

    private static Task<CognitoUser> Get(ServiceCaller caller, CancellationToken cancellationToken = default) =>
        caller.CallAsync(QuotaCategory.UserRead, (gateway, cancellation) => gateway.AdminGetUserAsync(FakeGateway.PoolId, "alice", cancellation), cancellationToken);

    private Task<ServiceAnswer<CognitoUser>> RunForChangeAsync(ServiceCaller caller) => _clock.RunAsync(caller.CallForChangeAsync(
        QuotaCategory.UserRead, (_, _) => Task.FromResult(true), (gateway, cancellation) => gateway.AdminGetUserAsync(FakeGateway.PoolId, "alice", cancellation), CancellationToken.None));

    private static FakeGateway Failing(params CognitoErrorKind[] kinds)
    {
        var gateway = new FakeGateway { Users = { ["alice"] = new CognitoUser { Username = "alice" } } };
        gateway.Fail("AdminGetUser", [.. kinds.Select(kind => FakeGateway.Error(kind, "no"))]);
        return gateway;
    }

    [Theory]
    [InlineData(CognitoErrorKind.Throttled)]
    [InlineData(CognitoErrorKind.ServiceFault)]
    [InlineData(CognitoErrorKind.Timeout)]
    [InlineData(CognitoErrorKind.ConnectionFailed)]
    public async Task A_temporary_error_is_retried(CognitoErrorKind kind)
    {
        var caller = Caller(kind, kind);

        var answer = await RunForChangeAsync(caller);

        Assert.Equal("alice", answer.Value!.Username);
        Assert.Equal(3, answer.Attempts);
        Assert.Equal((3, 2), (caller.Requests, caller.Retried));
        Assert.Equal(kind == CognitoErrorKind.Throttled ? 2 : 0, caller.Throttled);
    }

    [Theory]
    [InlineData(CognitoErrorKind.LimitExceeded)]
    [InlineData(CognitoErrorKind.InvalidParameter)]
    [InlineData(CognitoErrorKind.AccessDenied)]
    [InlineData(CognitoErrorKind.CredentialsRefused)]
    [InlineData(CognitoErrorKind.UnexpectedResponse)]
    [InlineData(CognitoErrorKind.Unknown)]
    public async Task An_error_that_would_recur_is_not_retried(CognitoErrorKind kind)
    {
        var caller = Caller(kind);

        var problem = await Assert.ThrowsAsync<CognitoException>(() => RunAsync(caller));

        Assert.Equal((kind, 1), (problem.Kind, problem.Attempts));
        Assert.Equal(1, caller.Requests);
    }

    [Theory]
    [InlineData(CognitoErrorKind.Throttled, 12)]
    [InlineData(CognitoErrorKind.ServiceFault, 6)]
    [InlineData(CognitoErrorKind.Timeout, 6)]
    [InlineData(CognitoErrorKind.ConnectionFailed, 6)]
    public async Task A_call_that_keeps_failing_is_given_up(CognitoErrorKind kind, int attempts)
    {
        var caller = Caller([.. Enumerable.Repeat(kind, 20)]);

        var problem = await Assert.ThrowsAsync<CognitoException>(() => RunAsync(caller));

        Assert.Equal((kind, attempts), (problem.Kind, problem.Attempts));
        Assert.Equal((attempts, attempts - 1), (caller.Requests, caller.Retried));
    }

    [Fact]
    public async Task Throttling_does_not_use_up_the_attempts_for_other_failures()
    {
        var caller = Caller([.. Enumerable.Repeat(CognitoErrorKind.Throttled, 11), .. Enumerable.Repeat(CognitoErrorKind.ServiceFault, 5)]);

        var answer = await RunForChangeAsync(caller);

        Assert.Equal(17, answer.Attempts);
        Assert.Equal((17, 11, 16), (caller.Requests, caller.Throttled, caller.Retried));
    }

    [Fact]
    public async Task A_call_may_have_taken_effect_after_a_timeout_but_not_after_throttling()
    {
        var throttled = await Assert.ThrowsAsync<CognitoException>(() => RunAsync(Caller(CognitoErrorKind.Throttled, CognitoErrorKind.InvalidParameter)));
        var cutOff = await Assert.ThrowsAsync<CognitoException>(() => RunAsync(Caller(CognitoErrorKind.Timeout, CognitoErrorKind.Throttled, CognitoErrorKind.InvalidParameter)));

        Assert.False(throttled.MayHaveTakenEffect);
        Assert.True(cutOff.MayHaveTakenEffect);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_between_attempts()
    {
        using var stop = new CancellationTokenSource();
        var caller = Caller([.. Enumerable.Repeat(CognitoErrorKind.Throttled, 5)]);
        var call = Get(caller, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }
}
