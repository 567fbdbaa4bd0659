namespace CognitoUnlink.Reporting.Html;

/// <summary>A value that others chose, to be shown apart from the text around it.</summary>
/// <param name="Text">The value; null shows as a dash.</param>
internal readonly record struct Value(string? Text);
