namespace CognitoUnlink.Soak;

/// <summary>The options of the command.</summary>
internal sealed record SoakOptions(TimeSpan Duration, int Users, int Seed, string? ReportPath);
