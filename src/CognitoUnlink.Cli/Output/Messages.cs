using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Cli.Output;

/// <summary>What is said on stderr.</summary>
internal static class Messages
{
    /// <summary>Whether the exception is one of ours, made for people.</summary>
    public static bool Knows(Exception problem) => problem is UnlinkException or CognitoException or LocalUserPoolException;

    /// <summary>The stable id of an error.</summary>
    public static string IdOf(Exception problem) => problem switch
    {
        UnlinkException own => own.ErrorId,
        CognitoException service => service.Kind.ToString(),
        _ => ErrorId.LocalUserPoolNotStarted,
    };

    public static void Write(Exception problem) => Console.Error.WriteLine($"cognito-unlink: {IdOf(problem)}: {problem.Message}");
}
