using System.Text.RegularExpressions;

namespace CognitoUnlink.Errors;

/// <summary>What to tell a person about an error.</summary>
public static partial class ErrorAdvice
{
    /// <summary>What to do about an error, in a host's own words.</summary>
    /// <param name="errorId">The error's id.</param>
    /// <param name="nameOf">What the host calls an option, a command or a way to do something, by its name in <see cref="KnownErrors"/>.</param>
    public static string For(string errorId, Func<string, string> nameOf) =>
        Names().Replace(KnownErrors.Get(errorId).Advice, match => nameOf(match.Groups["name"].Value));

    [GeneratedRegex(@"\{(?<name>\w+)\}")]
    private static partial Regex Names();
}
