using Markdig;
using Markdig.Syntax;

namespace CognitoUnlink.Help;

/// <summary>A Markdown page: its title and its sections.</summary>
internal sealed class Page
{
    private static readonly MarkdownPipeline s_pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    private Page(string path, string title, IReadOnlyList<Section> sections)
    {
        Path = path;
        Title = title;
        Sections = sections;
    }

    public string Path { get; }

    public string Title { get; }

    public IReadOnlyList<Section> Sections { get; }

    /// <exception cref="PageException">The page does not begin with a title, or there is text before its first section.</exception>
    public static Page Read(string path)
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

        return new Page(path, Text.PlainText.Of(path, title.Inline), sections);
    }

    /// <summary>The section of that heading.</summary>
    public Section Find(string heading) => Sections.FirstOrDefault(section => section.Heading == heading)
        ?? throw new PageException(Path, 1, $"The section '## {heading}' is missing.");

    /// <summary>Makes sure that the page has these sections, and no others, in this order.</summary>
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
