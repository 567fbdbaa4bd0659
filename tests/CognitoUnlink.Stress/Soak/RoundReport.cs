namespace CognitoUnlink.Soak;

/// <summary>The results of a round.</summary>
internal sealed record RoundReport
{
    public required int Seed { get; init; }

    public required string Way { get; init; }

    public int Users { get; init; }

    public int Links { get; init; }

    public int Unlinked { get; set; }

    public int Kept { get; set; }

    public int Linked { get; set; }

    /// <summary>Twins, which cannot be linked again.</summary>
    public int NotPossible { get; set; }

    /// <summary>Changes that were made although the client got an error or no answer.</summary>
    public int DoneUnseen { get; set; }

    public int Starts { get; set; }

    public int Kills { get; set; }

    public int Breaks { get; set; }

    public int JournalLines { get; set; }

    public double Seconds { get; set; }
}
