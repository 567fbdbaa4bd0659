using System.Text.Json;
using CognitoUnlink.Calling;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;
using CognitoUnlink.Retirement;
using CognitoUnlink.Running;

namespace CognitoUnlink.Core.Tests.Retirement;

/// <summary>Closing app clients to a provider and reopening them.</summary>
public sealed class ClientRunTests : IDisposable
{
    private const string Pool = FakeGateway.PoolId;

    private readonly FakeGateway _gateway = new() { Providers = { ["Okta"] = new IdentityProvider { ProviderName = "Okta", ProviderType = "SAML" } } };
    private readonly RetirementHost<ClientReport> _host = new();
    private readonly JournalFile _file = new();
    private readonly PoolClient _client;

    public ClientRunTests() => _client = new PoolClient(() => new ServiceCaller(_gateway));

    public void Dispose()
    {
        _client.Dispose();
        _file.Dispose();
    }

    private void AddClient(string id, params string[] providers)
    {
        var raw = JsonSerializer.SerializeToElement(new
        {
            UserPoolId = Pool,
            ClientId = id,
            ClientName = $"name of {id}",
            CreationDate = 1.5,
            LastModifiedDate = 2.5,
            SupportedIdentityProviders = providers,
            Tomorrow = new { Deep = new int?[] { 1, null } },
        });
        _gateway.AppClients.Add(new AppClient(id, $"name of {id}", providers, raw));
    }

    private string[] ProvidersOf(string id) => [.. _gateway.AppClients.Single(client => client.ClientId == id).SupportedIdentityProviders];

    private async Task<RunSummary> RunAsync(bool closes, string[]? ids = null, ClientJournal? journal = null, bool whatIf = false, string? path = null)
    {
        var search = new ClientSearch { UserPoolId = Pool, ProviderName = "Okta", Closes = closes, ClientIds = ids ?? [] }.ReadJournal(path);
        var found = await search.FindAsync(_client, TestContext.Current.CancellationToken);
        await using var run = new ClientRun(_host, new RunOptions { UserPoolId = Pool, Client = _client, WhatIf = whatIf, NoCallerIdentity = true }, closes, journal, TestContext.Current.CancellationToken);
        await run.RunAsync(RetirementHost<ClientReport>.Input([.. found.Select(item => (Action)(() => run.Add(_client, item)))]), () => { });
        return run.Summarize();
    }

    [Fact]
    public async Task An_update_sends_all_settings_except_the_provider_and_the_dates()
    {
        AddClient("1", "COGNITO", "Okta");

        await RunAsync(closes: true);

        Assert.Equal(
            """{"UserPoolId":"eu-west-1_Fake","ClientId":"1","ClientName":"name of 1","SupportedIdentityProviders":["COGNITO"],"Tomorrow":{"Deep":[1,null]}}""",
            Assert.Single(_gateway.ClientUpdates).GetRawText());
    }

    [Fact]
    public async Task If_the_journal_cannot_take_the_outcome_the_report_has_the_outcome_and_the_error()
    {
        AddClient("1", "COGNITO", "Okta");
        await using var journal = await ClientJournal.OpenAsync(true, _file.Path);
        _gateway.OnUpdateClient = _ => _file.Fill(journal);

        await RunAsync(closes: true, journal: journal);

        var report = Assert.Single(_host.Shown);
        Assert.Equal((ClientOutcome.Closed, ErrorId.JournalNotWritable), (report.Result.Outcome, report.Error?.ErrorId));
        Assert.Equal(["COGNITO"], report.Result.ProvidersAfter!);
    }

    [Fact]
    public async Task A_client_whose_update_is_refused_is_reported_with_its_unchanged_providers()
    {
        AddClient("1", "COGNITO", "Okta");
        _gateway.Fail("UpdateUserPoolClient", new CognitoException(CognitoErrorKind.InvalidParameter, "CallbackURLs is wrong."));

        await RunAsync(closes: true);

        var result = Assert.Single(_host.Shown).Result;
        Assert.Equal((ClientOutcome.Failed, ErrorId.ClientSettingRefused), (result.Outcome, result.ErrorId));
        Assert.Equal(["COGNITO", "Okta"], result.ProvidersAfter!);
    }

    [Fact]
    public async Task The_intent_is_on_disk_before_the_request_is_sent()
    {
        AddClient("1", "COGNITO", "Okta");
        string? events = null;
        _gateway.OnUpdateClient = _ => events = string.Join(',', _file.Read().Select(record => record.Event));
        await using (var journal = await ClientJournal.OpenAsync(true, _file.Path))
        {
            await RunAsync(closes: true, journal: journal);
        }

        Assert.EndsWith("ClientIntent", events, StringComparison.Ordinal);
        Assert.Contains(JournalEvent.ClientClosed, _file.Read().Select(record => record.Event));
    }

    [Fact]
    public async Task Reopening_from_a_journal_restores_the_position_and_keeps_later_additions()
    {
        AddClient("1", "COGNITO", "Okta", "Google");
        await using (var journal = await ClientJournal.OpenAsync(true, _file.Path))
        {
            await RunAsync(closes: true, journal: journal);
        }

        _gateway.AppClients[0] = _gateway.AppClients[0] with { SupportedIdentityProviders = ["COGNITO", "Google", "New"] };
        var summary = await RunAsync(closes: false, path: _file.Path);

        Assert.Equal(["COGNITO", "Okta", "Google", "New"], ProvidersOf("1"));
        Assert.Equal((1, 0), (summary.Reopened, summary.AlreadyOpen));
    }

    [Fact]
    public async Task Reopening_finds_a_client_already_open_if_its_close_failed()
    {
        AddClient("1", "COGNITO", "Okta");
        _gateway.OnUpdateClient = _ => throw FakeGateway.Error(CognitoErrorKind.Unknown, "stopped here");
        await using (var journal = await ClientJournal.OpenAsync(true, _file.Path))
        {
            await RunAsync(closes: true, journal: journal);
        }

        Assert.Equal([JournalEvent.ClientIntent, JournalEvent.ClientFailed], _file.Read().Where(record => record.ClientId is not null).Select(record => record.Event));
        _gateway.OnUpdateClient = null;
        _gateway.ClientUpdates.Clear();
        var summary = await RunAsync(closes: false, path: _file.Path);

        Assert.Equal([ClientOutcome.Failed, ClientOutcome.AlreadyOpen], _host.Shown.Select(report => report.Result.Outcome));
        Assert.Equal((1, 0, 0), (summary.AlreadyOpen, summary.Reopened, summary.Failed));
        Assert.Empty(_gateway.ClientUpdates);
        Assert.Equal(["COGNITO", "Okta"], ProvidersOf("1"));
    }

    [Theory]
    [InlineData(false, ClientOutcome.AlreadyOpen)]
    [InlineData(true, ClientOutcome.Reopened)]
    public async Task Reopening_reads_a_client_whose_close_has_no_outcome_in_the_journal(bool tookEffect, ClientOutcome outcome)
    {
        AddClient("1", "COGNITO", "Okta", "Google");
        await using (var journal = await ClientJournal.OpenAsync(true, _file.Path))
        {
            await journal.IntentAsync(new ClientItem { UserPoolId = Pool, ClientId = "1", ProviderName = "Okta", Closes = true }, _gateway.AppClients[0]);
        }

        _gateway.AppClients[0] = _gateway.AppClients[0] with { SupportedIdentityProviders = tookEffect ? ["COGNITO", "Google"] : ["COGNITO", "Okta", "Google"] };
        await RunAsync(closes: false, path: _file.Path);

        Assert.Equal(outcome, Assert.Single(_host.Shown).Result.Outcome);
        Assert.Equal(tookEffect ? 1 : 0, _gateway.ClientUpdates.Count);
        Assert.Equal(["COGNITO", "Okta", "Google"], ProvidersOf("1"));
    }

    [Fact]
    public async Task An_update_that_took_effect_despite_an_error_is_found_by_a_read()
    {
        AddClient("1", "COGNITO", "Okta");
        var isFirst = true;
        _gateway.OnCall = operation =>
        {
            // The first request is carried out, but its answer is lost.
            if (operation == "UpdateUserPoolClient" && isFirst)
            {
                isFirst = false;
                _gateway.AppClients[0] = _gateway.AppClients[0] with { SupportedIdentityProviders = ["COGNITO"] };
                throw FakeGateway.Error(CognitoErrorKind.Timeout, "no answer", operation);
            }
        };

        var summary = await RunAsync(closes: true);

        Assert.Equal((1, 0), (summary.Closed, summary.Failed));
    }

    [Fact]
    public async Task The_last_provider_of_a_client_is_kept()
    {
        AddClient("1", "Okta");
        AddClient("2", "Okta", "Okta");

        var summary = await RunAsync(closes: true);

        Assert.Equal((2, 0), (summary.Skipped, _gateway.ClientUpdates.Count));
        Assert.All(_host.Shown, report => Assert.Equal(ErrorId.LastProvider, report.Error?.ErrorId));
    }

    [Fact]
    public async Task A_client_is_read_and_judged_again_after_a_throttled_update()
    {
        AddClient("1", "COGNITO", "Okta");
        _gateway.Fail("UpdateUserPoolClient", FakeGateway.Error(CognitoErrorKind.Throttled, "slowly"));
        _gateway.OnCall = operation =>
        {
            if (operation == "UpdateUserPoolClient" && _gateway.ClientUpdates.Count == 0)
            {
                // Another administrator adds a provider meanwhile.
                _gateway.AppClients[0] = _gateway.AppClients[0] with { SupportedIdentityProviders = ["COGNITO", "Okta", "Google"] };
            }
        };

        await RunAsync(closes: true, ids: ["1"]);

        Assert.Equal(["COGNITO", "Google"], ProvidersOf("1"));
    }

    [Fact]
    public async Task What_somebody_else_closed_after_a_throttled_update_is_not_reported_as_ours()
    {
        AddClient("1", "COGNITO", "Okta");
        _gateway.Fail("UpdateUserPoolClient", FakeGateway.Error(CognitoErrorKind.Throttled, "slowly"));
        _gateway.OnCall = operation =>
        {
            if (operation == "UpdateUserPoolClient")
            {
                _gateway.AppClients[0] = _gateway.AppClients[0] with { SupportedIdentityProviders = ["COGNITO"] };
            }
        };

        var summary = await RunAsync(closes: true, ids: ["1"]);

        Assert.Equal((0, 1), (summary.Closed, summary.AlreadyClosed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_provider_that_the_pool_does_not_have_is_an_error_before_anything_is_sent(bool closes)
    {
        _gateway.Providers.Clear();
        AddClient("1", "COGNITO");

        var problem = await Assert.ThrowsAsync<UnlinkException>(() => RunAsync(closes, ids: ["1"]));

        Assert.Equal((ErrorId.ProviderNotFound, 0), (problem.ErrorId, _gateway.ClientUpdates.Count));
    }

    [Fact]
    public void Every_outcome_has_a_count_in_the_summary()
    {
        string[] names = [.. Enum.GetNames<ClientOutcome>(), .. Enum.GetNames<FallbackOutcome>()];
        Assert.All(names, name => Assert.Equal(typeof(long), typeof(RunSummary).GetProperty(name)?.PropertyType));
    }
}
