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

    private CognitoUser Has(string status, params ProviderUser[] identities) =>
        _gateway.Users["alice"] = new CognitoUser { Username = "alice", Sub = "s-1", UserStatus = status, Identities = Text(identities) };

    private static string Text(IEnumerable<ProviderUser> identities) =>
        $"[{string.Join(',', identities.Select(one => $$"""{"userId":"{{one.ProviderAttributeValue}}","providerName":"{{one.ProviderName}}","providerType":"SAML"}"""))}]";

    private void Link(ProviderUser asLinked, params ProviderUser[] after) => _gateway.Links[asLinked] = ("alice", Text(after));

    private static UnlinkItem Item(ProviderUser target, string? username = "alice", bool seen = false) =>
        new() { UserPoolId = FakeGateway.PoolId, Username = username, Target = target, SeenOnSub = seen ? "s-1" : null, MayTryMappedAttributes = true };

    private Task<UnlinkReport> Unlink(UnlinkItem item, UnlinkOptions? options = null) =>
        new Unlinker(new UserReader(new ServiceCaller(_gateway)), options ?? new UnlinkOptions()).UnlinkAsync(item, CancellationToken.None);

    [Fact]
    public async Task An_owned_identity_is_unlinked_with_exactly_its_provider_and_subject()
    {
        Has("CONFIRMED", s_okta);
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
    public async Task An_identity_of_somebody_else_is_refused_and_nothing_is_sent(string subject)
    {
        Has("CONFIRMED", s_okta);

        var (result, error) = await Unlink(Item(s_okta with { ProviderAttributeValue = subject }));

        Assert.Equal(ErrorId.IdentityNotOwned, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Contains("Okta 'Alice@Corp.example'", error.Message, StringComparison.Ordinal);
        Assert.Equal(UnlinkOutcome.Failed, result.Outcome);
        Assert.Empty(_gateway.Disabled);
    }

    [Fact]
    public async Task An_identity_that_was_seen_and_is_gone_is_already_unlinked()
    {
        Has("CONFIRMED");

        var (result, error) = await Unlink(Item(s_okta, seen: true));

        Assert.Null(error);
        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, true), (result.Outcome, result.Verified));
        Assert.Empty(_gateway.Disabled);
    }

    [Fact]
    public async Task Seen_on_somebody_else_it_is_not_already_unlinked()
    {
        Has("CONFIRMED");

        var (_, error) = await Unlink(Item(s_okta) with { SeenOnSub = "s-2" });

        Assert.Equal(ErrorId.OtherUser, Assert.IsType<UnlinkException>(error).ErrorId);
    }

    [Fact]
    public async Task A_request_that_took_another_users_link_of_the_same_value_is_no_success()
    {
        // alice was linked by e-mail and never signed in; bob's NameID is the same text, so the service takes his.
        Has("CONFIRMED", s_okta);
        _gateway.Users["bob"] = new CognitoUser { Username = "bob", UserStatus = "FORCE_CHANGE_PASSWORD", Identities = Text([s_okta]) };
        _gateway.Links[s_okta] = ("bob", "[]");

        var (result, error) = await Unlink(Item(s_okta));

        Assert.Equal((UnlinkOutcome.Failed, false), (result.Outcome, result.Verified));
        Assert.Equal(ErrorId.IdentityStillLinked, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Equal([s_okta], _gateway.Disabled);
    }

    [Fact]
    public async Task Of_two_entries_with_the_same_value_one_gone_is_success()
    {
        Has("CONFIRMED", s_okta, s_okta);
        Link(s_okta, s_okta);

        var (result, error) = await Unlink(Item(s_okta));

        Assert.Null(error);
        Assert.Equal((UnlinkOutcome.Unlinked, true), (result.Outcome, result.Verified));
    }

    [Fact]
    public async Task An_unlink_that_could_not_be_read_back_is_not_lost()
    {
        Has("CONFIRMED", s_okta);
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

    [Fact]
    public async Task Social_identities_are_read_back_on_demand_only()
    {
        var google = new ProviderUser("Google", "Cognito_Subject", "1");
        _gateway.Users["alice"] = new CognitoUser { Username = "alice", UserStatus = "CONFIRMED", Identities = """[{"userId":"1","providerName":"Google","providerType":"Google"}]""" };
        Link(google);

        Assert.Null((await Unlink(Item(google))).Result.Verified);
        Assert.Equal(["AdminGetUser", "AdminDisableProviderForUser"], _gateway.Calls);
    }

    [Theory]
    [InlineData("FORCE_CHANGE_PASSWORD")]
    [InlineData("UNCONFIRMED")]
    [InlineData("EXTERNAL_PROVIDER")]
    public async Task The_last_sign_in_is_refused_unless_allowed(string status)
    {
        Has(status, s_okta);
        Link(s_okta);

        var (refused, error) = await Unlink(Item(s_okta));
        Assert.Equal(ErrorId.WouldLockOut, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Equal((UnlinkOutcome.Skipped, SignInAfterUnlink.None), (refused.Outcome, refused.SignInAfterUnlink));
        Assert.Empty(_gateway.Disabled);

        var (allowed, _) = await Unlink(Item(s_okta), new UnlinkOptions { AllowLockout = true });
        Assert.Equal((UnlinkOutcome.Unlinked, SignInAfterUnlink.None), (allowed.Outcome, allowed.SignInAfterUnlink));
    }

    [Fact]
    public async Task Of_two_identities_the_second_is_refused_because_the_first_is_gone()
    {
        var google = new ProviderUser("Google", "Cognito_Subject", "1");
        Has("FORCE_CHANGE_PASSWORD", s_okta, google);
        Link(s_okta, google);
        Link(google);

        Assert.Equal(UnlinkOutcome.Unlinked, (await Unlink(Item(s_okta))).Result.Outcome);
        Assert.Equal(UnlinkOutcome.Skipped, (await Unlink(Item(google))).Result.Outcome);
        Assert.Equal([s_okta], _gateway.Disabled);
    }

    [Theory]
    [InlineData(0, UnlinkOutcome.Skipped)]
    [InlineData(1, UnlinkOutcome.Unlinked)]
    public async Task Native_sign_in_goes_only_while_an_identity_remains(int identities, UnlinkOutcome expected)
    {
        Has("CONFIRMED", identities == 0 ? [] : [s_okta]);
        Link(ProviderUser.Native("alice"), s_okta);

        var (result, _) = await Unlink(Item(ProviderUser.Native("alice")));

        Assert.Equal(expected, result.Outcome);
        Assert.Equal(identities == 0 ? SignInAfterUnlink.None : SignInAfterUnlink.Federated, result.SignInAfterUnlink);
    }

    [Fact]
    public async Task A_link_made_by_attribute_is_found_by_the_providers_mapping_email_first()
    {
        Has("CONFIRMED", s_okta);
        Link(s_okta with { ProviderAttributeName = "email" });

        var (result, error) = await Unlink(Item(s_okta));

        Assert.Null(error);
        Assert.Equal(["Cognito_Subject", "email"], _gateway.Disabled.Select(sent => sent.ProviderAttributeName));
        Assert.Equal((UnlinkOutcome.Unlinked, "email", 2, true), (result.Outcome, result.ProviderAttributeName, result.Attempts, result.Verified));
        Assert.Contains("'email'", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_federated_profiles_own_identity_is_no_link_and_is_refused()
    {
        var google = new ProviderUser("Google", "Cognito_Subject", "1");
        Has("EXTERNAL_PROVIDER", s_okta, google);
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Identities = Text([s_okta, google]).Replace("\"SAML\"", "\"SAML\",\"primary\":true", StringComparison.Ordinal) };

        var (refused, error) = await Unlink(Item(s_okta));
        Assert.Equal((UnlinkOutcome.Skipped, SignInAfterUnlink.Federated), (refused.Outcome, refused.SignInAfterUnlink));
        Assert.Equal(ErrorId.OwnIdentity, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Empty(_gateway.Disabled);

        // Allowed, the service is asked once and its answer told; no other attribute is tried, which could be somebody's link.
        var (failed, answer) = await Unlink(Item(s_okta), new UnlinkOptions { AllowLockout = true });
        Assert.Equal((UnlinkOutcome.Failed, ErrorId.IdentityNotLinked), (failed.Outcome, Assert.IsType<UnlinkException>(answer).ErrorId));
        Assert.Equal([s_okta], _gateway.Disabled);
    }

    [Fact]
    public async Task A_request_for_a_profiles_own_identity_that_hit_somebodys_link_is_no_success()
    {
        var google = new ProviderUser("Google", "Cognito_Subject", "1");
        Has("EXTERNAL_PROVIDER", google);
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Identities = Text([google]).Replace("\"SAML\"", "\"Google\",\"primary\":true", StringComparison.Ordinal) };
        _gateway.Users["bob"] = new CognitoUser { Username = "bob", UserStatus = "CONFIRMED", Identities = Text([google]) };
        _gateway.Links[google] = ("bob", "[]");

        var (result, error) = await Unlink(Item(google), new UnlinkOptions { AllowLockout = true });

        Assert.Equal((UnlinkOutcome.Failed, ErrorId.IdentityStillLinked), (result.Outcome, Assert.IsType<UnlinkException>(error).ErrorId));
        Assert.True(new UnlinkReport(result, error).IsChange);
    }

    [Fact]
    public async Task A_link_under_no_mapped_attribute_fails_after_all_were_tried()
    {
        Has("CONFIRMED", s_okta);

        var (result, error) = await Unlink(Item(s_okta));

        Assert.Equal(["Cognito_Subject", "email", "name", "displayName", "http://claims/email"], _gateway.Disabled.Select(sent => sent.ProviderAttributeName));
        Assert.Equal(ErrorId.IdentityNotLinked, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Equal(UnlinkOutcome.Failed, result.Outcome);
    }

    [Fact]
    public async Task A_search_stops_where_an_attempt_without_an_answer_may_have_done_it()
    {
        Has("CONFIRMED", s_okta);
        _gateway.Users["bob"] = new CognitoUser { Username = "bob", UserStatus = "CONFIRMED", Identities = Text([s_okta]) };
        _gateway.Links[s_okta with { ProviderAttributeName = "name" }] = ("bob", "[]");
        _gateway.OnCall = operation =>
        {
            // The second name's first attempt takes effect, and its answer is lost.
            if (operation == "AdminDisableProviderForUser" && _gateway.Disabled.Count == 1)
            {
                Has("CONFIRMED");
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
    public async Task A_throttled_attempt_did_nothing_so_what_is_gone_was_gone_before()
    {
        Has("CONFIRMED", s_okta);
        _gateway.Fail("AdminDisableProviderForUser", FakeGateway.Error(CognitoErrorKind.Throttled, "slow down", "AdminDisableProviderForUser"));
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminDisableProviderForUser")
            {
                Has("CONFIRMED");
            }
        };

        var (result, _) = await Unlink(Item(s_okta));

        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, 1), (result.Outcome, result.Attempts));
    }

    [Fact]
    public async Task Mapped_attributes_are_not_tried_where_the_attribute_was_meant()
    {
        Has("CONFIRMED", s_okta);

        var (_, error) = await Unlink(Item(s_okta) with { MayTryMappedAttributes = false });

        Assert.Equal(ErrorId.IdentityNotLinked, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Equal([s_okta], _gateway.Disabled);
    }

    [Fact]
    public async Task A_native_sign_in_is_named_by_the_username_also_when_an_alias_was_given()
    {
        Has("CONFIRMED", s_okta);
        _gateway.Aliases["alice@example.com"] = "alice";
        Link(ProviderUser.Native("alice"), s_okta);

        var (result, _) = await Unlink(Item(ProviderUser.Native("alice@example.com"), "alice@example.com"));

        Assert.Equal([ProviderUser.Native("alice")], _gateway.Disabled);
        Assert.Equal((UnlinkOutcome.Unlinked, "alice", "alice"), (result.Outcome, result.Username, result.ProviderAttributeValue));
    }

    [Fact]
    public async Task A_search_that_hit_another_users_link_is_no_success()
    {
        Has("CONFIRMED", s_okta);
        Link(s_okta with { ProviderAttributeName = "email" }, s_okta);

        var (_, error) = await Unlink(Item(s_okta));

        Assert.Equal(ErrorId.IdentityStillLinked, Assert.IsType<UnlinkException>(error).ErrorId);
    }

    [Fact]
    public async Task Not_linked_without_a_user_is_an_error_since_no_read_can_settle_it()
    {
        var (_, error) = await Unlink(Item(s_okta, username: null));

        Assert.Equal(ErrorId.IdentityNotLinked, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Equal(["AdminDisableProviderForUser"], _gateway.Calls);
    }

    [Fact]
    public async Task Not_linked_without_a_user_after_an_attempt_that_brought_no_answer_may_have_been_done_by_that()
    {
        _gateway.Fail("AdminDisableProviderForUser", FakeGateway.Error(CognitoErrorKind.Timeout, "no answer", "AdminDisableProviderForUser"));

        var report = await Unlink(Item(s_okta, username: null));

        Assert.Equal((UnlinkOutcome.Failed, true, 2), (report.Result.Outcome, report.IsUncertain, _gateway.Calls.Count));
        Assert.Contains("probably unlinked", report.Result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_request_whose_first_attempt_brought_no_answer_but_took_effect_counts_as_unlinked()
    {
        Has("CONFIRMED", s_okta);
        _gateway.Fail("AdminDisableProviderForUser", FakeGateway.Error(CognitoErrorKind.Timeout, "no answer", "AdminDisableProviderForUser"));
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminDisableProviderForUser")
            {
                Has("CONFIRMED");
            }
        };

        var (result, error) = await Unlink(Item(s_okta));

        Assert.Null(error);
        Assert.Equal((UnlinkOutcome.Unlinked, 1), (result.Outcome, result.Attempts));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_searched_name_that_failed_after_an_attempt_without_an_answer_is_settled_by_a_read(bool tookEffect)
    {
        Has("CONFIRMED", s_okta);
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminDisableProviderForUser" && _gateway.Disabled.Count == 1)
            {
                _gateway.OnCall = null;
                _gateway.Fail(operation, FakeGateway.Error(CognitoErrorKind.Timeout, "no answer", operation), FakeGateway.Error(CognitoErrorKind.NotAuthorized, "no", operation));
                Has("CONFIRMED", tookEffect ? [] : [s_okta]);
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
    public async Task Verify_believes_the_read_and_not_the_answer(bool gone)
    {
        Has("CONFIRMED", s_okta);
        Link(s_okta, gone ? [] : [s_okta]);

        var (result, error) = await Unlink(Item(s_okta), new UnlinkOptions { Verify = true });

        Assert.Equal((gone ? UnlinkOutcome.Unlinked : UnlinkOutcome.Failed, gone), (result.Outcome, result.Verified));
        Assert.Equal(gone ? null : ErrorId.IdentityStillLinked, (error as UnlinkException)?.ErrorId);
    }

    [Fact]
    public async Task Sign_out_follows_and_its_failure_does_not_hide_the_unlink()
    {
        Has("CONFIRMED", s_okta);
        Link(s_okta);
        _gateway.Fail("AdminUserGlobalSignOut", FakeGateway.Error(CognitoErrorKind.NotAuthorized, "no"));

        var (result, error) = await Unlink(Item(s_okta), new UnlinkOptions { SignOut = true });

        Assert.Equal((UnlinkOutcome.Unlinked, false), (result.Outcome, result.SignedOut));
        Assert.Equal(ErrorId.SignOutFailed, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Equal(["AdminGetUser", "AdminDisableProviderForUser", "AdminGetUser", "AdminUserGlobalSignOut"], _gateway.Calls);
    }

    [Fact]
    public async Task Users_already_unlinked_are_signed_out_all_the_same()
    {
        Has("CONFIRMED");

        var (result, _) = await Unlink(Item(s_okta, seen: true), new UnlinkOptions { SignOut = true });

        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, true), (result.Outcome, result.SignedOut));
    }

    [Fact]
    public async Task Cancelled_while_the_request_is_in_flight_its_outcome_is_kept_and_nothing_follows()
    {
        Has("CONFIRMED", s_okta);
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
    public async Task Cancelled_before_the_request_nothing_is_sent()
    {
        Has("CONFIRMED", s_okta);
        using var stop = new CancellationTokenSource();
        _gateway.OnCall = _ => stop.Cancel();
        var unlinker = new Unlinker(new UserReader(new ServiceCaller(_gateway)), new UnlinkOptions());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => unlinker.UnlinkAsync(Item(s_okta), stop.Token));

        Assert.Empty(_gateway.Disabled);
    }

    [Fact]
    public async Task A_user_who_does_not_exist_fails_alone()
    {
        var (result, error) = await Unlink(Item(s_okta, "nobody"));

        Assert.Equal(CognitoErrorKind.UserNotFound, Assert.IsType<CognitoException>(error).Kind);
        Assert.Contains("'nobody'", error.Message, StringComparison.Ordinal);
        Assert.Equal((UnlinkOutcome.Failed, 0), (result.Outcome, result.Attempts));
    }

    [Fact]
    public async Task Malformed_identities_fail_alone_and_nothing_is_sent()
    {
        Has("CONFIRMED");
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Identities = "[{" };

        var (_, error) = await Unlink(Item(s_okta));

        Assert.Equal(ErrorId.MalformedIdentities, Assert.IsType<UnlinkException>(error).ErrorId);
        Assert.Empty(_gateway.Disabled);
    }
}
