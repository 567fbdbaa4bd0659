using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Core.Tests.Retirement;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Linking;
using CognitoUnlink.Retirement;
using CognitoUnlink.Running;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Running;

/// <summary>Which failures count as changes that may have been made.</summary>
public class UncertainChangeTests
{
    public static TheoryData<string, string, bool> Operations => new()
    {
        { "unlink", "AdminDisableProviderForUser", true },
        { "unlink", "AdminGetUser", false },
        { "link", "AdminLinkProviderForUser", true },
        { "link", "AdminGetUser", false },
        { "fallback", "AdminSetUserPassword", true },
        { "fallback", "AdminGetUser", false },
        { "client", "UpdateUserPoolClient", true },
        { "client", "DescribeUserPoolClient", false },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void Only_a_request_to_make_the_change_may_have_made_it(string change, string operation, bool isChange)
    {
        var problem = FakeGateway.Error(CognitoErrorKind.ServiceFault, "Internal error", operation);
        ChangeReport report = change switch
        {
            "unlink" => new UnlinkReport(
                new UnlinkResult { UserPoolId = FakeGateway.PoolId, ProviderName = "Okta", ProviderAttributeName = "Cognito_Subject", ProviderAttributeValue = "1", Outcome = UnlinkOutcome.Failed }, problem),
            "link" => Linker.Unanswered(Item("alice")) with { IsUncertain = false, Error = problem },
            "fallback" => new FallbackReport(new FallbackResult { UserPoolId = FakeGateway.PoolId, Username = "alice", Outcome = FallbackOutcome.Failed }, problem),
            _ => new ClientReport(new ClientProviderResult { UserPoolId = FakeGateway.PoolId, ClientId = "1", ProviderName = "Okta", Outcome = ClientOutcome.Failed }, problem),
        };

        Assert.Equal((true, isChange), (report.IsFailure, report.IsChange));
    }

    [Fact]
    public async Task A_user_who_cannot_be_read_does_not_use_up_the_maximum_number_of_changes()
    {
        var gateway = new FakeGateway();
        foreach (var username in (string[])["alice", "bob"])
        {
            gateway.Users[username] = new CognitoUser { Username = username, Sub = username, UserStatus = "CONFIRMED" };
        }

        gateway.Fail("AdminGetUser", [.. Enumerable.Range(0, 6).Select(_ => FakeGateway.Error(CognitoErrorKind.ServiceFault, "Internal error", "AdminGetUser"))]);
        var clock = new VirtualClock();
        using var client = new PoolClient(() => new ServiceCaller(gateway, new RequestPace(QuotaCategory.UserUpdate, null, clock)));
        var host = new RetirementHost<LinkReport>();
        var options = new RunOptions { UserPoolId = FakeGateway.PoolId, Client = client, NoCallerIdentity = true, MaximumChange = 1, ThrottleLimit = 1 };
        await using var run = new LinkRun(host, options, null, TestContext.Current.CancellationToken);

        await clock.RunAsync(run.RunAsync(RetirementHost<LinkReport>.Input(() => run.Add(client, Item("alice")), () => run.Add(client, Item("bob"))), () => { }));

        var summary = run.Summarize();
        Assert.Equal((1, 1, 0), (summary.Linked, summary.Failed, summary.MayHaveBeenDone));
        Assert.Equal([LinkOutcome.Failed, LinkOutcome.Linked], host.Shown.Select(report => report.Result.Outcome));
    }

    private static LinkItem Item(string username) =>
        new() { UserPoolId = FakeGateway.PoolId, Username = username, Source = new ProviderUser("Google", "Cognito_Subject", username) };
}
