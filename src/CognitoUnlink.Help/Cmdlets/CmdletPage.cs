using CognitoUnlink.Help.Text;
using Markdig.Syntax.Inlines;

namespace CognitoUnlink.Help.Cmdlets;

/// <summary>What the page of a cmdlet says.</summary>
internal sealed record CmdletPage
{
    public required string Name { get; init; }

    public required string Synopsis { get; init; }

    /// <summary>In the order of the page, the default one first.</summary>
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

/// <summary>A parameter. Where it differs between parameter sets it has facts for each kind of them.</summary>
internal sealed record Parameter(string Name, IReadOnlyList<string> Description, IReadOnlyList<ParameterFacts> Facts)
{
    /// <summary>The facts in a set; null when it does not belong to it.</summary>
    public ParameterFacts? In(string parameterSet) =>
        Facts.FirstOrDefault(facts => facts.ParameterSets.Count == 0 || facts.ParameterSets.Contains(parameterSet));
}

/// <summary>A type of objects that a cmdlet takes or writes.</summary>
internal sealed record DataType(string Name, IReadOnlyList<string> Description);

/// <summary>An example: code with what it shows, then what there is to say.</summary>
internal sealed record Example(string Title, string Code, IReadOnlyList<string> Remarks);

/// <summary>Parameters that several cmdlets have: a page's heading links to the section of another page that describes them.</summary>
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

    /// <summary>Makes sure that the page names just the parameters that it links to.</summary>
    public static void CheckNames(Section part, IEnumerable<string> described)
    {
        var named = PlainText.Inlines<CodeInline>(part.Blocks).Select(code => code.Content).ToHashSet();
        var wrong = described.Select(name => "-" + name).Except(named).Concat(named.Except(described.Select(name => "-" + name))).ToList();
        if (wrong.Count > 0)
        {
            throw new PageException(part.Path, part.Title, $"The text and the section that it links to do not name the same parameters: {string.Join(", ", wrong)}.");
        }
    }

    // As Git hosts make them.
    private static string Anchor(string heading) =>
        string.Concat(heading.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-')).Replace(' ', '-');
}
