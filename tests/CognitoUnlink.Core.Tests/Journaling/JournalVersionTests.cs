using CognitoUnlink.Changes;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;
using CognitoUnlink.TestSupport;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Journaling;

/// <summary>Journals written by the command line of each version: a run that unlinked alice and carol and refused bob, and an undo for carol.</summary>
public sealed class JournalVersionTests : IDisposable
{
    private const string PoolId = "us-east-1_LocalPool";

    private readonly JournalFile _journal = new();

    public static TheoryData<string> Versions => ["version-1-early", "version-1-of-0.1", "version-1-late", "version-2"];

    public void Dispose() => _journal.Dispose();

    private static string PathOf(string version) => Repository.PathOf("tests", "Corpus", "journal-formats", version);

    [Fact]
    public void All_journals_in_the_corpus_are_tested() => Assert.Equal(
        Directory.EnumerateFiles(PathOf(string.Empty), "version-*").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal),
        Versions.Select(row => row.Data).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Versions))]
    public void Each_journal_gives_the_right_records_state_and_undo(string version)
    {
        var reader = new JournalReader(PathOf(version));
        List<JournalRecord> records = [.. reader.Read()];

        Assert.Equal((12, null, null), (records.Count, reader.TornLine, reader.Warning));
        var isPlaced = version == "version-2";
        Assert.All(records.Where(record => record.UserPoolId is not null), record => Assert.Equal(isPlaced, record.Place is { IsAws: false, Host: "127.0.0.1:9377", Instance: not null }));
        Assert.Equal(isPlaced ? 2 : null, records[0].Format);

        var state = new JournalState();
        records.ForEach(state.Add);
        Assert.Equal(JournalEvent.Unlinked, state.Latest(new JournalItem(PoolId, "alice", "Okta", "Alice@Corp.example")));
        Assert.Equal(JournalEvent.Skipped, state.Latest(new JournalItem(PoolId, "bob", "Okta", "bob")));
        Assert.Equal(JournalEvent.Linked, state.Latest(new JournalItem(PoolId, "carol", "Okta", "carol@corp.example")));
        Assert.Empty(state.OpenIntents);

        var (line, undone) = Assert.Single(new JournalUndo(new JournalSource(PathOf(version))).Records());
        Assert.Equal(("alice", JournalEvent.Unlinked), (undone.Username, undone.Event));
        Assert.Equal(1 + Array.FindIndex(File.ReadAllLines(PathOf(version)), text => text.Contains("\"unlinked\"", StringComparison.Ordinal) && text.Contains("alice", StringComparison.Ordinal)), line);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Each_journal_can_be_resumed_and_its_existing_lines_stay_unchanged(string version)
    {
        _journal.WriteText(File.ReadAllText(PathOf(version)));
        var place = new JournalReader(_journal.Path).Read().First().Place ?? new Place { Partition = "aws", Region = "us-east-1", Host = "cognito-idp.us-east-1.amazonaws.com" };
        await using (var journal = await UnlinkJournal.OpenAsync(_journal.Path, new RunSettings { UserPoolId = PoolId }, place, _ => Task.FromResult(false)))
        {
            var alice = new UnlinkItem { UserPoolId = PoolId, Username = "alice", Target = new ProviderUser("Okta", "Cognito_Subject", "Alice@Corp.example") };
            Assert.Equal(UnlinkOutcome.AlreadyUnlinked, journal.FinishedBefore(alice)?.Outcome);
            Assert.Null(journal.FinishedBefore(alice with { Username = "carol", Target = new ProviderUser("Okta", "email", "carol@corp.example") }));
            Assert.Equal(version == "version-2" ? 0 : 1, journal.TakeWarnings().Count());
            await journal.EndAsync();
        }

        Assert.StartsWith(File.ReadAllText(PathOf(version)), File.ReadAllText(_journal.Path), StringComparison.Ordinal);
        Assert.Equal([JournalEvent.RunStarted, JournalEvent.RunEnded], _journal.Read().Skip(12).Select(record => record.Event));
    }
}
