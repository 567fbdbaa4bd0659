using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Gateway;
using CognitoUnlink.Pacing;

namespace CognitoUnlink.Core.Tests.Pacing;

public class ServiceCallerTests
{
    private static Task<(CognitoUser Value, int Attempts)> Get(ServiceCaller caller, CancellationToken cancellationToken = default) =>
        caller.CallAsync((gateway, cancellation) => gateway.AdminGetUserAsync(FakeGateway.PoolId, "alice", cancellation), cancellationToken);

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
    public async Task What_may_succeed_when_repeated_is_repeated(CognitoErrorKind kind)
    {
        var caller = new ServiceCaller(Failing(kind, kind));

        var (user, attempts) = await Get(caller);

        Assert.Equal("alice", user.Username);
        Assert.Equal(3, attempts);
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
    public async Task What_would_fail_again_is_not_repeated(CognitoErrorKind kind)
    {
        var caller = new ServiceCaller(Failing(kind));

        var problem = await Assert.ThrowsAsync<CognitoException>(() => Get(caller));

        Assert.Equal((kind, 1), (problem.Kind, problem.Attempts));
        Assert.Equal(1, caller.Requests);
    }

    [Fact]
    public async Task Waiting_between_attempts_ends_when_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var caller = new ServiceCaller(Failing([.. Enumerable.Repeat(CognitoErrorKind.Throttled, 5)]));
        var call = Get(caller, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }
}
