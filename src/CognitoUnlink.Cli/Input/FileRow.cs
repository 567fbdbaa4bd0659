using CognitoUnlink.Errors;
using CognitoUnlink.Input;

namespace CognitoUnlink.Cli.Input;

/// <summary>One row of a file, or why it cannot be read.</summary>
/// <param name="Line">The line that it begins on, from 1.</param>
/// <param name="Row">The row; null with an error.</param>
internal sealed record FileRow(long Line, IRow? Row)
{
    public UnlinkException? Error { get; init; }

    /// <summary>What it says; null with an error, or when an undo passes it over.</summary>
    public RowMeaning? Meaning { get; init; }

    public static FileRow Broken(long line, string why) => new(line, null) { Error = JsonRow.NotReadable(why) };

    /// <summary>The user pool that it names, as far as it can be read.</summary>
    public string? UserPoolId => Meaning?.UserPoolId ?? Row?.Text("UserPoolId");

    /// <summary>The user that it names, as far as it can be read.</summary>
    public string? Username => Meaning?.Username ?? Row?.Text("Username");
}
