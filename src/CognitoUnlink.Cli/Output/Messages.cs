using CognitoUnlink.Logging;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Cli.Output;

/// <summary>What is said on stderr.</summary>
internal static class Messages
{
    /// <summary>Says an error of this product: its stable id, what to do, what happened.</summary>
    public static void Write(Exception problem)
    {
        var id = ErrorAdvice.IdOf(problem)!;
        Console.Error.WriteLine(Printable.Of($"cognito-unlink: {id}: {ErrorAdvice.Words(problem)} {ErrorAdvice.For(id)}"));
    }

    /// <summary>Says what was asked for with <c>--verbose</c>.</summary>
    public static void Tell(string text) => Console.Error.WriteLine($"cognito-unlink: {text}");

    /// <summary>Says what may matter and is no error.</summary>
    public static void Warn(string text) => Console.Error.WriteLine(Printable.Of($"cognito-unlink: Warning: {text}"));
}
