using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Unlinking;

public sealed class UnlinkGuardTests
{
    private static readonly ProviderUser s_okta = new("Okta", "Cognito_Subject", "00u1");

    private static readonly UserPool s_pool = new() { UserPoolId = FakeGateway.PoolId, RecoveryMechanisms = ["verified_email"] };

    private static SignInSettings Settings(IReadOnlyList<string>? mechanisms = null, params string[] providers) =>
        new(s_pool with { RecoveryMechanisms = mechanisms ?? s_pool.RecoveryMechanisms }, providers.Length == 0 ? ["Okta", "Google"] : providers);

    private static CognitoUser User(string? status, bool? email = true, bool? phone = false, params string[] providers) => new()
    {
        Username = "amy",
        Sub = "s-1",
        UserStatus = status,
        HasVerifiedEmail = email,
        HasVerifiedPhone = phone,
        Identities = $"[{string.Join(',', (providers.Length == 0 ? ["Okta"] : providers).Select(provider => $$"""{"userId":"{{(provider == "Okta" ? "00u1" : "1")}}","providerName":"{{provider}}","providerType":"{{(provider == "Okta" ? "SAML" : provider)}}"}"""))}]",
    };

    private static UnlinkItem Item(ProviderUser? target = null, string? seenOn = null) =>
        new() { UserPoolId = FakeGateway.PoolId, Username = "amy", Target = target ?? s_okta, SeenOnSub = seenOn };

    private static UnlinkJudgement Judge(CognitoUser user, SignInSettings? settings = null, UnlinkOptions? options = null, UnlinkItem? item = null, params ProviderUser[] gone) =>
        UnlinkGuard.Judge(item ?? Item(), user, options ?? new UnlinkOptions(), settings ?? Settings(), gone);

    [Theory]
    [InlineData("CONFIRMED")]
    [InlineData("RESET_REQUIRED")]
    public void A_password_that_can_be_reset_is_a_way_to_sign_in(string status)
    {
        var judgement = Judge(User(status));

        Assert.Equal((null, SignInAfterUnlink.Password, Recovery.VerifiedEmail), (judgement.Outcome, judgement.SignInAfterUnlink, judgement.Recovery));
    }

    [Fact]
    public void A_password_that_cannot_be_reset_is_refused_unless_allowed()
    {
        var user = User("CONFIRMED", email: false);

        var refused = Judge(user);

        Assert.Equal((UnlinkOutcome.Skipped, SignInAfterUnlink.Password, Recovery.None), (refused.Outcome, refused.SignInAfterUnlink, refused.Recovery));
        Assert.Equal((ErrorId.NoRecovery, FailureScope.Item), (refused.Error!.ErrorId, refused.Error.Scope));
        Assert.Null(Judge(user, options: new UnlinkOptions { AllowNoRecovery = true }).Outcome);
        Assert.Null(Judge(user, options: new UnlinkOptions { AllowLockout = true }).Outcome);
    }

    [Fact]
    public void Allowing_no_recovery_does_not_allow_a_lockout()
    {
        var judgement = Judge(User("RESET_REQUIRED", email: false), options: new UnlinkOptions { AllowNoRecovery = true });

        Assert.Equal((SignInAfterUnlink.None, ErrorId.WouldLockOut), (judgement.SignInAfterUnlink, judgement.Error?.ErrorId));
    }

    [Fact]
    public void Another_identity_is_a_way_to_sign_in_even_without_recovery()
    {
        var judgement = Judge(User("CONFIRMED", email: false, phone: false, "Okta", "Google"));

        Assert.Equal((null, SignInAfterUnlink.Federated), (judgement.Outcome, judgement.SignInAfterUnlink));
    }

    [Fact]
    public void If_only_administrators_can_reset_passwords_the_whole_pool_is_refused()
    {
        var judgement = Judge(User("CONFIRMED"), Settings(["admin_only"]));

        Assert.Equal((ErrorId.NoRecovery, FailureScope.Pool), (judgement.Error!.ErrorId, judgement.Error.Scope));
        Assert.DoesNotContain("amy", judgement.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_pool_settings_do_not_cause_a_refusal()
    {
        var judgement = Judge(User("CONFIRMED", email: false), SignInSettings.Unknown);

        Assert.Equal((null, SignInAfterUnlink.Password, Recovery.Unknown), (judgement.Outcome, judgement.SignInAfterUnlink, judgement.Recovery));
    }

    [Fact]
    public void A_deleted_provider_is_not_a_way_to_sign_in()
    {
        var user = User("FORCE_CHANGE_PASSWORD", email: true, phone: false, "Okta", "Google");

        Assert.Equal(SignInAfterUnlink.Federated, Judge(user).SignInAfterUnlink);
        Assert.Equal((SignInAfterUnlink.None, ErrorId.WouldLockOut), (Judge(user, Settings(null, "Okta")).SignInAfterUnlink, Judge(user, Settings(null, "Okta")).Error?.ErrorId));
    }

    [Theory]
    [InlineData("ARCHIVED")]
    [InlineData("COMPROMISED")]
    [InlineData("UNKNOWN")]
    [InlineData("SOMETHING_NEW")]
    [InlineData(null)]
    public void An_unknown_status_is_refused_unless_lockout_is_allowed(string? status)
    {
        var user = User(status, email: true, phone: false, "Okta", "Google");

        Assert.Equal(ErrorId.UnknownStatus, Judge(user).Error?.ErrorId);
        Assert.Equal(ErrorId.UnknownStatus, Judge(user, options: new UnlinkOptions { AllowNoRecovery = true }).Error?.ErrorId);
        Assert.Null(Judge(user, options: new UnlinkOptions { AllowLockout = true }).Outcome);
    }

    [Fact]
    public void After_the_password_sign_in_is_gone_the_last_identity_is_kept()
    {
        var judgement = Judge(User("CONFIRMED"), null, null, null, ProviderUser.Native("amy"));

        Assert.Equal((SignInAfterUnlink.None, ErrorId.WouldLockOut), (judgement.SignInAfterUnlink, judgement.Error?.ErrorId));
    }

    [Fact]
    public void OwnIdentity_is_reported_even_if_it_is_the_only_identity()
    {
        var user = User("EXTERNAL_PROVIDER");
        user = user with { Identities = user.Identities!.Replace("\"SAML\"", "\"SAML\",\"primary\":true", StringComparison.Ordinal) };

        Assert.Equal(ErrorId.OwnIdentity, Judge(user).Error?.ErrorId);
    }

    [Fact]
    public void A_different_user_with_the_same_name_is_refused()
    {
        var judgement = Judge(User("CONFIRMED"), item: Item(seenOn: "s-2"));

        Assert.Equal((UnlinkOutcome.Failed, ErrorId.OtherUser), (judgement.Outcome, judgement.Error?.ErrorId));
    }

    [Fact]
    public void A_value_that_changed_at_the_first_sign_in_is_not_treated_as_unlinked()
    {
        var asLinked = Item(s_okta with { ProviderAttributeValue = "amy@corp.example" }, seenOn: "s-1");

        var judgement = Judge(User("CONFIRMED"), item: asLinked);

        Assert.Equal((UnlinkOutcome.Failed, ErrorId.IdentityNotOwned), (judgement.Outcome, judgement.Error?.ErrorId));
        Assert.Contains("has Okta '00u1'", judgement.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("okta", "00u1")]
    [InlineData("Okta ", "00u1")]
    [InlineData("Oktaa", "00u1")]
    [InlineData("Google", "108204268033311000000")]
    [InlineData("Google", "108204268033311374519 ")]
    [InlineData("Google", "Google_108204268033311374519")]
    [InlineData("Google", "=\"108204268033311374519\"")]
    [InlineData("Google", "108204268033311374519.0")]
    [InlineData("Google", "108.204.268.033.311.374.519")]
    [InlineData("Google", "#N/A")]
    [InlineData("Google", "0")]
    public void A_likely_misspelling_of_an_existing_identity_is_not_treated_as_unlinked(string provider, string subject)
    {
        var user = User("CONFIRMED", providers: ["Okta", "Google"]);
        user = user with { Identities = user.Identities!.Replace("\"1\"", "\"108204268033311374519\"", StringComparison.Ordinal) };

        var judgement = Judge(user, item: Item(new ProviderUser(provider, "Cognito_Subject", subject), seenOn: "s-1"));

        Assert.Equal((UnlinkOutcome.Failed, ErrorId.IdentityNotOwned), (judgement.Outcome, judgement.Error?.ErrorId));
    }

    [Fact]
    public void A_provider_that_the_pool_has_is_not_treated_as_misspelled()
    {
        var item = Item(new ProviderUser("Okta2", "Cognito_Subject", "00u1"), seenOn: "s-1");

        Assert.Equal(UnlinkOutcome.AlreadyUnlinked, Judge(User("CONFIRMED"), Settings(null, "Okta", "Okta2"), item: item).Outcome);
        Assert.Equal(UnlinkOutcome.Failed, Judge(User("CONFIRMED"), item: item).Outcome);
    }

    [Fact]
    public void A_social_identity_can_be_already_unlinked_although_the_user_has_another_one()
    {
        var item = Item(new ProviderUser("Google", "Cognito_Subject", "108204268033311374519"), seenOn: "s-1");
        var user = User("CONFIRMED", providers: ["Google"]);

        Assert.Equal(UnlinkOutcome.AlreadyUnlinked, Judge(user with { Identities = user.Identities!.Replace("\"1\"", "\"109999999999999999999\"", StringComparison.Ordinal) }, item: item).Outcome);
    }

    [Fact]
    public void An_identity_that_was_listed_beside_the_remaining_one_is_already_unlinked()
    {
        var listed = User("CONFIRMED") with { Identities = """[{"userId":"00u1","providerName":"Okta"},{"userId":"old","providerName":"Okta"}]""" };
        var item = Item(s_okta with { ProviderAttributeValue = "old" }, seenOn: "s-1") with { SeenUser = listed };

        Assert.Equal(UnlinkOutcome.AlreadyUnlinked, Judge(User("CONFIRMED"), item: item).Outcome);
    }

    [Theory]
    [InlineData(new[] { "verified_email" }, true, true, Recovery.VerifiedEmail)]
    [InlineData(new[] { "verified_email" }, false, true, Recovery.None)]
    [InlineData(new[] { "verified_phone_number", "verified_email" }, true, true, Recovery.VerifiedPhone)]
    [InlineData(new string[0], true, false, Recovery.VerifiedEmail)]
    [InlineData(new[] { "admin_only" }, true, true, Recovery.None)]
    [InlineData(new[] { "something_new" }, false, false, Recovery.Unknown)]
    [InlineData(new[] { "verified_email" }, null, false, Recovery.Unknown)]
    public void Recovery_depends_on_the_pool_setting_and_the_verified_addresses(string[] mechanisms, bool? email, bool? phone, Recovery expected) =>
        Assert.Equal(expected, RecoveryRule.Of(User("CONFIRMED", email, phone), s_pool with { RecoveryMechanisms = mechanisms }));

    [Theory]
    [InlineData(new[] { "verified_phone_number" }, true, false, Recovery.None)]
    [InlineData(new[] { "verified_phone_number", "verified_email" }, true, false, Recovery.VerifiedEmail)]
    [InlineData(new[] { "verified_email" }, false, true, Recovery.None)]
    [InlineData(new[] { "verified_phone_number", "verified_email" }, true, true, Recovery.None)]
    [InlineData(new string[0], true, true, Recovery.VerifiedPhone)]
    public void With_a_recovery_setting_what_sends_the_second_factor_cannot_reset_the_password(string[] mechanisms, bool sms, bool email, Recovery expected) =>
        Assert.Equal(expected, RecoveryRule.Of(User("CONFIRMED", email: true, phone: true) with { HasSmsMfa = sms, HasEmailMfa = email }, s_pool with { RecoveryMechanisms = mechanisms }));
}
