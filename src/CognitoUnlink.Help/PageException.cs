using Markdig.Syntax;

namespace CognitoUnlink.Help;

/// <summary>A page that no help can be made of, and where.</summary>
/// <param name="path">The page.</param>
/// <param name="line">From 1.</param>
/// <param name="message">What is wrong.</param>
public sealed class PageException(string path, int line, string message) : Exception(message)
{
    /// <summary>The problem is where the block or inline begins.</summary>
    public PageException(string path, MarkdownObject at, string message)
        : this(path, at.Line + 1, message)
    {
    }

    /// <summary>The page.</summary>
    public string Path { get; } = path;

    /// <summary>From 1.</summary>
    public int Line { get; } = line;
}
