namespace CognitoUnlink.Journaling;

/// <summary>One of several journals that are read as one.</summary>
/// <param name="path">The file.</param>
/// <param name="name">What reports and errors call it; the path unless given.</param>
/// <param name="cancellationToken">Ends its reading.</param>
public sealed class JournalSource(string path, string? name = null, CancellationToken cancellationToken = default)
{
    /// <summary>What reports and errors call it.</summary>
    public string Name { get; } = name ?? path;

    /// <summary>The file's name without its folder.</summary>
    public string FileName { get; } = Path.GetFileName(path);

    /// <summary>The number of the latest line that was read.</summary>
    public long Lines { get; private set; }

    /// <summary>The last line, when it is not whole.</summary>
    public JournalTornLine? TornLine { get; private set; }

    /// <summary>What to warn of where lines were too long and were passed over; null for nothing. Known once everything has been read.</summary>
    public string? Warning { get; private set; }

    internal IEnumerable<JournalRecord> Read()
    {
        var reader = new JournalReader(path, Name);
        foreach (var record in reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            Lines = reader.LineNumber;
            yield return record;
        }

        TornLine = reader.TornLine;
        Warning = JournalErrors.PassedOver(Name, reader.TooLong);
    }

    /// <summary>The same lines again, and none that was written since.</summary>
    internal IEnumerable<(long Line, JournalRecord Record)> ReadAgain()
    {
        var reader = new JournalReader(path, Name);
        foreach (var record in reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.LineNumber > Lines)
            {
                yield break;
            }

            yield return (reader.LineNumber, record);
        }
    }
}
