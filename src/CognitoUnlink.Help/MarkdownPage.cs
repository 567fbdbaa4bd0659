using Markdig;
using Markdig.Syntax;

namespace CognitoUnlink.Help;

internal sealed class MarkdownPage
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    private MarkdownPage(string path, string title, IReadOnlyList<Section> sections)
    {
        Path = path;
        Title = title;
        Sections = sections;
    }

    public string Path { get; }

    public string Title { get; }

    public IReadOnlyList<Section> Sections { get; }

    /// <exception cref="PageException">The page does not begin with a title, or there is text before its first section.</exception>
    public static MarkdownPage Read(string path)
    {
        var blocks = Markdown.Parse(File.ReadAllText(path), s_pipeline).Where(block => block is not LinkReferenceDefinitionGroup).ToList();
        if (blocks is not [HeadingBlock { Level: 1 } title, .. var rest])
        {
            throw new PageException(path, 1, "A page begins with its title, '# Title'.");
        }

        var (before, sections) = Section.Split(path, rest, level: 2);
        if (before.Count > 0)
        {
            throw new PageException(path, before[0], "There is text before the first section, '## HEADING'.");
        }

        return new MarkdownPage(path, PlainText.Of(path, title.Inline), sections);
    }

    public Section Find(string heading) => Sections.FirstOrDefault(section => section.Heading == heading)
        ?? throw new PageException(Path, 1, $"The section '## {heading}' is missing.");

    /// <summary>Checks that the page has exactly these sections, in this order.</summary>
    public void CheckSections(params string[] headings)
    {
        foreach (var heading in headings)
        {
            Find(heading);
        }

        for (var i = 0; i < Sections.Count; i++)
        {
            if (i >= headings.Length || Sections[i].Heading != headings[i])
            {
                throw new PageException(Path, Sections[i].Title, $"The section '## {Sections[i].Heading}' is not expected here. The sections are {string.Join(", ", headings)}.");
            }
        }
    }
}

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

    /// <summary>The paragraphs of the text; at least one.</summary>
    public IReadOnlyList<string> Paragraphs() => Paragraphs(Blocks);

    /// <summary>The same for some of the blocks.</summary>
    public IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks)
    {
        var paragraphs = blocks.SelectMany(block => PlainText.Paragraphs(Path, block)).ToList();
        return paragraphs.Count > 0 ? paragraphs : throw new PageException(Path, Title, $"'{Heading}' says nothing.");
    }
}

/// <summary>A page that cannot be made into help, and where it fails.</summary>
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
