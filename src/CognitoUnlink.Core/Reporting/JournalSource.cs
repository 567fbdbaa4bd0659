using CognitoUnlink.Journaling;

namespace CognitoUnlink.Reporting;

/// <summary>One journal of a report.</summary>
/// <param name="path">The file.</param>
/// <param name="name">What the report and errors call it.</param>
public sealed class JournalSource(string path, string name)
{
    /// <summary>The file's name without its folder.</summary>
    public string FileName { get; } = Path.GetFileName(path);

    /// <summary>Whole lines that were read.</summary>
    public long Lines { get; private set; }

    /// <summary>The last line, when it is not whole.</summary>
    public JournalTornLine? TornLine { get; private set; }

    internal IEnumerable<JournalRecord> Read()
    {
        var reader = new JournalReader(path, name);
        foreach (var record in reader.Read())
        {
            Lines++;
            yield return record;
        }

        TornLine = reader.TornLine;
    }

    /// <summary>The same lines again, and none that was written since.</summary>
    internal IEnumerable<(long Line, JournalRecord Record)> ReadAgain()
    {
        var line = 0L;
        foreach (var record in new JournalReader(path, name).Read())
        {
            if (++line > Lines)
            {
                yield break;
            }

            yield return (line, record);
        }
    }
}
