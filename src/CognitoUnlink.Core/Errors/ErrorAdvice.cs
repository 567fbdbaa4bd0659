using CognitoUnlink.Gateway;

namespace CognitoUnlink.Errors;

/// <summary>What to tell a person about an error.</summary>
public static class ErrorAdvice
{
    /// <summary>The recommended action in full.</summary>
    /// <param name="errorId">The error's id.</param>
    public static string For(string errorId) => KnownErrors.Get(errorId).Advice;

    /// <summary>What to do, then what happened.</summary>
    /// <param name="exception">An exception that this product throws.</param>
    public static string Words(Exception exception) =>
        IdOf(exception) is { } id && KnownErrors.Get(id).Lead is { } lead ? $"{lead} {exception.Message}" : exception.Message;

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
}
