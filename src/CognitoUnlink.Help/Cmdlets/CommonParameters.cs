using CognitoUnlink.Help.Text;
using Markdig.Syntax.Inlines;

namespace CognitoUnlink.Help.Cmdlets;

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
        return (File.Exists(path) ? Page.Read(path).Sections.FirstOrDefault(section => Anchor(section.Heading) == heading) : null)
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
