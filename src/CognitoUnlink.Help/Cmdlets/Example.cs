namespace CognitoUnlink.Help.Cmdlets;

/// <summary>An example: code with what it shows, then what there is to say.</summary>
internal sealed record Example(string Title, string Code, IReadOnlyList<string> Remarks);
