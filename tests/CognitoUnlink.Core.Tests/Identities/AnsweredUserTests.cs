using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Linking;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Identities;

/// <summary>Whether an answer from AdminGetUser is about the user who was named.</summary>
public class AnsweredUserTests
{
    private static readonly ProviderUser s_okta = new("Okta", "Cognito_Subject", "00u1");

    private readonly FakeGateway _gateway = new();
    private bool? _isCaseSensitive;

    public AnsweredUserTests()
    {
        _gateway = new FakeGateway { OnDescribeUserPool = () => new UserPool { UserPoolId = FakeGateway.PoolId, RecoveryMechanisms = ["verified_email"], CaseSensitive = _isCaseSensitive } };
        _gateway.Users["Amy"] = new CognitoUser
        {
            Username = "Amy",
            Sub = "5c1e2f6a-0000-4000-8000-000000000001",
            UserStatus = "CONFIRMED",
            Email = "Amy@Example.com",
            PhoneNumber = "+15550100",
            PreferredUsername = "amy-of-sales",
            HasVerifiedEmail = true,
            Identities = """[{"userId":"00u1","providerName":"Okta","providerType":"OIDC"}]""",
        };
        _gateway.Links[s_okta] = ("Amy", "[]");
        _gateway.OnAdminGetUser = _ => _gateway.Users["Amy"];
    }

    private static UnlinkItem Item(string username) => new() { UserPoolId = FakeGateway.PoolId, Username = username, Target = s_okta };

    private Task<UnlinkReport> Unlink(string username) =>
        new Unlinker(new UserReader(new ServiceCaller(_gateway)), new UnlinkOptions()).UnlinkAsync(Item(username), CancellationToken.None);

    private Task<LinkReport> Link(string username) => new Linker(new UserReader(new ServiceCaller(_gateway))).LinkAsync(
        new LinkItem { UserPoolId = FakeGateway.PoolId, Username = username, Source = new ProviderUser("Google", "Cognito_Subject", "1") }, CancellationToken.None);

    [Theory]
    [InlineData("bob")]
    [InlineData("bob@example.com")]
    [InlineData("+15550199")]
    [InlineData("5c1e2f6a-0000-4000-8000-000000000002")]
    [InlineData("Okta_00u2")]
    [InlineData("00u1")]
    public async Task Nothing_is_sent_if_the_answer_is_about_another_user(string name)
    {
        var (result, error) = await Unlink(name);
        var (link, linkError) = await Link(name);

        Assert.Equal((UnlinkOutcome.Failed, ErrorId.OtherUser, name), (result.Outcome, error?.ErrorId, result.Username));
        Assert.Equal((LinkOutcome.Failed, ErrorId.OtherUser, name), (link.Outcome, linkError?.ErrorId, link.Username));
        Assert.Contains("'Amy'", error!.Message, StringComparison.Ordinal);
        Assert.Empty(_gateway.Disabled);
        Assert.Empty(_gateway.Linked);
    }

    [Theory]
    [InlineData("Amy", true)]
    [InlineData("Amy@Example.com", true)]
    [InlineData("+15550100", true)]
    [InlineData("amy-of-sales", true)]
    [InlineData("5c1e2f6a-0000-4000-8000-000000000001", true)]
    [InlineData("'+15550100", true)]
    [InlineData("okta_00u1", true)]
    [InlineData("amy", false)]
    [InlineData("amy", null)]
    [InlineData("AMY@EXAMPLE.COM", false)]
    [InlineData("Amy-of-Sales", false)]
    public async Task Every_name_for_the_user_works(string name, bool? isCaseSensitive)
    {
        _isCaseSensitive = isCaseSensitive;
        _gateway.OnAdminGetUser = requested => requested[0] == '\'' ? throw FakeGateway.Error(CognitoErrorKind.UserNotFound, "User does not exist.") : _gateway.Users["Amy"];

        var (result, error) = await Unlink(name);

        Assert.Null(error);
        Assert.Equal((UnlinkOutcome.Unlinked, "Amy"), (result.Outcome, result.Username));
        Assert.Equal([s_okta], _gateway.Disabled);
    }

    [Theory]
    [InlineData("amy")]
    [InlineData("amy@example.com")]
    public async Task In_a_case_sensitive_pool_a_name_in_another_case_is_another_user(string name)
    {
        _isCaseSensitive = true;

        Assert.Equal(ErrorId.OtherUser, (await Unlink(name)).Error?.ErrorId);
        Assert.Empty(_gateway.Disabled);
    }

    [Fact]
    public async Task If_the_pool_settings_cannot_be_read_a_name_in_another_case_is_accepted()
    {
        _gateway.Fail("DescribeUserPool", FakeGateway.Error(CognitoErrorKind.AccessDenied, "not authorized", "DescribeUserPool"));

        Assert.Equal(UnlinkOutcome.Unlinked, (await Unlink("amy")).Result.Outcome);
        Assert.Single(_gateway.PoolReads, "DescribeUserPool");
    }

    [Fact]
    public async Task A_read_back_that_shows_another_user_verifies_nothing()
    {
        _gateway.OnAdminGetUser = _ => _gateway.Disabled.Count == 0 ? _gateway.Users["Amy"] : new CognitoUser { Username = "bob", UserStatus = "CONFIRMED" };

        var (result, error) = await Unlink("Amy");

        Assert.Null(error);
        Assert.Equal((UnlinkOutcome.Unlinked, null), (result.Outcome, result.Verified));
        Assert.Contains("could not be read back", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_error_a_read_that_shows_another_user_leaves_the_outcome_uncertain()
    {
        _gateway.Fail("AdminDisableProviderForUser", FakeGateway.Error(CognitoErrorKind.InvalidParameter, "no", "AdminDisableProviderForUser"));
        _gateway.OnAdminGetUser = _ => !_gateway.Calls.Contains("AdminDisableProviderForUser") ? _gateway.Users["Amy"] : new CognitoUser { Username = "bob", UserStatus = "CONFIRMED" };

        var report = await Unlink("Amy");

        Assert.True(report.IsUncertain);
        Assert.Equal((UnlinkOutcome.Failed, ErrorId.OtherUser), (report.Result.Outcome, report.Error?.ErrorId));
    }

    [Fact]
    public async Task A_link_is_uncertain_if_the_read_back_shows_another_user()
    {
        _gateway.OnAdminGetUser = _ => _gateway.Linked.Count == 0 ? _gateway.Users["Amy"] : new CognitoUser { Username = "bob", UserStatus = "CONFIRMED" };

        var report = await Link("Amy");

        Assert.True(report.IsUncertain);
        Assert.Equal((LinkOutcome.Failed, ErrorId.OtherUser), (report.Result.Outcome, report.Error?.ErrorId));
        Assert.Contains("not known", report.Result.Reason, StringComparison.Ordinal);
    }
}
