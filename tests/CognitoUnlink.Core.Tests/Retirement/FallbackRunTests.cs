using CognitoUnlink.Calling;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;
using CognitoUnlink.Retirement;
using CognitoUnlink.Running;

namespace CognitoUnlink.Core.Tests.Retirement;

/// <summary>Giving users a password that they can reset.</summary>
public sealed class FallbackRunTests : IDisposable
{
    private const string Pool = FakeGateway.PoolId;

    private readonly FakeGateway _gateway = new() { Providers = { ["Okta"] = new IdentityProvider { ProviderName = "Okta", ProviderType = "SAML" } } };
    private readonly RetirementHost<FallbackReport> _host = new();
    private readonly JournalFile _file = new();
    private readonly PoolClient _client;

    public FallbackRunTests() => _client = new PoolClient(() => new ServiceCaller(_gateway));

    public void Dispose()
    {
        _client.Dispose();
        _file.Dispose();
    }

    private void AddUser(string username, string? status = "FORCE_CHANGE_PASSWORD", bool hasVerifiedEmail = true, bool hasVerifiedPhone = false, params string[] providers) => _gateway.Users[username] = new CognitoUser
    {
        Username = username,
        Sub = $"sub-{username}",
        UserStatus = status,
        HasVerifiedEmail = hasVerifiedEmail,
        HasVerifiedPhone = hasVerifiedPhone,
        Email = $"{username}@example.com",
        ListedAt = DateTime.UtcNow,
        Identities = $"[{string.Join(',', (providers.Length > 0 ? providers : ["Okta"]).Select(provider => $$"""{"userId":"1","providerName":"{{provider}}"}"""))}]",
    };

    private async Task<RunSummary> RunAsync(string[]? usernames = null, FallbackJournal? journal = null, NotifyFile? notify = null, string? sub = null, OpenPasswords? rehearsed = null)
    {
        var options = new RunOptions { UserPoolId = Pool, Client = _client, NoCallerIdentity = true, WhatIf = rehearsed is not null };
        await using var run = new FallbackRun(_host, options, journal, notify, TestContext.Current.CancellationToken) { OpenPasswords = rehearsed ?? journal?.OpenPasswords };
        await run.RunAsync(
            RetirementHost<FallbackReport>.Input([.. (usernames ?? [.. _gateway.Users.Keys]).Select(name => (Action)(() =>
                run.AddRow(_client, Pool, new RowMeaning { Username = name, Sub = sub, ProviderName = "Okta" }, null)))]),
            () => { });
        return run.Summarize();
    }

    /// <summary>A journal of a run that ended before the service answered.</summary>
    private async Task EndBeforeTheAnswerAsync(params string[] usernames)
    {
        await using var journal = await FallbackJournal.OpenAsync(_file.Path);
        foreach (var username in usernames)
        {
            await journal.IntentAsync(new FallbackResult { UserPoolId = Pool, Username = username, Sub = $"sub-{username}", Recovery = Recovery.VerifiedEmail });
        }
    }

    private async Task<RunSummary> ResumeAsync(NotifyFile? notify = null, params string[] usernames)
    {
        await using var journal = await FallbackJournal.OpenAsync(_file.Path);
        return await RunAsync(usernames.Length > 0 ? usernames : null, journal, notify);
    }

    private JournalEvent[] PasswordLines => [.. _file.Read().Where(record => record.Username is not null).Select(record => record.Event)];

    private FallbackResult Only => Assert.Single(_host.Shown).Result;

    [Fact]
    public async Task If_the_journal_cannot_take_the_outcome_the_report_has_the_outcome_and_the_error()
    {
        AddUser("alice");
        var list = Path.Combine(Path.GetDirectoryName(_file.Path)!, "notify.csv");
        await using (var journal = await FallbackJournal.OpenAsync(_file.Path))
        {
            _gateway.OnSetPassword = () => _file.Fill(journal);
            using var notify = NotifyFile.Create(list);
            await RunAsync(journal: journal, notify: notify);
        }

        var report = Assert.Single(_host.Shown);
        Assert.Equal((FallbackOutcome.PasswordSet, ErrorId.JournalNotWritable), (report.Result.Outcome, report.Error?.ErrorId));
        Assert.Contains("alice@example.com", await File.ReadAllTextAsync(list, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FORCE_CHANGE_PASSWORD", true, FallbackOutcome.PasswordSet, null)]
    [InlineData("UNCONFIRMED", true, FallbackOutcome.PasswordSet, null)]
    [InlineData("FORCE_CHANGE_PASSWORD", false, FallbackOutcome.Skipped, ErrorId.NoVerifiedAddress)]
    [InlineData("CONFIRMED", true, FallbackOutcome.NotNeeded, null)]
    [InlineData("RESET_REQUIRED", true, FallbackOutcome.NotNeeded, null)]
    [InlineData("CONFIRMED", false, FallbackOutcome.Skipped, ErrorId.NoVerifiedAddress)]
    [InlineData("EXTERNAL_PROVIDER", true, FallbackOutcome.Skipped, ErrorId.FederatedProfile)]
    [InlineData("ARCHIVED", true, FallbackOutcome.Skipped, ErrorId.UnknownStatus)]
    [InlineData(null, true, FallbackOutcome.Skipped, ErrorId.UnknownStatus)]
    public async Task Status_and_verified_address_decide_who_gets_a_password(string? status, bool hasVerifiedEmail, FallbackOutcome outcome, string? errorId)
    {
        AddUser("alice", status, hasVerifiedEmail);

        await RunAsync();

        Assert.Equal((outcome, errorId), (Only.Outcome, Only.ErrorId));
        Assert.Equal(outcome == FallbackOutcome.PasswordSet ? 1 : 0, _gateway.Passwords.Count);
        Assert.Equal(outcome == FallbackOutcome.PasswordSet ? 1 : 0, _gateway.Calls.Count(call => call == "AdminGetUser"));
    }

    [Fact]
    public async Task A_phone_number_does_not_count_if_the_pool_sends_codes_only_by_email()
    {
        AddUser("alice", hasVerifiedEmail: false, hasVerifiedPhone: true);

        await RunAsync();

        Assert.Equal(ErrorId.NoVerifiedAddress, Only.ErrorId);
    }

    [Fact]
    public async Task An_identity_from_another_existing_provider_makes_a_password_unnecessary()
    {
        AddUser("alice", providers: ["Okta", "Google"]);
        AddUser("bob", providers: ["Okta", "Gone"]);
        _gateway.DeletedProviders.Add("Gone");

        await RunAsync();

        Assert.Equal([FallbackOutcome.NotNeeded, FallbackOutcome.PasswordSet], _host.Shown.Select(report => report.Result.Outcome));
    }

    [Fact]
    public async Task The_password_is_not_written_or_shown_anywhere()
    {
        AddUser("alice");
        using var notify = NotifyFile.Create(_file.Path + ".csv");
        await using (var journal = await FallbackJournal.OpenAsync(_file.Path))
        {
            await RunAsync(journal: journal, notify: notify);
        }

        var password = Assert.Single(_gateway.Passwords).Password;
        Assert.DoesNotContain(password, File.ReadAllText(_file.Path), StringComparison.Ordinal);
        Assert.DoesNotContain(password, _host.Shown[0].ToString(), StringComparison.Ordinal);
        Assert.Equal("Username,Sub,Email,PhoneNumber\r\nalice,sub-alice,alice@example.com,\r\n", File.ReadAllText(_file.Path + ".csv"));
        Assert.Equal([JournalEvent.PasswordIntent, JournalEvent.PasswordSet], _file.Read().Select(record => record.Event).Where(each => each is JournalEvent.PasswordIntent or JournalEvent.PasswordSet));
    }

    [Fact]
    public async Task Passwords_differ_and_meet_any_password_policy()
    {
        foreach (var name in Enumerable.Range(0, 50))
        {
            AddUser($"user{name}");
        }

        await RunAsync();

        var passwords = _gateway.Passwords.Select(set => set.Password).ToList();
        Assert.Equal(50, passwords.Distinct().Count());
        Assert.All(passwords, password =>
        {
            Assert.Equal(99, password.Length);
            Assert.Contains(password, char.IsAsciiLetterUpper);
            Assert.Contains(password, char.IsAsciiLetterLower);
            Assert.Contains(password, char.IsAsciiDigit);
            Assert.Contains(password, letter => "^$*.[]{}()?-!@#%&/,><:;|_~+=".Contains(letter, StringComparison.Ordinal));
            Assert.DoesNotContain(password, char.IsWhiteSpace);
        });
    }

    [Fact]
    public async Task A_user_who_has_a_password_by_then_is_left_alone()
    {
        AddUser("alice");
        _gateway.OnAdminGetUser = name => _gateway.Users[name] with { UserStatus = "CONFIRMED" };

        await RunAsync();

        Assert.Equal((FallbackOutcome.NotNeeded, 0), (Only.Outcome, _gateway.Passwords.Count));
    }

    [Fact]
    public async Task A_password_that_somebody_else_set_after_a_throttled_request_is_not_reported_as_ours()
    {
        AddUser("alice");
        _gateway.Fail("AdminSetUserPassword", FakeGateway.Error(CognitoErrorKind.Throttled, "slowly", "AdminSetUserPassword"));
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminSetUserPassword")
            {
                _gateway.Users["alice"] = _gateway.Users["alice"] with { UserStatus = "CONFIRMED" };
            }
        };

        await RunAsync();

        Assert.Equal((FallbackOutcome.NotNeeded, 0), (Only.Outcome, _gateway.Passwords.Count));
    }

    [Fact]
    public async Task A_different_user_with_the_same_name_is_left_alone()
    {
        AddUser("alice");

        await RunAsync(sub: "sub-of-an-earlier-alice");

        Assert.Equal((ErrorId.OtherUser, 0), (Only.ErrorId, _gateway.Passwords.Count));
    }

    [Fact]
    public async Task A_lost_answer_is_settled_by_a_read()
    {
        AddUser("alice");
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminSetUserPassword")
            {
                _gateway.Users["alice"] = _gateway.Users["alice"] with { UserStatus = "CONFIRMED" };
                throw FakeGateway.Error(CognitoErrorKind.Timeout, "no answer", operation);
            }
        };

        var summary = await RunAsync();

        Assert.Equal((1, 0), (summary.PasswordSet, summary.Failed));
    }

    [Theory]
    [InlineData("CONFIRMED")]
    [InlineData("RESET_REQUIRED")]
    public async Task A_password_that_an_interrupted_run_set_is_recorded_and_notified_by_the_next_run(string status)
    {
        AddUser("alice", status);
        await EndBeforeTheAnswerAsync("alice");

        using (var notify = NotifyFile.Create(_file.Path + ".csv"))
        {
            // The second row is another identity of the user.
            var summary = await ResumeAsync(notify, "alice", "alice");
            Assert.Equal((1, 1), (summary.PasswordSet, summary.NotNeeded));
        }

        Assert.Equal("An earlier run ended before the service answered; a read shows that the password was set.", _host.Shown[0].Result.Reason);
        Assert.Equal((1, 0), (_gateway.Calls.Count(call => call == "AdminGetUser"), _gateway.Passwords.Count));
        Assert.Equal([JournalEvent.PasswordIntent, JournalEvent.PasswordSet], PasswordLines);
        Assert.Equal("Username,Sub,Email,PhoneNumber\r\nalice,sub-alice,alice@example.com,\r\n", File.ReadAllText(_file.Path + ".csv"));
        Assert.Equal((0, 1), await ResumeAsync() is var third ? (third.PasswordSet, third.NotNeeded) : default);
        Assert.Empty(_host.Warnings);
    }

    [Fact]
    public async Task A_user_to_whom_an_interrupted_run_gave_no_password_gets_one()
    {
        AddUser("alice");
        await EndBeforeTheAnswerAsync("alice");

        await ResumeAsync();

        Assert.Equal((FallbackOutcome.PasswordSet, null, 1), (Only.Outcome, Only.Reason, _gateway.Passwords.Count));
        Assert.Equal([JournalEvent.PasswordIntent, JournalEvent.PasswordIntent, JournalEvent.PasswordSet], PasswordLines);
    }

    [Theory]
    [InlineData("CONFIRMED", FallbackOutcome.PasswordSet, JournalEvent.PasswordSet)]
    [InlineData("FORCE_CHANGE_PASSWORD", FallbackOutcome.NotNeeded, JournalEvent.PasswordFailed)]
    public async Task A_user_with_another_identity_is_settled_too(string status, FallbackOutcome outcome, JournalEvent line)
    {
        _gateway.Providers["Google"] = new IdentityProvider { ProviderName = "Google", ProviderType = "Google" };
        AddUser("alice", status, providers: ["Okta", "Google"]);
        await EndBeforeTheAnswerAsync("alice");

        await ResumeAsync();

        Assert.Equal((outcome, 0), (Only.Outcome, _gateway.Passwords.Count));
        Assert.Equal([JournalEvent.PasswordIntent, line], PasswordLines);
    }

    [Fact]
    public async Task A_user_whose_password_cannot_be_reset_stays_open()
    {
        AddUser("alice", "CONFIRMED", hasVerifiedEmail: false);
        await EndBeforeTheAnswerAsync("alice");

        await ResumeAsync();

        Assert.Equal((FallbackOutcome.Skipped, ErrorId.NoVerifiedAddress), (Only.Outcome, Only.ErrorId));
        Assert.Equal([JournalEvent.PasswordIntent], PasswordLines);
    }

    [Fact]
    public async Task A_new_user_with_the_name_of_an_open_one_is_not_taken_for_them()
    {
        AddUser("alice", "CONFIRMED");
        _gateway.Users["alice"] = _gateway.Users["alice"] with { Sub = "another" };
        await EndBeforeTheAnswerAsync("alice");

        await ResumeAsync();

        Assert.Equal(FallbackOutcome.NotNeeded, Only.Outcome);
        Assert.Equal([JournalEvent.PasswordIntent], PasswordLines);
    }

    [Fact]
    public async Task A_rehearsal_announces_what_would_be_settled_and_writes_nothing()
    {
        AddUser("alice", "CONFIRMED");
        AddUser("bob", "CONFIRMED");
        await EndBeforeTheAnswerAsync("alice");
        var before = File.ReadAllText(_file.Path);

        await RunAsync(["alice", "alice", "bob"], rehearsed: OpenPasswords.Read(_file.Path));

        Assert.Equal([FallbackOutcome.WouldSetPassword, FallbackOutcome.NotNeeded, FallbackOutcome.NotNeeded], _host.Shown.Select(report => report.Result.Outcome));
        Assert.StartsWith("An earlier run ended before the service answered, and the user has a password now.", _host.Shown[0].Result.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("AdminGetUser", _gateway.Calls);
        Assert.Equal(before, File.ReadAllText(_file.Path));
        Assert.Empty(_host.Warnings);
    }

    [Fact]
    public async Task A_rehearsal_does_not_need_the_journal_to_exist()
    {
        AddUser("alice", "CONFIRMED");

        await RunAsync(rehearsed: OpenPasswords.Read(_file.Path));

        Assert.Equal(FallbackOutcome.NotNeeded, Only.Outcome);
        Assert.False(File.Exists(_file.Path));
    }

    [Fact]
    public async Task Open_users_who_are_not_in_the_input_are_named_once_at_the_end()
    {
        AddUser("alice", "CONFIRMED");
        await EndBeforeTheAnswerAsync(["alice", .. Enumerable.Range(10, 12).Select(number => $"user{number}")]);

        await ResumeAsync();

        Assert.Equal(
            $"The journal '{_file.Path}' has 12 password changes whose outcome is not known, because their run ended before the service answered. The users were not in the input: "
            + $"{string.Join(", ", Enumerable.Range(10, 10).Select(number => $"'user{number}'"))} and 2 more. Run the command again with these users and the same journal.",
            Assert.Single(_host.Warnings));
    }

    [Fact]
    public async Task A_single_open_user_who_is_not_in_the_input_is_named()
    {
        AddUser("alice", "CONFIRMED");
        await EndBeforeTheAnswerAsync("bob");

        await RunAsync(rehearsed: OpenPasswords.Read(_file.Path));

        Assert.EndsWith("The user was not in the input: 'bob'. Run the command again with this user and the same journal.", Assert.Single(_host.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_run_ends_if_only_administrators_can_reset_passwords()
    {
        AddUser("alice");
        AddUser("bob", "CONFIRMED");
        _gateway.RecoveryMechanisms = ["admin_only"];

        var summary = await RunAsync();

        Assert.Equal((false, 0), (summary.IsComplete, _gateway.Passwords.Count));
        Assert.Equal(ErrorId.RecoveryByAdministratorsOnly, _host.Shown[0].Error?.ErrorId);
    }

    [Fact]
    public async Task If_the_list_cannot_be_written_the_password_and_the_error_are_reported()
    {
        AddUser("alice");
        var notify = NotifyFile.Create(_file.Path + ".csv");
        notify.Dispose();

        await RunAsync(notify: notify);

        Assert.Equal((FallbackOutcome.PasswordSet, ErrorId.NotifyFileNotWritable), (Only.Outcome, Only.ErrorId));
    }

    [Fact]
    public async Task An_unanswered_request_is_uncertain_if_the_user_cannot_be_read_again()
    {
        AddUser("alice");
        _gateway.OnSetPassword = () =>
        {
            _gateway.OnSetPassword = null;
            _gateway.Fail("AdminGetUser", [.. Enumerable.Repeat(FakeGateway.Error(CognitoErrorKind.AccessDenied, "no more", "AdminGetUser"), 2)]);
            throw FakeGateway.Error(CognitoErrorKind.Timeout, "no answer", "AdminSetUserPassword");
        };

        await RunAsync();

        var report = Assert.Single(_host.Shown);
        Assert.Equal((FallbackOutcome.Failed, true, "Timeout"), (report.Result.Outcome, report.IsUncertain, report.Error?.ErrorId));
    }
}
