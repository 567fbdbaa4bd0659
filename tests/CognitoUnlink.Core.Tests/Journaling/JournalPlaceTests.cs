using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Journaling;

/// <summary>A journal records where it was made, and is refused anywhere else.</summary>
public sealed class JournalPlaceTests : IDisposable
{
    private const string PoolId = FakeGateway.PoolId;
    private const string OldLine = $$"""{"time":"2026-01-01T00:00:00Z","run":"old","event":"unlinked","userPoolId":"{{PoolId}}","username":"alice","providerName":"Okta","providerAttributeName":"Cognito_Subject","providerAttributeValue":"1"}""";

    private static readonly Place s_aws = Aws("cognito-idp.eu-west-1.amazonaws.com");
    private static readonly Place s_local = Local("127.0.0.1:9229", "11111111-1111-1111-1111-111111111111");
    private static readonly RunSettings s_ofPool = new() { UserPoolId = PoolId };

    private readonly JournalFile _journal = new();
    private readonly List<string> _questions = [];

    public void Dispose() => _journal.Dispose();

    private static Place Aws(string host, string region = "eu-west-1") => new() { Partition = "aws", Region = region, Host = host };

    private static Place Local(string host, string? instance) => new() { Host = host, Instance = instance };

    private Task<bool> Confirm(string question, bool answer)
    {
        _questions.Add(question);
        return Task.FromResult(answer);
    }

    private async Task<IReadOnlyList<string>> RunAsync(Place place, bool answer = true)
    {
        await using var journal = await UnlinkJournal.OpenAsync(_journal.Path, s_ofPool, place, question => Confirm(question, answer));
        await journal.EnterAsync(PoolId, place, null, CancellationToken.None);
        await journal.OutcomeAsync(Result("alice"));
        await journal.EndAsync();
        return [.. journal.TakeWarnings()];
    }

    private static UnlinkResult Result(string username, string userPoolId = PoolId) => new()
    {
        UserPoolId = userPoolId,
        Username = username,
        ProviderName = "Okta",
        ProviderAttributeName = "Cognito_Subject",
        ProviderAttributeValue = "1",
        Outcome = UnlinkOutcome.Unlinked,
    };

    [Fact]
    public async Task The_first_line_of_a_run_records_the_format_and_the_place()
    {
        await RunAsync(s_aws);
        await RunAsync(Aws("vpce-1.cognito-idp.eu-west-1.vpce.amazonaws.com"));

        var lines = File.ReadAllLines(_journal.Path);
        Assert.Equal(6, lines.Length);
        Assert.Contains("""
            "event":"run-started","format":2,"place":{"kind":"aws","partition":"aws","region":"eu-west-1","host":"cognito-idp.eu-west-1.amazonaws.com"},"settings":{
            """, lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("\"place\"", lines[1], StringComparison.Ordinal);
        Assert.All(_journal.Read().Where(record => record.Event == JournalEvent.Unlinked), record => Assert.True(record.Place?.IsSameAs(s_aws)));
    }

    [Fact]
    public async Task A_local_pool_is_recognized_by_its_instance()
    {
        await RunAsync(s_local);

        Assert.Contains("""
            "place":{"kind":"other","host":"127.0.0.1:9229","instance":"11111111-1111-1111-1111-111111111111"}
            """, File.ReadAllLines(_journal.Path)[0], StringComparison.Ordinal);
        await RunAsync(s_local with { Host = "localhost:4000" });
    }

    public static TheoryData<string, string> OtherPlaces => new()
    {
        { "aws aws eu-west-1 cognito-idp.eu-west-1.amazonaws.com", "other 127.0.0.1:9229 11111111-1111-1111-1111-111111111111" },
        { "other 127.0.0.1:9229 11111111-1111-1111-1111-111111111111", "aws aws eu-west-1 cognito-idp.eu-west-1.amazonaws.com" },
        { "other 127.0.0.1:9229 11111111-1111-1111-1111-111111111111", "other 127.0.0.1:9229 22222222-2222-2222-2222-222222222222" },
        { "other 127.0.0.1:9229 11111111-1111-1111-1111-111111111111", "other 127.0.0.1:9229" },
        { "other moto.example:5000", "other floci.example:5000" },
        { "other cognito.example", "aws aws eu-west-1 cognito-idp.eu-west-1.amazonaws.com" },
        { "aws aws eu-west-1 cognito-idp.eu-west-1.amazonaws.com", "aws aws eu-west-2 cognito-idp.eu-west-2.amazonaws.com" },
        { "aws aws cn-north-1 h", "aws aws-cn cn-north-1 h" },
    };

    [Theory]
    [MemberData(nameof(OtherPlaces))]
    public async Task Another_place_is_refused_with_both_places_named_and_nothing_is_written(string made, string now)
    {
        var (first, second) = (Place.Read(made)!, Place.Read(now)!);
        await RunAsync(first);
        var before = File.ReadAllBytes(_journal.Path);

        var error = await Assert.ThrowsAsync<UnlinkException>(() => RunAsync(second));

        Assert.Equal((ErrorId.OtherPlace, FailureScope.Run), (error.ErrorId, error.Scope));
        Assert.Equal($"Nothing was sent: the journal '{_journal.Path}' was made for user pool {PoolId} with requests to {first.Describe()}, but requests now go to {second.Describe()}.", error.Message);
        Assert.Equal(before, File.ReadAllBytes(_journal.Path));
        Assert.Empty(_questions);
        await RunAsync(first);
    }

    [Fact]
    public async Task If_items_name_their_pools_each_pool_gets_its_own_place()
    {
        const string Other = "eu-west-2_Other";
        var elsewhere = Aws("cognito-idp.eu-west-2.amazonaws.com", "eu-west-2");
        await using (var journal = await UnlinkJournal.OpenAsync(_journal.Path, new RunSettings()))
        {
            Assert.Empty(_journal.Read());
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => journal.EnterAsync(PoolId, s_aws, null, CancellationToken.None).AsTask()));
            await journal.EnterAsync(Other, elsewhere, null, CancellationToken.None);
            await journal.OutcomeAsync(Result("alice"));
            await journal.OutcomeAsync(Result("alice", Other));
        }

        var records = _journal.Read();
        Assert.Equal([JournalEvent.RunStarted, JournalEvent.RunPlace, JournalEvent.Unlinked, JournalEvent.Unlinked], records.Select(record => record.Event));
        Assert.Equal([s_aws, elsewhere, s_aws, elsewhere], records.Select(record => record.Place));
        Assert.Equal(new string?[] { null, Other, PoolId, Other }, records.Select(record => record.UserPoolId));

        await using var next = await UnlinkJournal.OpenAsync(_journal.Path, new RunSettings());
        await next.EnterAsync(Other, elsewhere, null, CancellationToken.None);
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(ErrorId.OtherPlace, (await Assert.ThrowsAsync<UnlinkException>(() => next.EnterAsync(PoolId, s_local, null, CancellationToken.None).AsTask())).ErrorId);
        }
    }

    [Fact]
    public async Task A_run_without_items_still_writes_its_start_and_end()
    {
        await using (var journal = await UnlinkJournal.OpenAsync(_journal.Path, new RunSettings()))
        {
            await journal.EndAsync();
        }

        Assert.Equal([JournalEvent.RunStarted, JournalEvent.RunEnded], _journal.Read().Select(record => record.Event));
    }

    [Fact]
    public async Task A_journal_from_version_0_1_is_assumed_to_be_for_AWS_with_a_warning()
    {
        _journal.WriteText(OldLine + "\n");

        var warning = Assert.Single(await RunAsync(s_aws, answer: false));

        Assert.Equal($"The journal '{_journal.Path}' does not say where it was made, because version 0.1 did not record it. It is assumed to be for user pool {PoolId} at AWS region eu-west-1.", warning);
        Assert.Empty(_questions);
        Assert.Empty(await RunAsync(s_aws));
        Assert.Equal(ErrorId.OtherPlace, (await Assert.ThrowsAsync<UnlinkException>(() => RunAsync(s_local))).ErrorId);
    }

    [Fact]
    public async Task Outside_AWS_a_journal_from_version_0_1_has_to_be_confirmed()
    {
        _journal.WriteText(OldLine + "\n");

        var refused = await Assert.ThrowsAsync<UnlinkException>(() => RunAsync(s_local, answer: false));
        Assert.Equal((ErrorId.PlaceNotConfirmed, FailureScope.Run), (refused.ErrorId, refused.Scope));
        Assert.Equal(OldLine + "\n", File.ReadAllText(_journal.Path));

        var warning = Assert.Single(await RunAsync(s_local));
        Assert.Contains(s_local.Describe(), warning, StringComparison.Ordinal);
        Assert.Equal(2, _questions.Count);
        Assert.Contains($"Was it made for user pool {PoolId} at {s_local.Describe()}?", _questions[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_from_version_0_1_for_another_pool_needs_no_confirmation()
    {
        _journal.WriteText(OldLine.Replace(PoolId, "eu-west-1_Another", StringComparison.Ordinal) + "\n");

        Assert.Empty(await RunAsync(s_local, answer: false));
    }

    [Fact]
    public async Task Records_to_undo_include_the_place_where_they_were_made()
    {
        await RunAsync(s_local);

        var (_, record) = Assert.Single(new JournalUndo(new JournalSource(_journal.Path)).Records());

        Assert.Equal(s_local, record.Place);
    }

    [Theory]
    [InlineData("aws aws-cn cn-north-1 cognito-idp.cn-north-1.amazonaws.com.cn", "AWS region cn-north-1 (partition aws-cn)")]
    [InlineData("other 127.0.0.1:9229 11111111-1111-1111-1111-111111111111", "the local user pool at 127.0.0.1:9229 (instance 11111111-1111-1111-1111-111111111111)")]
    [InlineData("other moto.example", "the endpoint moto.example, which is not an AWS endpoint")]
    public void A_place_is_read_back_as_written_and_described_in_words(string text, string words)
    {
        var place = Place.Read(text);

        Assert.Equal((text, words), (place?.ToString(), place?.Describe()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Paris")]
    [InlineData("aws aws eu-west-1")]
    [InlineData("other ")]
    public void Any_other_text_is_not_a_place(string? text) => Assert.Null(Place.Read(text));
}
