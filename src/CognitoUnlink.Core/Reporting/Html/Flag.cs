namespace CognitoUnlink.Reporting.Html;

/// <summary>Markup of our own that is there or not.</summary>
/// <param name="IsThere">Whether it is.</param>
/// <param name="Markup">What it is; never of others.</param>
internal readonly record struct Flag(bool IsThere, string Markup);
