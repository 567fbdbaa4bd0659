namespace CognitoUnlink.Aws.Settings;

/// <summary>Environment variables, read at each use: in a shell they change, and the SDK keeps some for the process's life.</summary>
internal static class Setting
{
    /// <summary>Null when it is not set, or set to nothing.</summary>
    public static string? Read(string variable) => OrNull(Environment.GetEnvironmentVariable(variable));

    public static bool IsTrue(string variable) => Switch(variable) is true;

    /// <summary>Null when it is neither true nor false.</summary>
    public static bool? Switch(string variable) => bool.TryParse(Read(variable), out var on) ? on : null;

    /// <summary>An empty text counts as none given.</summary>
    public static string? OrNull(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}

/// <summary>A setting, and what said it.</summary>
internal sealed record Sourced<T>(T Value, string Source);
