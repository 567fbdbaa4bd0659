using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>The word at the cursor: what it says, and the quotation mark that the person has typed.</summary>
internal sealed partial class TypedWord
{
    private const string SingleQuotes = "'\u2018\u2019\u201A\u201B";
    private const string DoubleQuotes = "\"\u201C\u201D\u201E";
    private const string Wildcards = "*?[]";

    private readonly char _quote;

    /// <summary>Takes the word as PowerShell gives it: read already, but with its quotation marks, the closing one added.</summary>
    /// <param name="given">The word.</param>
    public TypedWord(string? given)
    {
        var word = Written = given ?? string.Empty;
        _quote = word.Length == 0 ? default : SingleQuotes.Contains(word[0]) ? '\'' : DoubleQuotes.Contains(word[0]) ? '"' : default;
        Text = _quote == default ? word : word.Length > 1 && word[^1] == word[0] ? word[1..^1] : word[1..];
    }

    /// <summary>The word with its quotation marks.</summary>
    public string Written { get; }

    /// <summary>What the word says.</summary>
    public string Text { get; }

    /// <summary>What an argument says; null when it is not a fixed text.</summary>
    /// <param name="written">The argument as it is written.</param>
    public static string? Read(string written) => Argument(written)?.Value;

    /// <summary>A value as it is to stand in the word's place, to be read back as just that.</summary>
    /// <param name="value">The value.</param>
    public string Write(string value) =>
        _quote == '"' ? $"\"{SpecialInDoubleQuotes().Replace(value, "`$0")}\""
        : _quote == default && IsBareWord(value) ? value
        : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";

    private static bool IsBareWord(string value) =>
        value.AsSpan().IndexOfAny(Wildcards) < 0 && Argument(value) is { StringConstantType: StringConstantType.BareWord } read && read.Value == value;

    private static StringConstantExpressionAst? Argument(string written) =>
        Parser.ParseInput($"command {written}", out _, out var errors).EndBlock.Statements is [PipelineAst { PipelineElements: [CommandAst { CommandElements: [_, var argument] }] }]
        && errors.Length == 0
            ? argument as StringConstantExpressionAst
            : null;

    [GeneratedRegex("[`$\"\u201C\u201D\u201E]")]
    private static partial Regex SpecialInDoubleQuotes();
}
