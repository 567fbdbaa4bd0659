using CognitoUnlink.Errors;

namespace CognitoUnlink.Cli.Output;

/// <summary>What is said on stderr.</summary>
internal static class Messages
{
    /// <summary>Says an error of this product: its stable id, what happened, what to do.</summary>
    public static void Write(Exception problem)
    {
        var id = ErrorAdvice.IdOf(problem) ?? problem.GetType().Name;
        Console.Error.WriteLine(Printable.Of($"cognito-unlink: {id}: {problem.Message} {ErrorAdvice.For(id)}").TrimEnd());
    }

    /// <summary>Says what may matter and is no error.</summary>
    public static void Warn(string text) => Console.Error.WriteLine(Printable.Of($"cognito-unlink: Warning: {text}"));
}
