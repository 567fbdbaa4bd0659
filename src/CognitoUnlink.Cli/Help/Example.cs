namespace CognitoUnlink.Cli.Help;

/// <summary>An example of a command.</summary>
/// <param name="Says">What it does, in a few words.</param>
/// <param name="Line">What to type.</param>
internal sealed record Example(string Says, string Line);
