using CognitoUnlink.Cli.Help;
using CognitoUnlink.Cli.Terminal;
using CognitoUnlink.Errors;
using CognitoUnlink.Logging;

namespace CognitoUnlink.Cli.Output;

/// <summary>What is said on stderr.</summary>
internal static class Messages
{
    /// <summary>Says an error of this product: its stable id, what to do, what happened.</summary>
    public static void Write(Exception problem)
    {
        var id = ErrorAdvice.IdOf(problem)!;
        var next = NextStep.For(id);
        Say(Color.Red, $"{id}:", $"{ErrorAdvice.Words(problem)} {next ?? ErrorAdvice.For(id)}");
        if (next is not null)
        {
            Hint(NextStep.WithoutAccount);
        }
    }

    /// <summary>Says what is wrong with the command line.</summary>
    public static void WriteUsage(string text) => Say(Color.Red, "Error:", text);

    /// <summary>Says what to do next.</summary>
    public static void Hint(string text) => Console.Error.WriteLine($"  {Printable.Of(text)}");

    /// <summary>Says what was asked for with <c>--verbose</c>.</summary>
    public static void Tell(string text) => Console.Error.WriteLine($"cognito-unlink: {text}");

    /// <summary>Says what may matter and is no error.</summary>
    public static void Warn(string text) => Say(Color.Yellow, "Warning:", text);

    private static void Say(Color color, string kind, string text) =>
        Console.Error.WriteLine($"cognito-unlink: {Paint.Error(color, kind)} {Printable.Of(text)}");
}
