using CognitoUnlink.Cli.Terminal;

namespace CognitoUnlink.Cli.Output;

/// <summary>A column of a table.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="Width">Its width where there is room, and where there is no terminal; 0 for all the room that is left.</param>
/// <param name="Least">The width below which it is not shrunk.</param>
/// <param name="Rank">Who gets room first; the last goes without where even the least widths do not fit.</param>
internal sealed record TableColumn(string Heading, int Width, int Least, int Rank)
{
    /// <summary>The colour of a value; none unless it says something.</summary>
    public Func<string, Color> ColorOf { get; init; } = _ => Color.None;

    /// <summary>What became of an item.</summary>
    public static TableColumn Outcome { get; } = new("OUTCOME", 15, 11, 1)
    {
        ColorOf = value => value switch
        {
            "Unlinked" or "Linked" => Color.Green,
            "WouldUnlink" or "WouldLink" => Color.Cyan,
            "AlreadyUnlinked" or "AlreadyLinked" => Color.Dim,
            "Skipped" or "NotPossible" => Color.Yellow,
            "Failed" => Color.Red,
            _ => Color.None,
        },
    };

    public static TableColumn Username { get; } = new("USERNAME", 36, 16, 3);

    public static TableColumn Provider { get; } = new("PROVIDER", 16, 8, 2);

    public static TableColumn Subject { get; } = new("SUBJECT", 0, 16, 4);

    public static TableColumn SignInAfter { get; } = new("SIGN-IN AFTER", 13, 9, 5) { ColorOf = value => value == "None" ? Color.Yellow : Color.None };

    public static TableColumn Status { get; } = new("STATUS", 21, 9, 6);
}
