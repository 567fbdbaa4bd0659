using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CognitoUnlink.Help;

internal sealed record CmdletPage
{
    public required string Name { get; init; }

    public required string Synopsis { get; init; }

    /// <summary>In the order of the page, with the default set first.</summary>
    public required IReadOnlyList<string> ParameterSets { get; init; }

    public required IReadOnlyList<string> Description { get; init; }

    public required IReadOnlyList<Example> Examples { get; init; }

    public required IReadOnlyList<Parameter> Parameters { get; init; }

    public required IReadOnlyList<DataType> Inputs { get; init; }

    public required IReadOnlyList<DataType> Outputs { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Names of other help topics, and titles with a web address.</summary>
    public required IReadOnlyList<string> Links { get; init; }
}

/// <summary>A parameter. If it differs between parameter sets, it has facts for each kind of set.</summary>
internal sealed record Parameter(string Name, IReadOnlyList<string> Description, IReadOnlyList<ParameterFacts> Facts)
{
    /// <summary>The facts in a set; null if the parameter is not in the set.</summary>
    public ParameterFacts? In(string parameterSet) =>
        Facts.FirstOrDefault(facts => facts.ParameterSets.Count == 0 || facts.ParameterSets.Contains(parameterSet));
}

internal sealed record DataType(string Name, IReadOnlyList<string> Description);

/// <summary>An example: code with its output, then remarks.</summary>
internal sealed record Example(string Title, string Code, IReadOnlyList<string> Remarks);

/// <summary>Parameters shared by several cmdlets: a heading links to the section of another page that describes them.</summary>
internal static class CommonParameters
{
    /// <summary>The section that a heading links to; null when it is an ordinary heading.</summary>
    /// <exception cref="PageException">There is no such page or section.</exception>
    public static Section? LinkedFrom(Section part)
    {
        if (part.Title.Inline?.FirstChild is not LinkInline { Url: { } url })
        {
            return null;
        }

        var (file, heading) = url.Split('#') is [var before, var after] ? (before, after) : (url, string.Empty);
        var path = Path.Combine(Path.GetDirectoryName(part.Path)!, file);
        return (File.Exists(path) ? MarkdownPage.Read(path).Sections.FirstOrDefault(section => Anchor(section.Heading) == heading) : null)
            ?? throw new PageException(part.Path, part.Title, $"There is no section '{url}'.");
    }

    /// <summary>Checks that the page names exactly the parameters that it links to.</summary>
    public static void CheckNames(Section part, IEnumerable<string> described)
    {
        var named = PlainText.Inlines<CodeInline>(part.Blocks).Select(code => code.Content).ToHashSet();
        var wrong = described.Select(name => "-" + name).Except(named).Concat(named.Except(described.Select(name => "-" + name))).ToList();
        if (wrong.Count > 0)
        {
            throw new PageException(part.Path, part.Title, $"The text and the section that it links to do not name the same parameters: {string.Join(", ", wrong)}.");
        }
    }

    // As Git hosts form anchors.
    private static string Anchor(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-')).Replace(' ', '-');
}

/// <summary>Reads a cmdlet's page, which has platyPS's layout.</summary>
internal static class CmdletPageReader
{
    private const string DefaultMark = " (Default)";

    // 100 columns with the indentation of Get-Help.
    private const int MaximumCodeWidth = 96;

    /// <exception cref="PageException">The page is not as it should be.</exception>
    public static CmdletPage Read(string path)
    {
        var page = MarkdownPage.Read(path);
        if (page.Title != Path.GetFileNameWithoutExtension(path))
        {
            throw new PageException(path, 1, $"The title '{page.Title}' is not the name of the file.");
        }

        page.CheckSections("SYNOPSIS", "SYNTAX", "DESCRIPTION", "EXAMPLES", "PARAMETERS", "INPUTS", "OUTPUTS", "NOTES", "RELATED LINKS");
        var parameters = Parameters(page.Find("PARAMETERS"));
        return new CmdletPage
        {
            Name = page.Title,
            Synopsis = page.Find("SYNOPSIS").Paragraphs() is [var only] ? only : throw new PageException(path, page.Find("SYNOPSIS").Title, "The synopsis is one paragraph."),
            ParameterSets = ParameterSets(page.Find("SYNTAX"), parameters),
            Description = page.Find("DESCRIPTION").Paragraphs(),
            Examples = [.. page.Find("EXAMPLES").Parts().Select(ExampleOf)],
            Parameters = parameters,
            Inputs = [.. page.Find("INPUTS").Parts().Select(part => new DataType(part.Heading, part.Paragraphs()))],
            Outputs = [.. page.Find("OUTPUTS").Parts().Select(part => new DataType(part.Heading, part.Paragraphs()))],
            Notes = page.Find("NOTES").Paragraphs(),
            Links = Links(page.Find("RELATED LINKS")),
        };
    }

    // The code below the headings is for readers on the web; here it follows from the parameters' facts.
    private static List<string> ParameterSets(Section syntax, IReadOnlyList<Parameter> parameters)
    {
        var sets = syntax.Split().Parts.Select(part => part.Heading.Replace(DefaultMark, string.Empty, StringComparison.Ordinal)).ToList();
        var known = sets.Count == 0 ? [string.Empty] : sets;
        foreach (var named in parameters.SelectMany(parameter => parameter.Facts).SelectMany(facts => facts.ParameterSets).Except(known))
        {
            throw new PageException(syntax.Path, syntax.Title, $"The parameter set '{named}' has no '### {named}' here.");
        }

        return known;
    }

    private static Example ExampleOf(Section part)
    {
        var code = part.Blocks.TakeWhile(block => block is FencedCodeBlock).Cast<FencedCodeBlock>().ToList();
        if (code.Count == 0)
        {
            throw new PageException(part.Path, part.Title, "An example begins with its code.");
        }

        foreach (var block in code)
        {
            var lines = PlainText.Code(block).Split('\n');
            var tooLong = Array.FindIndex(lines, line => line.Length > MaximumCodeWidth);
            if (tooLong >= 0)
            {
                throw new PageException(part.Path, block.Line + 2 + tooLong, $"A line of code in an example has at most {MaximumCodeWidth} characters.");
            }
        }

        return new Example(part.Heading, string.Join("\n\n", code.Select(PlainText.Code)), part.Paragraphs(part.Blocks.Skip(code.Count)));
    }

    private static List<Parameter> Parameters(Section section)
    {
        var all = new List<Parameter>();
        foreach (var part in section.Parts())
        {
            if (CommonParameters.LinkedFrom(part) is { } linked)
            {
                var common = linked.Parts().Select(ParameterOf).ToList();
                CommonParameters.CheckNames(part, common.Select(parameter => parameter.Name));
                all.AddRange(common);
            }
            else
            {
                all.Add(ParameterOf(part));
            }
        }

        return all;
    }

    private static Parameter ParameterOf(Section part)
    {
        if (!part.Heading.StartsWith('-'))
        {
            throw new PageException(part.Path, part.Title, "The heading of a parameter is '### -Name'.");
        }

        var facts = part.Blocks.OfType<FencedCodeBlock>().Where(code => code.Info == "yaml").ToList();
        if (facts.Count == 0)
        {
            throw new PageException(part.Path, part.Title, $"{part.Heading} has no facts: a block of yaml.");
        }

        return new Parameter(part.Heading[1..], part.Paragraphs(part.Blocks.Except(facts)), [.. facts.Select(code => ParameterFacts.Read(part.Path, code))]);
    }

    private static List<string> Links(Section section)
    {
        var links = PlainText.Inlines<LinkInline>(section.Blocks).Select(link => PlainText.OfLink(section.Path, link)).ToList();
        return links.Count > 0 ? links : throw new PageException(section.Path, section.Title, "There is no link.");
    }
}
