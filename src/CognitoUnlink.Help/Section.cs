using CognitoUnlink.Help.Text;
using Markdig.Syntax;

namespace CognitoUnlink.Help;

/// <summary>A heading and the blocks below it.</summary>
internal sealed record Section(string Path, HeadingBlock Title, IReadOnlyList<Block> Blocks)
{
    public string Heading { get; } = PlainText.Of(Path, Title.Inline);

    /// <summary>Cuts blocks at the headings of a level.</summary>
    public static (IReadOnlyList<Block> Before, IReadOnlyList<Section> Sections) Split(string path, IEnumerable<Block> blocks, int level)
    {
        var before = new List<Block>();
        var sections = new List<Section>();
        var current = before;
        foreach (var block in blocks)
        {
            if (block is HeadingBlock heading && heading.Level <= level)
            {
                if (heading.Level < level)
                {
                    throw new PageException(path, heading, $"A heading of level {heading.Level} does not belong here.");
                }

                current = [];
                sections.Add(new Section(path, heading, current));
            }
            else
            {
                current.Add(block);
            }
        }

        return (before, sections);
    }

    /// <summary>The parts below headings of level 3.</summary>
    public (IReadOnlyList<Block> Before, IReadOnlyList<Section> Parts) Split() => Split(Path, Blocks, level: 3);

    /// <summary>The parts, where nothing may come before the first.</summary>
    public IReadOnlyList<Section> Parts()
    {
        var (before, parts) = Split();
        return before.Count == 0 ? parts : throw new PageException(Path, before[0], $"Under '{Heading}' text belongs below a heading, '### …'.");
    }

    /// <summary>The text, a paragraph an element; at least one.</summary>
    public IReadOnlyList<string> Paragraphs() => Paragraphs(Blocks);

    /// <summary>The same of some of the blocks.</summary>
    public IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks)
    {
        var paragraphs = blocks.SelectMany(block => PlainText.Paragraphs(Path, block)).ToList();
        return paragraphs.Count > 0 ? paragraphs : throw new PageException(Path, Title, $"'{Heading}' says nothing.");
    }
}
