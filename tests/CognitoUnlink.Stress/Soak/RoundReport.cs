namespace CognitoUnlink.Soak;

/// <summary>What a round came to.</summary>
internal sealed record RoundReport
{
    public required int Seed { get; init; }

    public required string Way { get; init; }

    public int Users { get; init; }

    public int Links { get; init; }

    public int Unlinked { get; set; }

    public int Kept { get; set; }

    public int Linked { get; set; }

    /// <summary>Twins, which nobody can link again.</summary>
    public int NotPossible { get; set; }

    /// <summary>Changes that were done although the client was told of an error, or of nothing.</summary>
    public int DoneUnseen { get; set; }

    public int Starts { get; set; }

    public int Kills { get; set; }

    public int Breaks { get; set; }

    public int JournalLines { get; set; }

    public double Seconds { get; set; }
}
