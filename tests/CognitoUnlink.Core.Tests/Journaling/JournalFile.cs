using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CognitoUnlink.Errors;
using CognitoUnlink.Journaling;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Core.Tests.Journaling;

/// <summary>A journal in its own folder, and records to write to it.</summary>
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

    /// <summary>Makes the disk look full to the next writes of an open journal.</summary>
    public void Fill(RunJournal journal)
    {
        // The test's own device node, like /dev/full, replaces the open file.
        var full = System.IO.Path.Combine(_folder.FullName, "full");
        var made = OperatingSystem.IsLinux() ? Tool.RunAsync("mknod", [full, "c", "1", "7"]).GetAwaiter().GetResult() : null;
        Skip.Unless(made?.ExitCode == 0, "Device nodes cannot be created here.");
        using var device = new FileStream(full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        var open = Directory.GetFiles("/proc/self/fd").Single(descriptor => TargetOf(descriptor) == Path);
        Assert.NotEqual(-1, Duplicate((int)device.SafeFileHandle.DangerousGetHandle(), int.Parse(System.IO.Path.GetFileName(open), CultureInfo.InvariantCulture)));
        Assert.Throws<UnlinkException>(() => journal.NoteCallerAsync(RunCaller.OfArn("arn:aws:iam::000000000000:user/another")).GetAwaiter().GetResult());
    }

    // Other tests may close their files meanwhile.
    private static string? TargetOf(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName;
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [DllImport("libc", EntryPoint = "dup2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Duplicate(int descriptor, int onto);
}
