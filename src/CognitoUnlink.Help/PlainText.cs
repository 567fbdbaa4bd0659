using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CognitoUnlink.Help;

/// <summary>Markdown as plain text: without marks, with a link's web address after its text.</summary>
internal static class PlainText
{
    /// <summary>A paragraph's or a heading's text on one line.</summary>
    public static string Of(string path, ContainerInline? inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines ?? [])
        {
            Append(path, inline, text);
        }

        return text.ToString().Trim();
    }

    /// <summary>A block's paragraphs. A list is one paragraph, with a line for each item; code stays as it is.</summary>
    public static IEnumerable<string> Paragraphs(string path, Block block) => block switch
    {
        ParagraphBlock paragraph => [Of(path, paragraph.Inline)],
        FencedCodeBlock code => [Code(code)],
        ListBlock list => [string.Join('\n', Items(path, list).Select(item => item.Mark + item.Text))],
        _ => throw Unknown(path, block),
    };

    /// <summary>The items of a list, each with the mark before it.</summary>
    public static IEnumerable<(string Mark, string Text)> Items(string path, ListBlock list) =>
        list.Cast<ListItemBlock>().Select((item, index) => (
            list.IsOrdered ? $"{index + 1}. " : "- ",
            string.Join(' ', item.SelectMany(part => part is ParagraphBlock ? Paragraphs(path, part) : throw Unknown(path, part)))));

    /// <summary>The text of a code block, without the line break at its end.</summary>
    public static string Code(FencedCodeBlock code) => code.Lines.ToString().TrimEnd();

    /// <summary>The inlines of a kind in blocks, lists included.</summary>
    public static IEnumerable<T> Inlines<T>(IEnumerable<Block> blocks)
        where T : Inline => blocks.SelectMany(block => block switch
        {
            LeafBlock { Inline: { } inlines } => inlines.FindDescendants<T>(),
            ContainerBlock container => Inlines<T>(container),
            _ => [],
        });

    public static PageException Unknown(string path, MarkdownObject part) =>
        new(path, part, $"Help has no form for this ({part.GetType().Name}).");

    /// <summary>A link's text, with its address after it unless it leads to another page.</summary>
    public static string OfLink(string path, LinkInline link)
    {
        var label = Of(path, link);
        return link.Url?.StartsWith("http", StringComparison.Ordinal) == true && link.Url != label ? $"{label} ({link.Url})" : label;
    }

    private static void Append(string path, Inline inline, StringBuilder text)
    {
        switch (inline)
        {
            case LiteralInline literal:
                text.Append(literal.Content);
                break;
            case CodeInline code:
                // Without its marks, it would be unclear where a command in a sentence ends.
                text.Append(code.Content.Contains(' ', StringComparison.Ordinal) ? $"'{code.Content}'" : code.Content);
                break;
            case HtmlEntityInline entity:
                text.Append(entity.Transcoded);
                break;
            case AutolinkInline link:
                text.Append(link.Url);
                break;
            case LineBreakInline:
                text.Append(' ');
                break;
            case LinkInline { IsImage: false } link:
                text.Append(OfLink(path, link));
                break;
            case EmphasisInline emphasis:
                text.Append(Of(path, emphasis));
                break;
            default:
                throw Unknown(path, inline);
        }
    }
}
