using System.Text.RegularExpressions;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Errors;

/// <summary>What to tell a person about an error.</summary>
public static partial class ErrorAdvice
{
    /// <summary>What to do about an error, in a host's own words.</summary>
    /// <param name="errorId">The error's id.</param>
    /// <param name="nameOf">What the host calls an option, a command or a way to do something, by its name in <see cref="KnownErrors"/>.</param>
    public static string For(string errorId, Func<string, string> nameOf) =>
        Names().Replace(KnownErrors.Get(errorId).Advice, match => nameOf(match.Groups["name"].Value));

    /// <summary>The stable id of an exception that this product throws.</summary>
    /// <param name="exception">The exception.</param>
    /// <returns>Null for exceptions that are not made for people.</returns>
    public static string? IdOf(Exception exception) => exception switch
    {
        UnlinkException own => own.ErrorId,
        CognitoException service => service.Kind.ToString(),
        LocalUserPools.LocalUserPoolException => ErrorId.LocalUserPoolNotStarted,
        _ => null,
    };

    [GeneratedRegex(@"\{(?<name>\w+)\}")]
    private static partial Regex Names();
}
