using System.Text;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Core.Tests.Journaling;

/// <summary>A journal in a folder of its own, and records to put in.</summary>
internal sealed class JournalFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journal-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "run.jsonl");

    public string[] FilesBeside => [.. _folder.GetFiles().Select(file => file.Name).Where(name => name != "run.jsonl").Order()];

    public static JournalRecord Record(int number, JournalEvent journalEvent = JournalEvent.Intent) => new()
    {
        Time = new DateTime(2026, 3, 29, 1, 30, 0, DateTimeKind.Utc).AddTicks(number),
        Run = "run-1",
        Event = journalEvent,
        UserPoolId = "eu-west-1_Pool",
        Username = $"user-{number}",
        ProviderName = "Okta",
        ProviderType = "SAML",
        ProviderAttributeName = "Cognito_Subject",
        ProviderAttributeValue = $"subject-{number}",
        Identities = $$"""[{"userId":"subject-{{number}}","providerName":"Okta","providerType":"SAML","primary":"false"}]""",
    };

    public static JournalRecord RunStarted() => new() { Time = DateTime.UnixEpoch, Run = "run-1", Event = JournalEvent.RunStarted };

    public async Task WriteAsync(params JournalRecord[] records)
    {
        await using var writer = JournalWriter.Open(Path);
        await Task.WhenAll(records.Select(record => writer.AppendAsync(record)));
    }

    public void WriteText(string text)
    {
        File.WriteAllText(Path, text, new UTF8Encoding(false));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public List<JournalRecord> Read() => Read(out _);

    public List<JournalRecord> Read(out JournalTornLine? tornLine)
    {
        var reader = new JournalReader(Path);
        List<JournalRecord> records = [.. reader.Read()];
        tornLine = reader.TornLine;
        return records;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
