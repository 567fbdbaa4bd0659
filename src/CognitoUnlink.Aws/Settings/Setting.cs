namespace CognitoUnlink.Aws.Settings;

/// <summary>Environment variables, read at each use: a shell can change them, while the SDK keeps some until the process ends.</summary>
internal static class Setting
{
    /// <summary>Null if it is not set, or blank.</summary>
    public static string? Read(string variable) => OrNull(Environment.GetEnvironmentVariable(variable));

    public static bool IsTrue(string variable) => Switch(variable) is true;

    /// <summary>Null if it is neither true nor false.</summary>
    public static bool? Switch(string variable) => bool.TryParse(Read(variable), out var on) ? on : null;

    /// <summary>Null if the text is empty or white space.</summary>
    public static string? OrNull(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}

/// <summary>A setting, and where it comes from.</summary>
internal sealed record Sourced<T>(T Value, string Source);
