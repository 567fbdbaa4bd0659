using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;
using CognitoUnlink.Running;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Unlinking;

/// <summary>Changes that others make to a user between the read and the change, and afterwards.</summary>
public sealed class ConcurrencyTests : IDisposable
{
    private static readonly ProviderUser s_okta = new("Okta", "Cognito_Subject", "00u1");
    private static readonly ProviderUser s_google = new("Google", "Cognito_Subject", "1");

    private readonly FakeGateway _gateway = new();
    private readonly string _journal = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.jsonl");

    public ConcurrencyTests()
    {
        SetAmy(s_okta, s_google);
        _gateway.Links[s_okta] = ("amy", Text(s_google));
        _gateway.Links[s_google] = ("amy", Text(s_okta));
        _gateway.Aliases["amy@example.com"] = "amy";
    }

    public void Dispose() => File.Delete(_journal);

    private static string Text(params ProviderUser[] identities) =>
        $"[{string.Join(',', identities.Select(one => $$"""{"userId":"{{one.ProviderAttributeValue}}","providerName":"{{one.ProviderName}}","providerType":"{{(one == s_okta ? "SAML" : one.ProviderName)}}"}"""))}]";

    private void SetAmy(params ProviderUser[] identities) =>
        _gateway.Users["amy"] = new CognitoUser { Username = "amy", Sub = "s-1", UserStatus = "FORCE_CHANGE_PASSWORD", Identities = Text(identities) };

    private static UnlinkItem Item(ProviderUser target, string username = "amy") => new() { UserPoolId = FakeGateway.PoolId, Username = username, Target = target };

    private Unlinker NewRun(UnlinkOptions? options = null, UnlinkJournal? journal = null) =>
        new(new UserReader(new ServiceCaller(_gateway)), options ?? new UnlinkOptions(), journal);

    [Fact]
    public async Task If_two_runs_unlink_both_identities_at_once_one_is_refused_even_with_an_alias()
    {
        for (var round = 0; round < 50; round++)
        {
            SetAmy(s_okta, s_google);
            _gateway.Links[s_okta] = ("amy", Text(s_google));
            _gateway.Links[s_google] = ("amy", Text(s_okta));
            var (one, other) = (NewRun(), NewRun());

            var reports = await Task.WhenAll(
                Task.Run(() => one.UnlinkAsync(Item(s_okta), CancellationToken.None)),
                Task.Run(() => other.UnlinkAsync(Item(s_google, "amy@example.com"), CancellationToken.None)));

            Assert.Equal([UnlinkOutcome.Unlinked, UnlinkOutcome.Skipped], reports.Select(report => report.Result.Outcome).Order());
        }
    }

    [Fact]
    public async Task A_change_that_ends_during_the_read_is_noticed()
    {
        // Google remains a provider of the pool even when no user has it any more.
        _gateway.Providers["Google"] = new IdentityProvider { ProviderName = "Google", ProviderType = "Google" };
        _gateway.WhileUserIsUnderWay = () =>
        {
            _gateway.WhileUserIsUnderWay = null;
            return NewRun().UnlinkAsync(Item(s_google), CancellationToken.None);
        };

        var (result, error) = await NewRun().UnlinkAsync(Item(s_okta), CancellationToken.None);

        Assert.Equal((UnlinkOutcome.Skipped, ErrorId.WouldLockOut), (result.Outcome, error?.ErrorId));
        Assert.Equal([s_google], _gateway.Disabled);
    }

    [Fact]
    public async Task An_item_is_judged_again_before_a_retry()
    {
        _gateway.Fail("AdminDisableProviderForUser", FakeGateway.Error(CognitoErrorKind.Throttled, "slow down", "AdminDisableProviderForUser"));
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminDisableProviderForUser")
            {
                SetAmy(s_okta);
            }
        };

        var (result, error) = await NewRun().UnlinkAsync(Item(s_okta), CancellationToken.None);

        Assert.Equal((UnlinkOutcome.Skipped, ErrorId.WouldLockOut), (result.Outcome, error?.ErrorId));
        Assert.Empty(_gateway.Disabled);
    }

    [Fact]
    public async Task A_user_left_without_a_way_to_sign_in_is_stranded_and_journaled_as_unlinked()
    {
        TakeGoogleMeanwhile();
        UnlinkReport report;
        await using (var journal = await UnlinkJournal.OpenAsync(_journal))
        {
            report = await NewRun(journal: journal).UnlinkAsync(Item(s_okta), CancellationToken.None);
        }

        Assert.Equal((UnlinkOutcome.Unlinked, SignInAfterUnlink.None, ErrorId.Stranded), (report.Result.Outcome, report.Result.SignInAfterUnlink, report.Error?.ErrorId));
        Assert.Empty(_gateway.Linked);
        Assert.Contains(new JournalReader(_journal).Read(), record => record is { Event: JournalEvent.Unlinked, ErrorId: ErrorId.Stranded, Sub: "s-1" });
    }

    [Fact]
    public async Task A_repair_links_the_identity_again_at_once_and_is_journaled()
    {
        TakeGoogleMeanwhile();
        UnlinkReport report;
        await using (var journal = await UnlinkJournal.OpenAsync(_journal))
        {
            report = await NewRun(new UnlinkOptions { Repair = true }, journal).UnlinkAsync(Item(s_okta), CancellationToken.None);
            await journal.EndAsync();
        }

        Assert.Equal((UnlinkOutcome.Failed, ErrorId.Stranded), (report.Result.Outcome, report.Error?.ErrorId));
        Assert.Equal([(ProviderUser.Native("amy"), s_okta)], _gateway.Linked);
        Assert.True(IdentitiesReader.Has(_gateway.Users["amy"], "Okta", "00u1"));
        Assert.Equal(
            [JournalEvent.RunStarted, JournalEvent.Intent, JournalEvent.Unlinked, JournalEvent.Intent, JournalEvent.Linked, JournalEvent.Failed, JournalEvent.RunEnded],
            new JournalReader(_journal).Read().Select(record => record.Event));
        Assert.Equal(new RunTotals { Failed = 1 }, Totals);
    }

    [Fact]
    public async Task A_repair_that_a_read_does_not_confirm_is_not_counted()
    {
        TakeGoogleMeanwhile();
        _gateway.LinkTakesEffect = false;
        UnlinkReport report;
        await using (var journal = await UnlinkJournal.OpenAsync(_journal))
        {
            report = await NewRun(new UnlinkOptions { Repair = true }, journal).UnlinkAsync(Item(s_okta), CancellationToken.None);
            await journal.EndAsync();
        }

        Assert.Equal((UnlinkOutcome.Unlinked, SignInAfterUnlink.None, ErrorId.Stranded), (report.Result.Outcome, report.Result.SignInAfterUnlink, report.Error?.ErrorId));
        Assert.Contains("does not show it", report.Result.Reason, StringComparison.Ordinal);
        Assert.Equal(
            [JournalEvent.RunStarted, JournalEvent.Intent, JournalEvent.Unlinked, JournalEvent.Intent, JournalEvent.Failed, JournalEvent.Unlinked, JournalEvent.RunEnded],
            new JournalReader(_journal).Read().Select(record => record.Event));
        Assert.Equal(new RunTotals { Unlinked = 1 }, Totals);
        Assert.Single(new JournalUndo(new JournalSource(_journal, "journal")).Records());
    }

    [Fact]
    public async Task A_repair_that_took_effect_despite_an_error_counts()
    {
        TakeGoogleMeanwhile();
        _gateway.LinkProblem = FakeGateway.Error(CognitoErrorKind.InvalidParameter, "Merging is not currently supported", "AdminLinkProviderForUser");

        var (result, _) = await NewRun(new UnlinkOptions { Repair = true }).UnlinkAsync(Item(s_okta), CancellationToken.None);

        Assert.Equal((UnlinkOutcome.Failed, SignInAfterUnlink.Federated), (result.Outcome, result.SignInAfterUnlink));
        Assert.Contains("has been linked again", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repair_that_cannot_be_read_back_is_uncertain_and_stays_open_in_the_journal()
    {
        TakeGoogleMeanwhile();
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminLinkProviderForUser")
            {
                _gateway.Fail("AdminGetUser", FakeGateway.Error(CognitoErrorKind.AccessDenied, "no more", "AdminGetUser"));
            }
        };
        UnlinkReport report;
        await using (var journal = await UnlinkJournal.OpenAsync(_journal))
        {
            report = await NewRun(new UnlinkOptions { Repair = true }, journal).UnlinkAsync(Item(s_okta), CancellationToken.None);
            Assert.True(journal.HasOpenIntents(FakeGateway.PoolId));
        }

        Assert.Equal((true, UnlinkOutcome.Unlinked, ErrorId.Stranded), (report.IsUncertain, report.Result.Outcome, report.Error?.ErrorId));
        Assert.Contains("not known", report.Result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_repair_is_made_if_the_name_now_belongs_to_a_different_user()
    {
        TakeGoogleMeanwhile();
        _gateway.OnAdminGetUser = _ => _gateway.Disabled.Count > 0 && _gateway.Calls.Count(call => call == "AdminGetUser") > 2 ? _gateway.Users["amy"] with { Sub = "s-2" } : null;

        var (result, error) = await NewRun(new UnlinkOptions { Repair = true }).UnlinkAsync(Item(s_okta), CancellationToken.None);

        Assert.Equal((UnlinkOutcome.Unlinked, ErrorId.Stranded), (result.Outcome, error?.ErrorId));
        Assert.Contains("a different sub", result.Reason, StringComparison.Ordinal);
        Assert.Empty(_gateway.Linked);
    }

    [Fact]
    public async Task A_denied_repair_is_reported()
    {
        TakeGoogleMeanwhile();
        _gateway.Fail("AdminLinkProviderForUser", FakeGateway.Error(CognitoErrorKind.AccessDenied, "no permission to link", "AdminLinkProviderForUser"));

        var (result, error) = await NewRun(new UnlinkOptions { Repair = true }).UnlinkAsync(Item(s_okta), CancellationToken.None);

        Assert.Equal((UnlinkOutcome.Unlinked, ErrorId.Stranded), (result.Outcome, error?.ErrorId));
        Assert.Contains("no permission to link", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "FORCE_CHANGE_PASSWORD", true)]
    [InlineData(true, "FORCE_CHANGE_PASSWORD", true)]
    [InlineData(false, "CONFIRMED", false)]
    [InlineData(true, "CONFIRMED", true)]
    public async Task A_social_identity_is_read_back_to_repair_or_if_only_another_identity_remains(bool repair, string status, bool isReadBack)
    {
        _gateway.Users["amy"] = _gateway.Users["amy"] with { UserStatus = status };

        await NewRun(new UnlinkOptions { Repair = repair }).UnlinkAsync(Item(s_google), CancellationToken.None);

        Assert.Equal(["AdminGetUser", "AdminDisableProviderForUser", .. isReadBack ? ["AdminGetUser"] : Array.Empty<string>()], _gateway.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_user_whose_two_social_identities_two_processes_remove_at_once_is_stranded(bool repair)
    {
        var facebook = new ProviderUser("Facebook", "Cognito_Subject", "2");
        SetAmy(s_google, facebook);

        // The other process removes Facebook after this one has read the user.
        _gateway.Links[s_google] = ("amy", "[]");

        var (result, error) = await NewRun(new UnlinkOptions { Repair = repair }).UnlinkAsync(Item(s_google), CancellationToken.None);

        Assert.Equal((repair ? UnlinkOutcome.Failed : UnlinkOutcome.Unlinked, ErrorId.Stranded), (result.Outcome, error?.ErrorId));
        Assert.Equal(repair ? [(ProviderUser.Native("amy"), s_google)] : [], _gateway.Linked);
    }

    [Fact]
    public async Task A_social_identity_is_read_back_if_another_identity_was_unlinked_before()
    {
        _gateway.Users["amy"] = _gateway.Users["amy"] with { UserStatus = "CONFIRMED" };
        await NewRun().UnlinkAsync(Item(s_okta), CancellationToken.None);
        _gateway.Calls.Clear();
        _gateway.Links[s_google] = ("amy", "[]");

        var (result, _) = await NewRun().UnlinkAsync(Item(s_google), CancellationToken.None);

        Assert.Equal((UnlinkOutcome.Unlinked, true), (result.Outcome, result.Verified));
        Assert.Equal(["AdminGetUser", "AdminDisableProviderForUser", "AdminGetUser"], _gateway.Calls);
    }

    [Fact]
    public async Task A_change_that_took_effect_despite_an_error_counts_as_made()
    {
        _gateway.Fail("AdminDisableProviderForUser", FakeGateway.Error(CognitoErrorKind.InvalidParameter, "something is wrong", "AdminDisableProviderForUser"));
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminDisableProviderForUser")
            {
                SetAmy(s_google);
            }
        };

        var report = await NewRun().UnlinkAsync(Item(s_okta), CancellationToken.None);

        Assert.Equal((UnlinkOutcome.Unlinked, true, true), (report.Result.Outcome, report.Result.Verified, report.IsChange));
        Assert.Contains("something is wrong", report.Result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_stays_an_error_if_the_change_was_not_made()
    {
        _gateway.Fail("AdminDisableProviderForUser", FakeGateway.Error(CognitoErrorKind.InvalidParameter, "something is wrong", "AdminDisableProviderForUser"));

        var report = await NewRun().UnlinkAsync(Item(s_okta), CancellationToken.None);

        Assert.Equal((UnlinkOutcome.Failed, "InvalidParameter", false), (report.Result.Outcome, report.Error?.ErrorId, report.IsChange));
    }

    [Fact]
    public async Task The_next_run_and_the_journal_remember_a_deactivated_password()
    {
        _gateway.Users["amy"] = _gateway.Users["amy"] with { UserStatus = "CONFIRMED", Identities = Text(s_okta) };
        _gateway.Links[ProviderUser.Native("amy")] = ("amy", Text(s_okta));
        await using (var journal = await UnlinkJournal.OpenAsync(_journal))
        {
            Assert.Equal(UnlinkOutcome.Unlinked, (await NewRun(journal: journal).UnlinkAsync(Item(ProviderUser.Native("amy")), CancellationToken.None)).Result.Outcome);
        }

        Assert.Equal(ErrorId.WouldLockOut, (await NewRun().UnlinkAsync(Item(s_okta), CancellationToken.None)).Error?.ErrorId);

        // Another process knows it from the journal.
        var elsewhere = new FakeGateway();
        elsewhere.Users["amy"] = _gateway.Users["amy"];
        elsewhere.Links[s_okta] = ("amy", "[]");
        await using (var journal = await UnlinkJournal.OpenAsync(_journal))
        {
            var run = new Unlinker(new UserReader(new ServiceCaller(elsewhere)), new UnlinkOptions(), journal);
            Assert.Equal(ErrorId.WouldLockOut, (await run.UnlinkAsync(Item(s_okta), CancellationToken.None)).Error?.ErrorId);
        }
    }

    [Fact]
    public async Task A_user_left_with_a_password_that_cannot_be_reset_is_stranded_too()
    {
        _gateway.Users["amy"] = _gateway.Users["amy"] with { UserStatus = "CONFIRMED", HasVerifiedEmail = false, HasVerifiedPhone = false };
        TakeGoogleMeanwhile();

        var (result, error) = await NewRun().UnlinkAsync(Item(s_okta), CancellationToken.None);

        Assert.Equal((UnlinkOutcome.Unlinked, SignInAfterUnlink.Password, Recovery.None, ErrorId.Stranded), (result.Outcome, result.SignInAfterUnlink, result.Recovery, error?.ErrorId));
        Assert.Contains("has only a password that they may not know and cannot reset", result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_user_left_with_a_password_that_cannot_be_reset_is_not_stranded_if_allowed(bool allowNoRecovery, bool allowLockout)
    {
        _gateway.Users["amy"] = _gateway.Users["amy"] with { UserStatus = "CONFIRMED", HasVerifiedEmail = false, HasVerifiedPhone = false };
        TakeGoogleMeanwhile();

        var (result, error) = await NewRun(new UnlinkOptions { AllowNoRecovery = allowNoRecovery, AllowLockout = allowLockout }).UnlinkAsync(Item(s_okta), CancellationToken.None);

        Assert.Equal((UnlinkOutcome.Unlinked, null), (result.Outcome, error));
    }

    [Fact]
    public async Task A_password_that_may_be_deactivated_despite_an_error_counts_as_gone()
    {
        _gateway.Users["amy"] = _gateway.Users["amy"] with { UserStatus = "CONFIRMED", Identities = Text(s_okta) };
        _gateway.Fail("AdminDisableProviderForUser", FakeGateway.Error(CognitoErrorKind.InvalidParameter, "something is wrong", "AdminDisableProviderForUser"));

        var report = await NewRun().UnlinkAsync(Item(ProviderUser.Native("amy")), CancellationToken.None);

        Assert.Equal((UnlinkOutcome.Failed, "InvalidParameter", true, true), (report.Result.Outcome, report.Error?.ErrorId, report.IsUncertain, report.IsChange));
        Assert.Contains("'something is wrong', but it is not known whether the password sign-in is deactivated", report.Result.Reason, StringComparison.Ordinal);
        Assert.Equal(ErrorId.WouldLockOut, (await NewRun().UnlinkAsync(Item(s_okta), CancellationToken.None)).Error?.ErrorId);
    }

    [Fact]
    public async Task A_password_whose_deactivation_was_denied_still_counts()
    {
        _gateway.Users["amy"] = _gateway.Users["amy"] with { UserStatus = "CONFIRMED", Identities = Text(s_okta) };
        _gateway.Fail("AdminDisableProviderForUser", FakeGateway.Error(CognitoErrorKind.AccessDenied, "no", "AdminDisableProviderForUser"));

        Assert.Equal("AccessDenied", (await NewRun().UnlinkAsync(Item(ProviderUser.Native("amy")), CancellationToken.None)).Error?.ErrorId);

        Assert.Equal(UnlinkOutcome.Unlinked, (await NewRun().UnlinkAsync(Item(s_okta), CancellationToken.None)).Result.Outcome);
    }

    [Fact]
    public async Task A_password_counts_as_gone_if_a_killed_run_left_its_deactivation_open()
    {
        _gateway.Users["amy"] = _gateway.Users["amy"] with { UserStatus = "CONFIRMED", Identities = Text(s_okta) };
        await using (var journal = await UnlinkJournal.OpenAsync(_journal))
        {
            await journal.IntentAsync(Item(ProviderUser.Native("amy")), _gateway.Users["amy"]);
        }

        await using (var journal = await UnlinkJournal.OpenAsync(_journal))
        {
            Assert.Equal(ErrorId.WouldLockOut, (await NewRun(journal: journal).UnlinkAsync(Item(s_okta), CancellationToken.None)).Error?.ErrorId);
        }
    }

    [Fact]
    public async Task With_verify_a_user_is_read_back_after_a_deactivated_password_too()
    {
        _gateway.Users["amy"] = _gateway.Users["amy"] with { UserStatus = "CONFIRMED", Identities = Text(s_okta) };
        _gateway.Links[ProviderUser.Native("amy")] = ("amy", "[]");

        var (result, error) = await NewRun(new UnlinkOptions { Verify = true }).UnlinkAsync(Item(ProviderUser.Native("amy")), CancellationToken.None);

        Assert.Equal((UnlinkOutcome.Unlinked, SignInAfterUnlink.None, ErrorId.Stranded, null), (result.Outcome, result.SignInAfterUnlink, error?.ErrorId, result.Verified));
    }

    [Fact]
    public async Task Unlinked_identities_are_remembered_while_a_run_lasts_even_if_others_start()
    {
        _gateway.Users["amy"] = _gateway.Users["amy"] with { UserStatus = "CONFIRMED" };
        await using var run = NewHostedRun();
        await NewRun().UnlinkAsync(Item(s_okta), CancellationToken.None);
        for (var number = 0; number < 2; number++)
        {
            await using var other = NewHostedRun();
        }

        _gateway.Calls.Clear();
        _gateway.Links[s_google] = ("amy", "[]");
        await NewRun().UnlinkAsync(Item(s_google), CancellationToken.None);

        Assert.Equal(["AdminGetUser", "AdminDisableProviderForUser", "AdminGetUser"], _gateway.Calls);

        static UnlinkRun NewHostedRun() => new(new UnusedHost(), new RunOptions(), new UnlinkOptions(), journal: null, CancellationToken.None);
    }

    private RunTotals? Totals => new JournalReader(_journal).Read().Last().Totals;

    // Between the read before the change and the one after it.
    private void TakeGoogleMeanwhile() => _gateway.Links[s_okta] = ("amy", "[]");

    private sealed class UnusedHost : IRunHost<UnlinkReport>
    {
        public bool Confirm(UnlinkReport preview) => throw new NotSupportedException();

        public void Show(UnlinkReport report) => throw new NotSupportedException();

        public void Warn(string text) => throw new NotSupportedException();

        public void ShowNothingToDo(string text, bool isNamed) => throw new NotSupportedException();
    }
}
