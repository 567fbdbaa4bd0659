using System.Diagnostics;
using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;
using CognitoUnlink.Running;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Running;

public sealed class UnlinkRunTests : IDisposable
{
    private static readonly string[] s_four = ["alice", "bob", "carol", "dave"];

    private readonly FakeGateway _gateway = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly RecordingHost _host = new();
    private readonly PoolClient _client;

    public UnlinkRunTests() => _client = new PoolClient(() => new ServiceCaller(_gateway));

    public void Dispose()
    {
        _client.Dispose();
        _stop.Dispose();
    }

    private void AddUser(string username, string status, params string[] providers)
    {
        List<string> entries = [.. providers.Select(provider => Entry(username, provider))];
        _gateway.Users[username] = new CognitoUser { Username = username, Sub = $"sub-{username}", UserStatus = status, Identities = $"[{string.Join(',', entries)}]" };
        foreach (var provider in providers)
        {
            _gateway.Links[new ProviderUser(provider, "Cognito_Subject", Subject(username))] = (username, $"[{string.Join(',', entries.Where(entry => entry != Entry(username, provider)))}]");
        }
    }

    private static string Subject(string username) => $"at-{username}";

    private static string Entry(string username, string provider) => $$"""{"userId":"{{Subject(username)}}","providerName":"{{provider}}","providerType":"Google"}""";

    private static UnlinkItem Item(string username, string provider = "Google") => new()
    {
        UserPoolId = FakeGateway.PoolId,
        Username = username,
        Target = new ProviderUser(provider, "Cognito_Subject", Subject(username)),
    };

    private UnlinkRun Run(RunOptions? options = null, UnlinkJournal? journal = null, UnlinkOptions? unlinking = null) => new(
        _host,
        (options ?? new RunOptions()) with { UserPoolId = FakeGateway.PoolId, Client = _client },
        unlinking ?? new UnlinkOptions(),
        journal,
        _stop.Token);

    private static async IAsyncEnumerable<Action> Input(params Action[] actions)
    {
        await Task.Yield();
        foreach (var action in actions)
        {
            yield return action;
        }
    }

    private static async Task<RunSummary> RunAsync(UnlinkRun run, params Action[] actions)
    {
        await run.RunAsync(Input(actions), () => { });
        return run.Summarize();
    }

    [Fact]
    public async Task A_row_whose_lookup_returns_another_user_unlinks_nothing()
    {
        AddUser("alice", "CONFIRMED", "Google");
        AddUser("bob", "CONFIRMED", "Google");
        _gateway.OnAdminGetUser = name => name == "alice" ? _gateway.Users["bob"] : null;
        await using var run = Run();

        await RunAsync(run, () => run.AddRow(_client, FakeGateway.PoolId, new RowMeaning { Username = "alice" }, new ProviderFilter(["Google"])));

        Assert.Equal([("alice", ErrorId.OtherUser)], _host.Reports.Select(report => (report.Result.Username, report.Error?.ErrorId)));
        Assert.Empty(_gateway.Disabled);
    }

    [Fact]
    public async Task Reports_are_in_input_order_and_the_summary_counts_them()
    {
        AddUser("alice", "CONFIRMED", "Google");
        AddUser("bob", "FORCE_CHANGE_PASSWORD", "Google");
        AddUser("carol", "CONFIRMED", "Google");
        await using var run = Run();

        var summary = await RunAsync(
            run,
            () => run.Add(_client, Item("carol")),
            () => run.AddFailure(FakeGateway.PoolId, "row 2", new UnlinkException(ErrorId.IncompleteRow, "A row.")),
            () => run.AddRow(_client, FakeGateway.PoolId, new RowMeaning { Username = "bob" }, new ProviderFilter(["Goo*"]), isNamed: true),
            () => run.Add(_client, Item("alice")));

        Assert.Equal(["carol Unlinked", "row 2 Failed", "bob Skipped", "alice Unlinked"], _host.Shown);
        Assert.Equal((2, 1, 1, 4), (summary.Unlinked, summary.Skipped, summary.Failed, summary.Ended));
        Assert.True(summary.IsComplete);
        Assert.Equal([("Failed", ErrorId.IncompleteRow, 1), ("Skipped", ErrorId.WouldLockOut, 1)], summary.Reasons.Select(reason => (reason.Outcome, reason.ErrorId, (int)reason.Count)));
        Assert.StartsWith("2 unlinked, 0 already unlinked, 1 skipped (1 WouldLockOut), 1 failed (1 IncompleteRow); ", summary.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_a_row_that_is_too_long_fails_and_nothing_is_sent_for_it(bool hasJournal)
    {
        AddUser("alice", "CONFIRMED", "Google");
        AddUser("dora", "CONFIRMED", "Google");
        var subject = new string('s', RowLengthRule.Longest - FakeGateway.PoolId.Length - "doraGoogleCognito_Subject".Length);
        using var file = new JournalFile();
        var journal = hasJournal ? await UnlinkJournal.OpenAsync(file.Path, new RunSettings()) : null;
        await using (var run = Run(journal: journal))
        {
            var summary = await RunAsync(
                run,
                () => AddOrFail(run, () => run.Add(_client, Item("dora") with { Target = new ProviderUser("Google", "Cognito_Subject", subject) })),
                () => AddOrFail(run, () => run.Add(_client, Item("carol") with { Target = new ProviderUser("Google", "Cognito_Subject", subject) })),
                () => AddOrFail(run, () => run.AddRow(_client, FakeGateway.PoolId, new RowMeaning { Username = subject + subject, ProviderName = "Google" }, null)),
                () => run.Add(_client, Item("alice")));

            Assert.Equal(1, summary.Unlinked);
        }

        Assert.Equal([ErrorId.IdentityNotOwned, ErrorId.RowTooLong, ErrorId.RowTooLong, null], _host.Reports.Select(report => report.Error?.ErrorId));
        Assert.All(_host.Reports.Skip(1).Take(2), report => Assert.True(report.Result.Username is null && report.Error!.Message.Length < 300));
        Assert.Equal([new ProviderUser("Google", "Cognito_Subject", "at-alice")], _gateway.Disabled);
        if (journal is not null)
        {
            await journal.DisposeAsync();
            Assert.Equal(
                [JournalEvent.RunStarted, JournalEvent.Intent, JournalEvent.Unlinked, JournalEvent.Failed, JournalEvent.RunEnded, JournalEvent.RunCaller],
                file.Read().Select(record => record.Event).Order());
        }
    }

    [Fact]
    public async Task Identities_too_long_for_the_journal_fail_their_item_and_nothing_is_sent_for_it()
    {
        AddUser("alice", "CONFIRMED", "Google");
        AddUser("bob", "CONFIRMED", "Google");
        _gateway.Users["bob"] = _gateway.Users["bob"] with { Identities = $"{_gateway.Users["bob"].Identities}{new string(' ', JournalFormat.LongestLine)}" };
        using var file = new JournalFile();
        await using (var journal = await UnlinkJournal.OpenAsync(file.Path, new RunSettings()))
        {
            await using var run = Run(journal: journal);
            await RunAsync(run, () => run.Add(_client, Item("bob")), () => run.Add(_client, Item("alice")));
        }

        Assert.Equal([ErrorId.RowTooLong, null], _host.Reports.Select(report => report.Error?.ErrorId));
        Assert.Equal([new ProviderUser("Google", "Cognito_Subject", "at-alice")], _gateway.Disabled);
        Assert.Equal(JournalEvent.RunEnded, file.Read()[^1].Event);
    }

    [Fact]
    public async Task A_long_message_from_the_service_is_shortened_in_the_journal()
    {
        AddUser("alice", "CONFIRMED", "Google");
        _gateway.Fail("AdminDisableProviderForUser", new CognitoException(CognitoErrorKind.NotAuthorized, new string('w', 2 * JournalFormat.LongestLine)) { RequestId = new string('r', 9000) });
        using var file = new JournalFile();
        await using (var journal = await UnlinkJournal.OpenAsync(file.Path, new RunSettings()))
        {
            await using var run = Run(journal: journal);
            await RunAsync(run, () => run.Add(_client, Item("alice")));
        }

        var failed = file.Read().Single(record => record.Event == JournalEvent.Failed);
        Assert.InRange(failed.Reason!.Length, 1000, 2001);
        Assert.EndsWith("w…", failed.Reason, StringComparison.Ordinal);
    }

    private static void AddOrFail(UnlinkRun run, Action add)
    {
        try
        {
            add();
        }
        catch (UnlinkException problem)
        {
            run.AddFailure(FakeGateway.PoolId, new string('u', 100_000), problem);
        }
    }

    [Fact]
    public async Task Results_are_shown_while_the_run_waits_for_more_input()
    {
        AddUser("alice", "CONFIRMED", "Google");
        var never = new TaskCompletionSource<Action>();
        await using var run = Run();

        var running = run.RunAsync(OneThenNever(), () => { });
        for (var watch = Stopwatch.StartNew(); _host.Reports.Count == 0 && watch.Elapsed < TimeSpan.FromSeconds(30);)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.Equal(["alice Unlinked"], _host.Shown);
        Assert.False(running.IsCompleted);
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None));

        async IAsyncEnumerable<Action> OneThenNever()
        {
            yield return () => run.Add(_client, Item("alice"));
            yield return await never.Task;
        }
    }

    [Fact]
    public async Task A_rehearsal_changes_nothing_and_needs_no_billed_reads()
    {
        AddUser("alice", "CONFIRMED", "Google", "Okta");
        AddUser("bob", "FORCE_CHANGE_PASSWORD", "Google", "Okta");
        await using var run = Run(new RunOptions { WhatIf = true });

        var summary = await RunAsync(
            run,
            () => run.Add(_client, Item("alice")),
            () => run.AddRow(_client, FakeGateway.PoolId, new RowMeaning { Username = "bob" }, new ProviderFilter([]), isNamed: true),
            () => run.Add(_client, Item("nobody")));

        Assert.Equal(["alice WouldUnlink", "bob WouldUnlink", "bob Skipped", "nobody Failed"], _host.Shown);
        Assert.Equal((2, 0, 0), (summary.WouldUnlink, summary.Unlinked, summary.BilledReads));
        Assert.All(_gateway.Calls, call => Assert.Equal("ListUsers", call));
    }

    [Fact]
    public async Task A_rehearsal_finds_a_user_by_sub_too()
    {
        AddUser("alice", "CONFIRMED", "Google");
        var sub = Guid.NewGuid().ToString();
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Sub = sub };
        await using var run = Run(new RunOptions { WhatIf = true });

        await RunAsync(run, () => run.AddRow(_client, FakeGateway.PoolId, new RowMeaning { Username = sub }, new ProviderFilter([]), isNamed: true));

        Assert.Equal(["alice WouldUnlink"], _host.Shown);
    }

    [Fact]
    public async Task A_rehearsal_reads_passkeys_only_on_request_and_only_for_users_it_would_refuse()
    {
        AddUser("alice", "FORCE_CHANGE_PASSWORD", "Google", "Okta");
        AddUser("bob", "FORCE_CHANGE_PASSWORD", "Google");
        AddUser("carol", "CONFIRMED", "Google");
        AddUser("dave", "FORCE_CHANGE_PASSWORD", "Google");
        _gateway.Factors["alice"] = _gateway.Factors["dave"] = ["WEB_AUTHN"];
        async Task<RunSummary> RehearseAsync(UnlinkOptions unlinking)
        {
            await using var run = Run(new RunOptions { WhatIf = true }, unlinking: unlinking);
            return await RunAsync(run, [.. s_four.Select(name =>
                (Action)(() => run.AddRow(_client, FakeGateway.PoolId, new RowMeaning { Username = name }, new ProviderFilter([]))))]);
        }

        Assert.Equal(0, (await RehearseAsync(new UnlinkOptions())).BilledReads);
        Assert.Equal(["alice WouldUnlink", "alice Skipped", "bob Skipped", "carol WouldUnlink", "dave Skipped"], _host.Shown);
        _host.Reports.Clear();
        var summary = await RehearseAsync(new UnlinkOptions { CheckFactors = true });

        Assert.Equal(["alice WouldUnlink", "alice WouldUnlink", "bob Skipped", "carol WouldUnlink", "dave WouldUnlink"], _host.Shown);
        Assert.Equal(["Federated", "Passwordless", "None", "Password", "Passwordless"], _host.Reports.Select(report => report.Result.SignInAfterUnlink.ToString()));
        Assert.Equal((3, 3), (summary.BilledReads, _gateway.Calls.Count(call => call == "AdminGetUserAuthFactors")));
        Assert.DoesNotContain("AdminGetUser", _gateway.Calls);
    }

    [Fact]
    public async Task A_prompt_considers_a_passkey_and_the_change_reads_it_again()
    {
        AddUser("bob", "FORCE_CHANGE_PASSWORD", "Google");
        AddUser("dave", "FORCE_CHANGE_PASSWORD", "Google");
        _gateway.Factors["dave"] = ["WEB_AUTHN"];
        _host.Confirms = preview => preview.Result.Username == "bob" || _gateway.Factors.Remove("dave");
        await using var run = Run(new RunOptions { Confirm = true }, unlinking: new UnlinkOptions { CheckFactors = true });

        await RunAsync(run, () => run.Add(_client, Item("bob")), () => run.Add(_client, Item("dave")));

        Assert.Equal([("Google", UnlinkOutcome.Skipped), ("Google", UnlinkOutcome.WouldUnlink)], _host.Prompts);
        Assert.Equal(["bob Skipped", "dave Skipped"], _host.Shown);
        Assert.Empty(_gateway.Disabled);
    }

    [Fact]
    public async Task A_rehearsal_reports_a_failed_read_of_factors_in_order_and_continues()
    {
        AddUser("alice", "FORCE_CHANGE_PASSWORD", "Google");
        AddUser("bob", "CONFIRMED", "Google");
        _gateway.Fail("AdminGetUserAuthFactors", FakeGateway.Error(CognitoErrorKind.UserNotFound, "gone", "AdminGetUserAuthFactors"));
        await using var run = Run(new RunOptions { WhatIf = true }, unlinking: new UnlinkOptions { CheckFactors = true });

        await RunAsync(run, () => run.Add(_client, Item("alice")), () => run.Add(_client, Item("bob")));

        Assert.Equal(["alice Failed", "bob WouldUnlink"], _host.Shown);
    }

    [Fact]
    public async Task Billed_reads_are_counted()
    {
        AddUser("alice", "CONFIRMED", "Google");
        await using var run = Run();

        var summary = await RunAsync(run, () => run.Add(_client, Item("alice")));

        Assert.Equal((1, 4), (summary.BilledReads, summary.Requests));
        Assert.EndsWith("0 failed; 4 requests (1 user read) in " + summary.ToString().Split(" in ")[^1], summary.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task The_run_makes_no_more_changes_than_the_limit(int limit)
    {
        string[] names = ["a", "b", "c", "d"];
        Array.ForEach(names, name => AddUser(name, "CONFIRMED", "Google"));
        await using var run = Run(new RunOptions { MaximumChange = limit });

        var summary = await RunAsync(run, [.. names.Select(name => (Action)(() => run.Add(_client, Item(name))))]);

        Assert.Equal(ErrorId.MaximumChangeReached, Assert.IsType<UnlinkException>(run.Failure).ErrorId);
        Assert.Equal(limit, _gateway.Disabled.Count);
        Assert.Equal((limit, false), ((int)summary.Unlinked, summary.IsComplete));
        Assert.True(summary.NotBegun > 0);
    }

    [Fact]
    public async Task A_rehearsal_stops_at_the_limit_too()
    {
        string[] names = ["a", "b", "c"];
        Array.ForEach(names, name => AddUser(name, "CONFIRMED", "Google"));
        await using var run = Run(new RunOptions { MaximumChange = 2, WhatIf = true });

        var summary = await RunAsync(run, [.. names.Select(name => (Action)(() => run.Add(_client, Item(name))))]);

        Assert.Equal(2, summary.WouldUnlink);
        Assert.NotNull(run.Failure);
    }

    [Fact]
    public async Task An_error_that_would_fail_every_item_is_reported_once_and_ends_the_run()
    {
        string[] names = ["a", "b", "c", "d"];
        Array.ForEach(names, name => AddUser(name, "CONFIRMED", "Google"));
        _gateway.Errors["AdminDisableProviderForUser"] = new Queue<CognitoException>(
            Enumerable.Range(0, 10).Select(_ => FakeGateway.Error(CognitoErrorKind.AccessDenied, "not authorized", "AdminDisableProviderForUser")));
        await using var run = Run();

        await RunAsync(run, [.. names.Select(name => (Action)(() => run.Add(_client, Item(name))))]);

        Assert.Equal(CognitoErrorKind.AccessDenied, Assert.IsType<CognitoException>(run.Failure).Kind);
        Assert.Equal(["a Failed"], _host.Shown);
        Assert.True(run.IsEnded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pool_where_only_administrators_can_reset_passwords_is_refused_once_for_a_run(bool whatIf)
    {
        string[] names = ["a", "b", "c", "d"];
        Array.ForEach(names, name => AddUser(name, "CONFIRMED", "Google"));
        _gateway.RecoveryMechanisms = ["admin_only"];
        await using var run = Run(new RunOptions { WhatIf = whatIf });

        var summary = await RunAsync(run, [.. names.Select(name => (Action)(() => run.Add(_client, Item(name))))]);

        Assert.Equal(ErrorId.NoRecovery, Assert.IsType<UnlinkException>(run.Failure).ErrorId);
        Assert.Equal(["a Skipped"], _host.Shown);
        Assert.False(summary.IsComplete);
        Assert.Empty(_gateway.Disabled);
    }

    [Fact]
    public async Task Missing_credentials_end_the_run_before_anything_is_sent()
    {
        using var client = new PoolClient(() => throw new CognitoException(CognitoErrorKind.CredentialsNotFound, "None."));
        await using var run = Run();

        await RunAsync(run, () => run.AddRow(client, FakeGateway.PoolId, new RowMeaning { Username = "alice" }, new ProviderFilter([]), isNamed: true));

        Assert.Equal(CognitoErrorKind.CredentialsNotFound, Assert.IsType<CognitoException>(run.Failure).Kind);
        Assert.Empty(_gateway.Calls);
    }

    [Fact]
    public async Task Only_confirmed_changes_are_made_and_kept_identities_count_for_the_guard()
    {
        AddUser("bob", "FORCE_CHANGE_PASSWORD", "Google", "Okta");
        _host.Confirms = preview => preview.Result.ProviderName == "Okta";
        await using var run = Run(new RunOptions { Confirm = true });

        await RunAsync(run, () => run.AddRow(_client, FakeGateway.PoolId, new RowMeaning { Username = "bob" }, new ProviderFilter([]), isNamed: true));

        Assert.Equal([("Google", UnlinkOutcome.WouldUnlink), ("Okta", UnlinkOutcome.WouldUnlink)], _host.Prompts);
        Assert.Equal(["bob Unlinked"], _host.Shown);
        Assert.Equal("Okta", Assert.Single(_gateway.Disabled).ProviderName);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_the_user_has_now_is_not_taken_for_what_was_seen_before(bool whatIf)
    {
        AddUser("alice", "CONFIRMED", "Okta");
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Identities = """[{"userId":"00u1","providerName":"Okta","providerType":"SAML"}]""" };
        await using var run = Run(new RunOptions { WhatIf = whatIf, Confirm = true });

        await RunAsync(run, () => run.Add(_client, new UnlinkItem { UserPoolId = FakeGateway.PoolId, Username = "alice", Target = new ProviderUser("Okta", "Cognito_Subject", "00U1"), SeenOnSub = "sub-alice" }));

        Assert.Equal(ErrorId.IdentityNotOwned, Assert.Single(_host.Reports).Error?.ErrorId);
    }

    [Fact]
    public async Task A_failure_that_may_pass_does_not_let_everybody_pass_the_guard()
    {
        AddUser("alice", "CONFIRMED", "Google");
        _gateway.Users["alice"] = _gateway.Users["alice"] with { HasVerifiedEmail = false, HasVerifiedPhone = false };
        _gateway.Fail("DescribeUserPool", [.. Enumerable.Repeat(FakeGateway.Error(CognitoErrorKind.ServiceFault, "later", "DescribeUserPool"), 20)]);
        await using var run = Run();

        await RunAsync(run, () => run.Add(_client, Item("alice")));

        Assert.Equal(["alice Failed"], _host.Shown);
        Assert.Empty(_gateway.Disabled);
    }

    [Fact]
    public async Task Rows_whose_user_has_no_identity_of_the_provider_are_counted()
    {
        AddUser("alice", "CONFIRMED", "Okta");
        _gateway.Providers["Google"] = new IdentityProvider { ProviderName = "Google" };
        await using var run = Run();

        var summary = await RunAsync(run, () => run.AddRow(_client, FakeGateway.PoolId, new RowMeaning { Username = "alice", ProviderName = "Google" }, null));

        Assert.Equal((0, 1), (summary.Ended, summary.WithoutMatch));
        Assert.Contains(", 1 without a match;", summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_declined_is_counted()
    {
        AddUser("alice", "CONFIRMED", "Google");
        _host.Confirms = _ => false;
        await using var run = Run(new RunOptions { Confirm = true });

        var summary = await RunAsync(run, () => run.Add(_client, Item("alice")));

        Assert.Equal((0, 1), (summary.Ended, summary.Declined));
        Assert.Contains("0 failed, 1 declined;", summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_the_pool_does_not_have_is_reported_at_the_end()
    {
        AddUser("alice", "CONFIRMED", "Google");
        _gateway.Providers["Google"] = new IdentityProvider { ProviderName = "Google" };
        await using var run = Run();

        await RunAsync(run, () => run.AddRow(_client, FakeGateway.PoolId, new RowMeaning { Username = "alice" }, new ProviderFilter(["google"]), isNamed: true));

        Assert.Equal(ErrorId.ProviderNotFound, Assert.IsType<UnlinkException>(Assert.Single(run.ProblemsAtEnd).Problem).ErrorId);
        Assert.DoesNotContain(_host.NothingToDo, each => each.IsNamed);
    }

    [Fact]
    public async Task A_named_user_without_a_matching_identity_is_reported()
    {
        AddUser("alice", "CONFIRMED", "Google");
        _gateway.Providers["Okta"] = new IdentityProvider { ProviderName = "Okta" };
        await using var run = Run();

        await RunAsync(run, () => run.AddRow(_client, FakeGateway.PoolId, new RowMeaning { Username = "alice" }, new ProviderFilter(["Okta"]), isNamed: true));

        Assert.True(Assert.Single(_host.NothingToDo).IsNamed);
    }

    [Fact]
    public async Task A_stopped_run_counts_what_was_done_may_have_been_done_and_was_not_begun()
    {
        string[] names = ["a", "b", "c", "d", "e", "f", "g"];
        Array.ForEach(names, name => AddUser(name, "CONFIRMED", "Google"));
        var hanging = new HangingGateway(_gateway, request => request == 2);
        using var client = new PoolClient(() => new ServiceCaller(hanging));
        await using var run = Run(new RunOptions { ThrottleLimit = 4 });
        var watch = Stopwatch.StartNew();

        var running = run.RunAsync(Input([.. names.Select(name => (Action)(() => run.Add(client, Item(name))))]), () => { });
        Assert.True(SpinWait.SpinUntil(() => run.Ended >= 3, TimeSpan.FromSeconds(30)));
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        var rest = await run.StopAsync();
        var summary = run.Summarize();

        var changed = _host.Reports.Concat(rest).Count(report => report.Result.Outcome == UnlinkOutcome.Unlinked);
        Assert.Equal(summary.Unlinked, changed);
        Assert.Equal(hanging.Sent, changed + (int)summary.MayHaveBeenDone);
        Assert.Equal(1, summary.MayHaveBeenDone);
        Assert.Equal(names.Length, summary.Ended + summary.NotBegun);
        Assert.False(summary.IsComplete);
        Assert.Contains("may have been made", summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_answered_after_the_run_gave_it_up_counts_once()
    {
        AddUser("alice", "CONFIRMED", "Google");
        var answer = new TaskCompletionSource();
        using var client = new PoolClient(() => new ServiceCaller(new HangingGateway(_gateway, _ => true, answer.Task)));
        await using var run = Run();

        var running = run.RunAsync(Input(() => run.Add(client, Item("alice"))), () => { });
        Assert.True(SpinWait.SpinUntil(() => _gateway.Disabled.Count > 0, TimeSpan.FromSeconds(30)));
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        var given = Assert.Single(await run.StopAsync());
        answer.SetResult();
        await Task.Delay(200, CancellationToken.None);
        var summary = run.Summarize();

        Assert.True(given.IsUncertain);
        Assert.Equal((0, 1, 1, 1), (summary.Unlinked, summary.Failed, summary.MayHaveBeenDone, summary.Ended));
    }

    [Fact]
    public async Task If_the_host_fails_to_show_a_report_stopping_returns_only_the_later_ones()
    {
        _host.OnShow = username => username != "c";
        await using var run = Run();
        Action Failure(string name, CognitoUnlinkException problem) => () => run.AddFailure(FakeGateway.PoolId, name, problem);
        static UnlinkException OfRow() => new(ErrorId.IncompleteRow, "A row.");

        // All in one step, so that nothing is shown in between.
        var all = Failure("a", OfRow()) + Failure("b", FakeGateway.Error(CognitoErrorKind.AccessDenied, "Not authorized.")) + Failure("c", OfRow()) + Failure("d", OfRow());
        await Assert.ThrowsAsync<InvalidOperationException>(() => run.RunAsync(Input(all), () => { }));
        var rest = await run.StopAsync();

        Assert.Equal(["a Failed", "b Failed"], _host.Shown);
        Assert.Equal("d", Assert.Single(rest).Result.Username);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public async Task A_row_that_shows_some_identities_is_about_only_those_in_every_mode(bool whatIf, bool confirms)
    {
        AddUser("rob", "CONFIRMED", "Google", "Facebook");
        _gateway.Users["rob"] = _gateway.Users["rob"] with { HasVerifiedEmail = true, HasVerifiedPhone = false };
        var shown = new CognitoUser { Username = "rob", Sub = "sub-rob", Identities = $"[{Entry("rob", "Google")}]" };
        await using var run = Run(new RunOptions { WhatIf = whatIf, Confirm = confirms });

        await RunAsync(run, () => run.AddRow(_client, FakeGateway.PoolId, new RowMeaning { Username = "rob", Sub = "sub-rob", User = shown }, new ProviderFilter([])));

        Assert.Equal([("Google", whatIf ? UnlinkOutcome.WouldUnlink : UnlinkOutcome.Unlinked)], _host.Reports.Select(report => (report.Result.ProviderName, report.Result.Outcome)));
        Assert.Equal(confirms ? ["Google"] : [], _host.Prompts.Select(prompt => prompt.Provider));
    }

    private sealed class RecordingHost : IRunHost<UnlinkReport>
    {
        public List<UnlinkReport> Reports { get; } = [];

        public List<(string Provider, UnlinkOutcome Preview)> Prompts { get; } = [];

        public List<(string Text, bool IsNamed)> NothingToDo { get; } = [];

        public List<string> Warnings { get; } = [];

        public Func<UnlinkReport, bool> Confirms { get; set; } = _ => true;

        public IEnumerable<string> Shown => Reports.Select(report => $"{report.Result.Username} {report.Result.Outcome}");

        public bool Confirm(UnlinkReport preview)
        {
            Prompts.Add((preview.Result.ProviderName, preview.Result.Outcome));
            return Confirms(preview);
        }

        public Func<string?, bool> OnShow { get; set; } = _ => true;

        public void Show(UnlinkReport report)
        {
            if (!OnShow(report.Result.Username))
            {
                throw new InvalidOperationException("The host cannot show this.");
            }

            Reports.Add(report);
        }

        public void Warn(string text) => Warnings.Add(text);

        public void ShowNothingToDo(string text, bool isNamed) => NothingToDo.Add((text, isNamed));
    }
}
