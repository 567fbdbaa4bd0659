using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Unlinking;

/// <summary>Passkeys and one-time codes as ways in.</summary>
public class CheckFactorsTests
{
    private const string Question = "AdminGetUserAuthFactors";

    private static readonly ProviderUser s_okta = new("Okta", "Cognito_Subject", "00u1");
    private static readonly ProviderUser s_google = new("Google", "Cognito_Subject", "1");

    private readonly FakeGateway _gateway = new();
    private readonly UserReader _users;

    public CheckFactorsTests() => _users = new UserReader(new ServiceCaller(_gateway));

    private int Questions => _gateway.Calls.Count(call => call == Question);

    private static string Text(params ProviderUser[] identities) =>
        $"[{string.Join(',', identities.Select(one => $$"""{"userId":"{{one.ProviderAttributeValue}}","providerName":"{{one.ProviderName}}","providerType":"SAML"}"""))}]";

    private void Has(string status, bool isVerified = false, params ProviderUser[] identities)
    {
        identities = identities.Length == 0 ? [s_okta] : identities;
        _gateway.Users["amy"] = new CognitoUser { Username = "amy", Sub = "s-1", UserStatus = status, HasVerifiedEmail = isVerified, HasVerifiedPhone = false, Identities = Text(identities) };
        foreach (var identity in identities)
        {
            _gateway.Links[identity] = ("amy", Text([.. identities.Where(other => other != identity)]));
        }
    }

    private Task<UnlinkReport> Unlink(UnlinkOptions? options = null, ProviderUser? target = null) =>
        new Unlinker(_users, options ?? new UnlinkOptions { CheckFactors = true }).UnlinkAsync(
            new UnlinkItem { UserPoolId = FakeGateway.PoolId, Username = "amy", Target = target ?? s_okta }, CancellationToken.None);

    [Theory]
    [InlineData("CONFIRMED", "WEB_AUTHN")]
    [InlineData("CONFIRMED", "EMAIL_OTP")]
    [InlineData("FORCE_CHANGE_PASSWORD", "SMS_OTP")]
    [InlineData("RESET_REQUIRED", "WEB_AUTHN")]
    public async Task A_passkey_or_a_one_time_code_is_a_way_in(string status, string factor)
    {
        Has(status);
        _gateway.Factors["amy"] = ["PASSWORD", factor];

        var (result, error) = await Unlink();

        Assert.Null(error);
        Assert.Equal((UnlinkOutcome.Unlinked, SignInAfterUnlink.Passwordless, true), (result.Outcome, result.SignInAfterUnlink, result.Verified));
        Assert.Equal(["AdminGetUser", Question, "AdminDisableProviderForUser", "AdminGetUser"], _gateway.Calls);
        Assert.Equal(3, _users.Caller.BilledReads);
    }

    [Theory]
    [InlineData("CONFIRMED", ErrorId.NoRecovery)]
    [InlineData("FORCE_CHANGE_PASSWORD", ErrorId.WouldLockOut)]
    public async Task A_password_alone_is_judged_as_before(string status, string errorId)
    {
        Has(status);

        var (result, error) = await Unlink();

        Assert.Equal((UnlinkOutcome.Skipped, errorId), (result.Outcome, error?.ErrorId));
        Assert.Equal(1, Questions);
        Assert.Empty(_gateway.Disabled);
    }

    [Fact]
    public async Task An_answer_about_somebody_else_shows_nothing()
    {
        Has("CONFIRMED");
        _gateway.Factors["amy"] = ["WEB_AUTHN"];
        _gateway.OnCall = operation =>
        {
            if (operation == Question)
            {
                _gateway.Users["amy"] = _gateway.Users["amy"] with { Username = "bob" };
            }
        };

        Assert.Equal(ErrorId.NoRecovery, (await Unlink()).Error?.ErrorId);
    }

    [Fact]
    public async Task In_a_pool_for_administrators_only_a_passkey_counts_too()
    {
        Has("CONFIRMED", isVerified: true);
        (_gateway.RecoveryMechanisms, _gateway.Factors["amy"]) = (["admin_only"], ["WEB_AUTHN"]);

        Assert.Equal(UnlinkOutcome.Unlinked, (await Unlink()).Result.Outcome);
    }

    [Theory]
    [InlineData("CONFIRMED", true, false)]
    [InlineData("CONFIRMED", false, true)]
    [InlineData("FORCE_CHANGE_PASSWORD", false, true)]
    [InlineData("UNCONFIRMED", false, false)]
    [InlineData("EXTERNAL_PROVIDER", false, false)]
    [InlineData("ARCHIVED", false, false)]
    public async Task Nobody_is_asked_about_whom_it_does_not_help(string status, bool isVerified, bool hasGoogle)
    {
        Has(status, isVerified, hasGoogle ? [s_okta, s_google] : [s_okta]);

        await Unlink();

        Assert.Equal(0, Questions);
    }

    [Fact]
    public async Task Nobody_is_asked_about_without_the_option_or_where_it_is_allowed()
    {
        foreach (var options in (UnlinkOptions[])[new(), new() { CheckFactors = true, AllowNoRecovery = true }, new() { CheckFactors = true, AllowLockout = true }])
        {
            Has("CONFIRMED");
            await Unlink(options);
        }

        Has("CONFIRMED");
        _gateway.Links[ProviderUser.Native("amy")] = ("amy", Text(s_okta));
        _gateway.Users["amy"] = _gateway.Users["amy"] with { Identities = null };
        Assert.Equal(ErrorId.WouldLockOut, (await Unlink(target: ProviderUser.Native("amy"))).Error?.ErrorId);

        Assert.Equal(0, Questions);
    }

    [Theory]
    [InlineData(CognitoErrorKind.AccessDenied)]
    [InlineData(CognitoErrorKind.Unknown)]
    [InlineData(CognitoErrorKind.UnexpectedResponse)]
    public async Task Where_it_cannot_be_asked_one_warning_says_so_and_it_is_judged_as_before(CognitoErrorKind kind)
    {
        Has("CONFIRMED");
        _gateway.Factors["amy"] = ["WEB_AUTHN"];
        _gateway.Fail(Question, FakeGateway.Error(kind, "not here", Question));

        var errors = new[] { await Unlink(), await Unlink() }.Select(report => report.Error?.ErrorId);

        Assert.Equal([ErrorId.NoRecovery, ErrorId.NoRecovery], errors);
        Assert.Equal(1, Questions);
        Assert.EndsWith("cannot be read in user pool eu-west-1_Fake: not here", Assert.Single(_users.TakeWarnings(), warning => warning.StartsWith("Passkeys", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_service_refuses_to_say_of_one_user_it_may_say_of_another()
    {
        Has("CONFIRMED");
        _gateway.Factors["amy"] = ["WEB_AUTHN"];
        _gateway.Fail(Question, FakeGateway.Error(CognitoErrorKind.InvalidParameter, "not of this user", Question));

        Assert.Equal(ErrorId.NoRecovery, (await Unlink()).Error?.ErrorId);
        Assert.Equal(UnlinkOutcome.Unlinked, (await Unlink()).Result.Outcome);
        Assert.Empty(_users.TakeWarnings());
    }

    [Fact]
    public async Task An_item_whose_factors_cannot_be_read_now_fails_and_nothing_is_sent()
    {
        Has("CONFIRMED");
        _gateway.Fail(Question, FakeGateway.Error(CognitoErrorKind.UserNotFound, "gone", Question));

        var (result, error) = await Unlink();

        Assert.Equal((UnlinkOutcome.Failed, "UserNotFound"), (result.Outcome, error?.ErrorId));
        Assert.Empty(_gateway.Disabled);
    }

    [Theory]
    [InlineData("WEB_AUTHN", null)]
    [InlineData("PASSWORD", ErrorId.Stranded)]
    public async Task Whom_another_change_left_a_passkey_is_not_stranded(string factor, string? errorId)
    {
        Has("FORCE_CHANGE_PASSWORD", false, s_okta, s_google);
        _gateway.Factors["amy"] = [factor];
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminDisableProviderForUser")
            {
                _gateway.Links[s_okta] = ("amy", "[]");
            }
        };

        Assert.Equal(errorId, (await Unlink()).Error?.ErrorId);
        Assert.Equal(1, Questions);
    }
}
