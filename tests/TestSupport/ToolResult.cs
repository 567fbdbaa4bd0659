namespace CognitoUnlink.TestSupport;

public sealed record ToolResult(int ExitCode, string Output, string Error)
{
    // A test result with more than 64 KB of text does not reach dotnet test, which does not notice.
    private const int LongestText = 15_000;

    public override string ToString() => $"exit {ExitCode}\n{Last(Output)}\n{Last(Error)}";

    private static string Last(string text) => text.Length <= LongestText ? text : $"…{text[^LongestText..]}";
}
