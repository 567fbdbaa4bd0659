namespace CognitoUnlink.Soak;

/// <summary>What was asked for.</summary>
internal sealed record SoakOptions(TimeSpan Duration, int Users, int Seed, string? ReportPath);
