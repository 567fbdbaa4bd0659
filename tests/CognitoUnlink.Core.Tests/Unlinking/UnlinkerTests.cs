using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Unlinking;

public class UnlinkerTests
{
    private static readonly ProviderUser s_okta = new("Okta", "Cognito_Subject", "Alice@Corp.example");

    private readonly FakeGateway _gateway = new()
    {
        Providers =
        {
            ["Okta"] = new IdentityProvider
            {
                ProviderName = "Okta",
                ProviderType = "SAML",
                AttributeMapping = new Dictionary<string, string> { ["name"] = "displayName", ["email"] = "http://claims/email" },
            },
        },
    };

    private CognitoUser SetAlice(string status, params ProviderUser[] identities) =>
        _gateway.Users["alice"] = new CognitoUser { Username = "alice", Sub = "s-1", UserStatus = status, Identities = Text(identities) };

    private static string Text(IEnumerable<ProviderUser> identities) =>
        $"[{string.Join(',', identities.Select(one => $$"""{"userId":"{{one.ProviderAttributeValue}}","providerName":"{{one.ProviderName}}","providerType":"SAML"}"""))}]";

    private void Link(ProviderUser asLinked, params ProviderUser[] after) => _gateway.Links[asLinked] = ("alice", Text(after));

    private static UnlinkItem Item(ProviderUser target, string? username = "alice", bool seen = false) =>
        new() { UserPoolId = FakeGateway.PoolId, Username = username, Target = target, SeenOnSub = seen ? "s-1" : null, MayTryMappedAttributes = true };

    private Task<UnlinkReport> Unlink(UnlinkItem item, UnlinkOptions? options = null) =>
        new Unlinker(new UserReader(new ServiceCaller(_gateway)), options ?? new UnlinkOptions()).UnlinkAsync(item, CancellationToken.None);

    [Fact]
    public async Task An_identity_is_unlinked_with_exactly_its_provider_and_subject()
    {
        SetAlice("CONFIRMED", s_okta);
        Link(s_okta);

        var (result, error) = await Unlink(Item(s_okta));

        Assert.Null(error);
        Assert.Equal([s_okta], _gateway.Disabled);
        Assert.Equal((UnlinkOutcome.Unlinked, SignInAfterUnlink.Password, "SAML", "request-1", 1), (result.Outcome, result.SignInAfterUnlink, result.ProviderType, result.RequestId, result.Attempts));
        Assert.Equal((true, null), (result.Verified, result.SignedOut));
        Assert.Equal(DateTimeKind.Utc, result.Timestamp.Kind);
    }

    [Theory]
    [InlineData("alice@corp.example")]
    [InlineData("somebody else")]
    public async Task An_identity_that_the_user_does_not_have_is_refused_and_nothing_is_sent(string subject)
    {
        SetAlice("CONFIRMED", s_okta);

        var (result, error) = await Unlink(Item(s_okta with { ProviderAttributeValue = subject }));

        Assert.Equal(ErrorId.IdentityNotOwned, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Contains("Okta 'Alice@Corp.example'", error.Message, StringComparison.Ordinal);
        Assert.Equal(UnlinkOutcome.Failed, result.Outcome);
        Assert.Empty(_gateway.Disabled);
    }

    [Fact]
    public async Task An_identity_that_was_seen_before_and_is_gone_is_already_unlinked()
    {
        SetAlice("CONFIRMED");

        var (result, error) = await Unlink(Item(s_okta, seen: true));

        Assert.Null(error);
        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, true), (result.Outcome, result.Verified));
        Assert.Empty(_gateway.Disabled);
    }

    [Fact]
    public async Task An_identity_seen_on_another_user_is_not_already_unlinked()
    {
        SetAlice("CONFIRMED");

        var (_, error) = await Unlink(Item(s_okta) with { SeenOnSub = "s-2" });

        Assert.Equal(ErrorId.OtherUser, Assert.IsType<UnlinkException>(error).ErrorId);
    }

    [Fact]
    public async Task Removing_the_link_of_another_user_with_the_same_value_is_a_failure()
    {
        // alice was linked by e-mail and never signed in; bob's NameID is the same text, so the service removes his link.
        SetAlice("CONFIRMED", s_okta);
        _gateway.Users["bob"] = new CognitoUser { Username = "bob", UserStatus = "FORCE_CHANGE_PASSWORD", Identities = Text([s_okta]) };
        _gateway.Links[s_okta] = ("bob", "[]");

        var (result, error) = await Unlink(Item(s_okta));

        Assert.Equal((UnlinkOutcome.Failed, false), (result.Outcome, result.Verified));
        Assert.Equal(ErrorId.IdentityStillLinked, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Equal([s_okta], _gateway.Disabled);
    }

    [Fact]
    public async Task If_one_of_two_entries_with_the_same_value_is_gone_that_is_a_success()
    {
        SetAlice("CONFIRMED", s_okta, s_okta);
        Link(s_okta, s_okta);

        var (result, error) = await Unlink(Item(s_okta));

        Assert.Null(error);
        Assert.Equal((UnlinkOutcome.Unlinked, true), (result.Outcome, result.Verified));
    }

    [Fact]
    public async Task An_unlink_that_cannot_be_read_back_still_counts_as_unlinked()
    {
        SetAlice("CONFIRMED", s_okta);
        Link(s_okta);
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminDisableProviderForUser")
            {
                _gateway.Fail("AdminGetUser", FakeGateway.Error(CognitoErrorKind.AccessDenied, "no more", "AdminGetUser"));
            }
        };

        var (result, error) = await Unlink(Item(s_okta));

        Assert.Null(error);
        Assert.Equal((UnlinkOutcome.Unlinked, null), (result.Outcome, result.Verified));
        Assert.Contains("no more", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, true)]
    public async Task A_social_identity_of_a_user_with_a_password_is_read_back_only_on_request(bool verify, bool? verified)
    {
        var google = new ProviderUser("Google", "Cognito_Subject", "1");
        _gateway.Users["alice"] = new CognitoUser { Username = "alice", UserStatus = "CONFIRMED", Identities = """[{"userId":"1","providerName":"Google","providerType":"Google"}]""" };
        Link(google);

        var (result, error) = await Unlink(Item(google), new UnlinkOptions { Verify = verify });

        Assert.Equal((UnlinkOutcome.Unlinked, verified, null), (result.Outcome, result.Verified, error));
        string[] calls = ["AdminGetUser", "AdminDisableProviderForUser"];
        Assert.Equal(verify ? [.. calls, "AdminGetUser"] : calls, _gateway.Calls);
    }

    [Theory]
    [InlineData("FORCE_CHANGE_PASSWORD")]
    [InlineData("UNCONFIRMED")]
    [InlineData("EXTERNAL_PROVIDER")]
    public async Task Removing_the_last_way_to_sign_in_is_refused_unless_allowed(string status)
    {
        SetAlice(status, s_okta);
        Link(s_okta);

        var (refused, error) = await Unlink(Item(s_okta));
        Assert.Equal(ErrorId.WouldLockOut, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Equal((UnlinkOutcome.Skipped, SignInAfterUnlink.None), (refused.Outcome, refused.SignInAfterUnlink));
        Assert.Empty(_gateway.Disabled);

        var (allowed, _) = await Unlink(Item(s_okta), new UnlinkOptions { AllowLockout = true });
        Assert.Equal((UnlinkOutcome.Unlinked, SignInAfterUnlink.None), (allowed.Outcome, allowed.SignInAfterUnlink));
    }

    [Fact]
    public async Task The_second_of_two_identities_is_refused_because_the_first_is_gone()
    {
        var google = new ProviderUser("Google", "Cognito_Subject", "1");
        SetAlice("FORCE_CHANGE_PASSWORD", s_okta, google);
        Link(s_okta, google);
        Link(google);

        Assert.Equal(UnlinkOutcome.Unlinked, (await Unlink(Item(s_okta))).Result.Outcome);
        Assert.Equal(UnlinkOutcome.Skipped, (await Unlink(Item(google))).Result.Outcome);
        Assert.Equal([s_okta], _gateway.Disabled);
    }

    [Theory]
    [InlineData(0, UnlinkOutcome.Skipped)]
    [InlineData(1, UnlinkOutcome.Unlinked)]
    public async Task The_password_sign_in_is_removed_only_if_an_identity_remains(int identities, UnlinkOutcome expected)
    {
        SetAlice("CONFIRMED", identities == 0 ? [] : [s_okta]);
        Link(ProviderUser.Native("alice"), s_okta);

        var (result, _) = await Unlink(Item(ProviderUser.Native("alice")));

        Assert.Equal(expected, result.Outcome);
        Assert.Equal(identities == 0 ? SignInAfterUnlink.None : SignInAfterUnlink.Federated, result.SignInAfterUnlink);
    }

    [Fact]
    public async Task A_link_by_attribute_is_found_through_the_provider_mapping_with_email_first()
    {
        SetAlice("CONFIRMED", s_okta);
        Link(s_okta with { ProviderAttributeName = "email" });

        var (result, error) = await Unlink(Item(s_okta));

        Assert.Null(error);
        Assert.Equal(["Cognito_Subject", "email"], _gateway.Disabled.Select(sent => sent.ProviderAttributeName));
        Assert.Equal((UnlinkOutcome.Unlinked, "email", 2, true), (result.Outcome, result.ProviderAttributeName, result.Attempts, result.Verified));
        Assert.Contains("'email'", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_own_identity_of_a_federated_user_is_not_a_link_and_is_refused()
    {
        var google = new ProviderUser("Google", "Cognito_Subject", "1");
        SetAlice("EXTERNAL_PROVIDER", s_okta, google);
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Identities = Text([s_okta, google]).Replace("\"SAML\"", "\"SAML\",\"primary\":true", StringComparison.Ordinal) };

        var (refused, error) = await Unlink(Item(s_okta));
        Assert.Equal((UnlinkOutcome.Skipped, SignInAfterUnlink.Federated), (refused.Outcome, refused.SignInAfterUnlink));
        Assert.Equal(ErrorId.OwnIdentity, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Empty(_gateway.Disabled);

        // If allowed, the service is called once and its answer is reported. No other attribute is tried, because that could remove another user's link.
        var (failed, answer) = await Unlink(Item(s_okta), new UnlinkOptions { AllowLockout = true });
        Assert.Equal((UnlinkOutcome.Failed, ErrorId.IdentityNotLinked), (failed.Outcome, Assert.IsType<UnlinkException>(answer).ErrorId));
        Assert.Equal([s_okta], _gateway.Disabled);
    }

    [Fact]
    public async Task Removing_the_link_of_another_user_instead_of_an_own_identity_is_a_failure()
    {
        var google = new ProviderUser("Google", "Cognito_Subject", "1");
        SetAlice("EXTERNAL_PROVIDER", google);
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Identities = Text([google]).Replace("\"SAML\"", "\"Google\",\"primary\":true", StringComparison.Ordinal) };
        _gateway.Users["bob"] = new CognitoUser { Username = "bob", UserStatus = "CONFIRMED", Identities = Text([google]) };
        _gateway.Links[google] = ("bob", "[]");

        var (result, error) = await Unlink(Item(google), new UnlinkOptions { AllowLockout = true });

        Assert.Equal((UnlinkOutcome.Failed, ErrorId.IdentityStillLinked), (result.Outcome, Assert.IsType<UnlinkException>(error).ErrorId));
        Assert.True(new UnlinkReport(result, error).IsChange);
    }

    [Fact]
    public async Task A_link_under_no_mapped_attribute_fails_after_all_have_been_tried()
    {
        SetAlice("CONFIRMED", s_okta);

        var (result, error) = await Unlink(Item(s_okta));

        Assert.Equal(["Cognito_Subject", "email", "name", "displayName", "http://claims/email"], _gateway.Disabled.Select(sent => sent.ProviderAttributeName));
        Assert.Equal(ErrorId.IdentityNotLinked, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Equal(UnlinkOutcome.Failed, result.Outcome);
    }

    [Fact]
    public async Task An_attribute_search_stops_after_an_unanswered_attempt_that_took_effect()
    {
        SetAlice("CONFIRMED", s_okta);
        _gateway.Users["bob"] = new CognitoUser { Username = "bob", UserStatus = "CONFIRMED", Identities = Text([s_okta]) };
        _gateway.Links[s_okta with { ProviderAttributeName = "name" }] = ("bob", "[]");
        _gateway.OnCall = operation =>
        {
            // The first attempt with the second attribute takes effect, but its answer is lost.
            if (operation == "AdminDisableProviderForUser" && _gateway.Disabled.Count == 1)
            {
                SetAlice("CONFIRMED");
                _gateway.OnCall = null;
                _gateway.Fail("AdminDisableProviderForUser", FakeGateway.Error(CognitoErrorKind.Timeout, "no answer", "AdminDisableProviderForUser"));
            }
        };

        var (result, error) = await Unlink(Item(s_okta));

        Assert.Null(error);
        Assert.Equal((UnlinkOutcome.Unlinked, "email"), (result.Outcome, result.ProviderAttributeName));
        Assert.DoesNotContain("name", _gateway.Disabled.Select(sent => sent.ProviderAttributeName));
        Assert.NotEmpty(_gateway.Links);
    }

    [Fact]
    public async Task An_identity_that_is_gone_after_a_throttled_attempt_was_already_unlinked()
    {
        SetAlice("CONFIRMED", s_okta);
        _gateway.Fail("AdminDisableProviderForUser", FakeGateway.Error(CognitoErrorKind.Throttled, "slow down", "AdminDisableProviderForUser"));
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminDisableProviderForUser")
            {
                SetAlice("CONFIRMED");
            }
        };

        var (result, _) = await Unlink(Item(s_okta));

        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, 1), (result.Outcome, result.Attempts));
    }

    [Fact]
    public async Task Mapped_attributes_are_not_tried_if_the_attribute_was_specified()
    {
        SetAlice("CONFIRMED", s_okta);

        var (_, error) = await Unlink(Item(s_okta) with { MayTryMappedAttributes = false });

        Assert.Equal(ErrorId.IdentityNotLinked, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Equal([s_okta], _gateway.Disabled);
    }

    [Fact]
    public async Task The_password_sign_in_is_removed_by_username_even_if_an_alias_was_given()
    {
        SetAlice("CONFIRMED", s_okta);
        _gateway.Aliases["alice@example.com"] = "alice";
        Link(ProviderUser.Native("alice"), s_okta);

        var (result, _) = await Unlink(Item(ProviderUser.Native("alice@example.com"), "alice@example.com"));

        Assert.Equal([ProviderUser.Native("alice")], _gateway.Disabled);
        Assert.Equal((UnlinkOutcome.Unlinked, "alice", "alice"), (result.Outcome, result.Username, result.ProviderAttributeValue));
    }

    [Fact]
    public async Task An_attribute_search_that_removed_the_link_of_another_user_is_a_failure()
    {
        SetAlice("CONFIRMED", s_okta);
        Link(s_okta with { ProviderAttributeName = "email" }, s_okta);

        var (_, error) = await Unlink(Item(s_okta));

        Assert.Equal(ErrorId.IdentityStillLinked, Assert.IsType<UnlinkException>(error).ErrorId);
    }

    [Fact]
    public async Task An_identity_that_is_not_linked_is_an_error_if_the_item_names_no_user()
    {
        var (_, error) = await Unlink(Item(s_okta, username: null));

        Assert.Equal(ErrorId.IdentityNotLinked, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Equal(["AdminDisableProviderForUser"], _gateway.Calls);
    }

    [Fact]
    public async Task Without_a_user_an_identity_not_linked_after_an_unanswered_attempt_is_uncertain()
    {
        _gateway.Fail("AdminDisableProviderForUser", FakeGateway.Error(CognitoErrorKind.Timeout, "no answer", "AdminDisableProviderForUser"));

        var report = await Unlink(Item(s_okta, username: null));

        Assert.Equal((UnlinkOutcome.Failed, true, 2), (report.Result.Outcome, report.IsUncertain, _gateway.Calls.Count));
        Assert.Contains("probably unlinked", report.Result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retried_request_whose_unanswered_attempt_took_effect_counts_as_unlinked()
    {
        SetAlice("CONFIRMED", s_okta);
        _gateway.Fail("AdminDisableProviderForUser", FakeGateway.Error(CognitoErrorKind.Timeout, "no answer", "AdminDisableProviderForUser"));
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminDisableProviderForUser")
            {
                SetAlice("CONFIRMED");
            }
        };

        var (result, error) = await Unlink(Item(s_okta));

        Assert.Null(error);
        Assert.Equal((UnlinkOutcome.Unlinked, 1), (result.Outcome, result.Attempts));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_attribute_search_that_fails_after_an_unanswered_attempt_is_settled_by_a_read(bool tookEffect)
    {
        SetAlice("CONFIRMED", s_okta);
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminDisableProviderForUser" && _gateway.Disabled.Count == 1)
            {
                _gateway.OnCall = null;
                _gateway.Fail(operation, FakeGateway.Error(CognitoErrorKind.Timeout, "no answer", operation), FakeGateway.Error(CognitoErrorKind.NotAuthorized, "no", operation));
                SetAlice("CONFIRMED", tookEffect ? [] : [s_okta]);
            }
        };

        var (result, error) = await Unlink(Item(s_okta));

        Assert.Equal(
            tookEffect ? (UnlinkOutcome.Unlinked, "email") : (UnlinkOutcome.Failed, "Cognito_Subject"),
            (result.Outcome, result.ProviderAttributeName));
        Assert.Equal(tookEffect, error is null);
        Assert.Equal([s_okta], _gateway.Disabled);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Verify_trusts_the_read_and_not_the_answer(bool gone)
    {
        SetAlice("CONFIRMED", s_okta);
        Link(s_okta, gone ? [] : [s_okta]);

        var (result, error) = await Unlink(Item(s_okta), new UnlinkOptions { Verify = true });

        Assert.Equal((gone ? UnlinkOutcome.Unlinked : UnlinkOutcome.Failed, gone), (result.Outcome, result.Verified));
        Assert.Equal(gone ? null : ErrorId.IdentityStillLinked, (error as UnlinkException)?.ErrorId);
    }

    [Fact]
    public async Task Sign_out_is_last_and_its_failure_does_not_hide_the_unlink()
    {
        SetAlice("CONFIRMED", s_okta);
        Link(s_okta);
        _gateway.Fail("AdminUserGlobalSignOut", FakeGateway.Error(CognitoErrorKind.NotAuthorized, "no"));

        var (result, error) = await Unlink(Item(s_okta), new UnlinkOptions { SignOut = true });

        Assert.Equal((UnlinkOutcome.Unlinked, false), (result.Outcome, result.SignedOut));
        Assert.Equal(ErrorId.SignOutFailed, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Equal(["AdminGetUser", "AdminDisableProviderForUser", "AdminGetUser", "AdminUserGlobalSignOut"], _gateway.Calls);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("no sign-out", false)]
    public async Task A_user_who_cannot_be_read_back_is_signed_out_all_the_same(string? refusal, bool isSignedOut)
    {
        SetAlice("CONFIRMED", s_okta);
        Link(s_okta);
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminDisableProviderForUser")
            {
                _gateway.Fail("AdminGetUser", FakeGateway.Error(CognitoErrorKind.NotAuthorized, "no read"));
            }
        };
        _gateway.Fail("AdminUserGlobalSignOut", refusal is null ? [] : [FakeGateway.Error(CognitoErrorKind.NotAuthorized, refusal)]);

        var (result, error) = await Unlink(Item(s_okta), new UnlinkOptions { SignOut = true });

        Assert.Equal((UnlinkOutcome.Unlinked, isSignedOut, isSignedOut ? null : ErrorId.SignOutFailed), (result.Outcome, result.SignedOut, error?.ErrorId));
        Assert.Contains("no read", result.Reason, StringComparison.Ordinal);
        Assert.Contains(refusal ?? string.Empty, result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Already_unlinked_users_are_signed_out_too()
    {
        SetAlice("CONFIRMED");

        var (result, _) = await Unlink(Item(s_okta, seen: true), new UnlinkOptions { SignOut = true });

        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, true), (result.Outcome, result.SignedOut));
    }

    [Fact]
    public async Task If_cancelled_during_the_request_its_outcome_is_kept_and_nothing_follows()
    {
        SetAlice("CONFIRMED", s_okta);
        Link(s_okta);
        using var stop = new CancellationTokenSource();
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminDisableProviderForUser")
            {
                stop.Cancel();
            }
        };
        _gateway.Honours = stop.Token;
        var unlinker = new Unlinker(new UserReader(new ServiceCaller(_gateway)), new UnlinkOptions { Verify = true, SignOut = true });

        var (result, _) = await unlinker.UnlinkAsync(Item(s_okta), stop.Token);

        Assert.Equal((UnlinkOutcome.Unlinked, null, null), (result.Outcome, result.Verified, result.SignedOut));
        Assert.Equal(["AdminGetUser", "AdminDisableProviderForUser"], _gateway.Calls.Take(2));
        Assert.DoesNotContain("AdminUserGlobalSignOut", _gateway.Calls);
    }

    [Fact]
    public async Task If_cancelled_before_the_request_nothing_is_sent()
    {
        SetAlice("CONFIRMED", s_okta);
        using var stop = new CancellationTokenSource();
        _gateway.OnCall = _ => stop.Cancel();
        var unlinker = new Unlinker(new UserReader(new ServiceCaller(_gateway)), new UnlinkOptions());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unlinker.UnlinkAsync(Item(s_okta), stop.Token));

        Assert.Empty(_gateway.Disabled);
    }

    [Fact]
    public async Task A_user_who_does_not_exist_is_an_error_that_names_the_user()
    {
        var (result, error) = await Unlink(Item(s_okta, "nobody"));

        Assert.Equal(CognitoErrorKind.UserNotFound, Assert.IsType<CognitoException>(error).Kind);
        Assert.Contains("'nobody'", error.Message, StringComparison.Ordinal);
        Assert.Equal((UnlinkOutcome.Failed, 0), (result.Outcome, result.Attempts));
    }

    [Fact]
    public async Task Malformed_identities_are_an_error_and_nothing_is_sent()
    {
        SetAlice("CONFIRMED");
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Identities = "[{" };

        var (_, error) = await Unlink(Item(s_okta));

        Assert.Equal(ErrorId.MalformedIdentities, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Empty(_gateway.Disabled);
    }
}
