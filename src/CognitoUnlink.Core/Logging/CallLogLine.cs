namespace CognitoUnlink.Logging;

/// <summary>A line of a <see cref="CallLog"/>.</summary>
/// <param name="Text">The text, without secrets and line ends.</param>
/// <param name="IsAttempt">Whether it is about attempts and not about a request.</param>
public readonly record struct CallLogLine(string Text, bool IsAttempt);
