using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Unlinking;

/// <summary>Passkeys and one-time codes as ways to sign in.</summary>
public class CheckFactorsTests
{
    private const string ReadFactors = "AdminGetUserAuthFactors";

    private static readonly ProviderUser s_okta = new("Okta", "Cognito_Subject", "00u1");
    private static readonly ProviderUser s_google = new("Google", "Cognito_Subject", "1");

    private readonly FakeGateway _gateway = new();
    private readonly UserReader _users;

    public CheckFactorsTests() => _users = new UserReader(new ServiceCaller(_gateway));

    private int FactorReads => _gateway.Calls.Count(call => call == ReadFactors);

    private static string Text(params ProviderUser[] identities) =>
        $"[{string.Join(',', identities.Select(one => $$"""{"userId":"{{one.ProviderAttributeValue}}","providerName":"{{one.ProviderName}}","providerType":"SAML"}"""))}]";

    private void SetAmy(string status, bool isVerified = false, params ProviderUser[] identities) =>
        SetUser("amy", status, isVerified, identities.Length == 0 ? [s_okta] : identities);

    private void SetUser(string username, string status, bool isVerified, params ProviderUser[] identities)
    {
        _gateway.Users[username] = new CognitoUser { Username = username, Sub = $"s-{username}", UserStatus = status, HasVerifiedEmail = isVerified, HasVerifiedPhone = false, Identities = Text(identities) };
        foreach (var identity in identities)
        {
            _gateway.Links[identity] = (username, Text([.. identities.Where(other => other != identity)]));
        }
    }

    private Task<UnlinkReport> Unlink(UnlinkOptions? options = null, ProviderUser? target = null, string username = "amy") =>
        new Unlinker(_users, options ?? new UnlinkOptions { CheckFactors = true }).UnlinkAsync(
            new UnlinkItem { UserPoolId = FakeGateway.PoolId, Username = username, Target = target ?? s_okta }, CancellationToken.None);

    [Theory]
    [InlineData("CONFIRMED", "WEB_AUTHN")]
    [InlineData("CONFIRMED", "EMAIL_OTP")]
    [InlineData("FORCE_CHANGE_PASSWORD", "SMS_OTP")]
    [InlineData("RESET_REQUIRED", "WEB_AUTHN")]
    public async Task A_passkey_or_a_one_time_code_is_a_way_to_sign_in(string status, string factor)
    {
        SetAmy(status);
        _gateway.Factors["amy"] = ["PASSWORD", factor];

        var (result, error) = await Unlink();

        Assert.Null(error);
        Assert.Equal((UnlinkOutcome.Unlinked, SignInAfterUnlink.Passwordless, true), (result.Outcome, result.SignInAfterUnlink, result.Verified));
        Assert.Equal(["AdminGetUser", ReadFactors, "AdminDisableProviderForUser", "AdminGetUser"], _gateway.Calls);
        Assert.Equal(3, _users.Caller.BilledReads);
    }

    [Theory]
    [InlineData("CONFIRMED", ErrorId.NoRecovery)]
    [InlineData("FORCE_CHANGE_PASSWORD", ErrorId.WouldLockOut)]
    public async Task A_password_alone_is_judged_as_it_is_without_the_option(string status, string errorId)
    {
        SetAmy(status);

        var (result, error) = await Unlink();

        Assert.Equal((UnlinkOutcome.Skipped, errorId), (result.Outcome, error?.ErrorId));
        Assert.Equal(1, FactorReads);
        Assert.Empty(_gateway.Disabled);
    }

    [Fact]
    public async Task Factors_are_ignored_if_the_answer_is_about_another_user()
    {
        SetAmy("CONFIRMED");
        _gateway.Factors["amy"] = ["WEB_AUTHN"];
        _gateway.OnCall = operation =>
        {
            if (operation == ReadFactors)
            {
                _gateway.Users["amy"] = _gateway.Users["amy"] with { Username = "bob" };
            }
        };

        Assert.Equal(ErrorId.NoRecovery, (await Unlink()).Error?.ErrorId);
    }

    [Fact]
    public async Task A_passkey_counts_even_if_only_administrators_can_reset_passwords()
    {
        SetAmy("CONFIRMED", isVerified: true);
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
    public async Task Factors_are_not_read_if_they_cannot_change_the_outcome(string status, bool isVerified, bool hasGoogle)
    {
        SetAmy(status, isVerified, hasGoogle ? [s_okta, s_google] : [s_okta]);

        await Unlink();

        Assert.Equal(0, FactorReads);
    }

    [Fact]
    public async Task Factors_are_not_read_without_the_option_or_if_they_are_not_needed()
    {
        foreach (var options in (UnlinkOptions[])[new(), new() { CheckFactors = true, AllowNoRecovery = true }, new() { CheckFactors = true, AllowLockout = true }])
        {
            SetAmy("CONFIRMED");
            await Unlink(options);
        }

        SetAmy("CONFIRMED");
        _gateway.Links[ProviderUser.Native("amy")] = ("amy", Text(s_okta));
        _gateway.Users["amy"] = _gateway.Users["amy"] with { Identities = null };
        Assert.Equal(ErrorId.WouldLockOut, (await Unlink(target: ProviderUser.Native("amy"))).Error?.ErrorId);

        Assert.Equal(0, FactorReads);
    }

    [Theory]
    [InlineData(CognitoErrorKind.AccessDenied)]
    [InlineData(CognitoErrorKind.Unknown)]
    [InlineData(CognitoErrorKind.UnexpectedResponse)]
    public async Task If_factors_cannot_be_read_there_is_one_warning_and_they_do_not_count(CognitoErrorKind kind)
    {
        SetAmy("CONFIRMED");
        _gateway.Factors["amy"] = ["WEB_AUTHN"];
        _gateway.Fail(ReadFactors, FakeGateway.Error(kind, "not here", ReadFactors));

        var errors = new[] { await Unlink(), await Unlink() }.Select(report => report.Error?.ErrorId);

        Assert.Equal([ErrorId.NoRecovery, ErrorId.NoRecovery], errors);
        Assert.Equal(1, FactorReads);
        Assert.EndsWith("cannot be read in user pool eu-west-1_Fake: not here", Assert.Single(_users.TakeWarnings(), warning => warning.StartsWith("Passkeys", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CognitoErrorKind.InvalidParameter)]
    [InlineData(CognitoErrorKind.NotAuthorized)]
    public async Task A_refused_read_of_one_users_factors_does_not_prevent_that_of_another(CognitoErrorKind kind)
    {
        SetAmy("CONFIRMED");
        SetUser("bob", "CONFIRMED", false, s_google);
        _gateway.Factors["amy"] = _gateway.Factors["bob"] = ["WEB_AUTHN"];
        _gateway.Fail(ReadFactors, FakeGateway.Error(kind, "not of this user", ReadFactors));

        Assert.Equal(ErrorId.NoRecovery, (await Unlink()).Error?.ErrorId);
        var (result, error) = await Unlink(target: s_google, username: "bob");

        Assert.Equal((UnlinkOutcome.Unlinked, SignInAfterUnlink.Passwordless, null), (result.Outcome, result.SignInAfterUnlink, error));
        Assert.Equal(2, FactorReads);
        Assert.Equal([s_google], _gateway.Disabled);
        Assert.Empty(_users.TakeWarnings());
    }

    [Fact]
    public async Task If_the_user_is_gone_when_factors_are_read_the_item_fails_and_nothing_is_sent()
    {
        SetAmy("CONFIRMED");
        _gateway.Fail(ReadFactors, FakeGateway.Error(CognitoErrorKind.UserNotFound, "gone", ReadFactors));

        var (result, error) = await Unlink();

        Assert.Equal((UnlinkOutcome.Failed, "UserNotFound"), (result.Outcome, error?.ErrorId));
        Assert.Empty(_gateway.Disabled);
    }

    [Theory]
    [InlineData("WEB_AUTHN", null)]
    [InlineData("PASSWORD", ErrorId.Stranded)]
    public async Task A_user_whom_another_change_leaves_with_a_passkey_is_not_stranded(string factor, string? errorId)
    {
        SetAmy("FORCE_CHANGE_PASSWORD", false, s_okta, s_google);
        _gateway.Factors["amy"] = [factor];
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminDisableProviderForUser")
            {
                _gateway.Links[s_okta] = ("amy", "[]");
            }
        };

        Assert.Equal(errorId, (await Unlink()).Error?.ErrorId);
        Assert.Equal(1, FactorReads);
    }
}
