using System.Text.RegularExpressions;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Help.Tests;

/// <summary>The links in the repository's Markdown to its own files and headings, and to a page that is known to be gone.</summary>
public partial class LinkTests
{
    private static readonly string[] s_folders = ["docs", "samples", "src/CognitoUnlink.Cli"];

    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(s_folders.SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.md", SearchOption.AllDirectories)))
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Order(),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_existing_files_and_headings(string page)
    {
        var path = Repository.PathOf(page);
        var text = CodeBlock().Replace(File.ReadAllText(path).ReplaceLineEndings("\n"), string.Empty);

        Assert.All(Link().Matches(text).Select(match => match.Groups[1].Value), link =>
        {
            Assert.DoesNotContain("cognito-user-pools-mau.html", link, StringComparison.Ordinal);
            if (link.Contains("://", StringComparison.Ordinal) || link.StartsWith("mailto:", StringComparison.Ordinal))
            {
                return;
            }

            var (file, heading) = (link.Split('#')[0], link.Contains('#') ? link.Split('#')[1] : null);
            var target = file.Length == 0 ? path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, Uri.UnescapeDataString(file)));
            Assert.True(Path.Exists(target), $"{page} links to '{link}', which does not exist.");
            if (heading is not null && target.EndsWith(".md", StringComparison.Ordinal))
            {
                Assert.True(HeadingsOf(target).Contains(heading), $"{page} links to '{link}', but no heading has that anchor.");
            }
        });
    }

    [Fact]
    public void The_docs_index_links_to_each_page()
    {
        var index = File.ReadAllText(Repository.PathOf("docs/README.md"));

        Assert.All(
            Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md").Select(Path.GetFileName).Where(name => name != "README.md"),
            name => Assert.Contains($"]({name})", index, StringComparison.Ordinal));
    }

    private static HashSet<string> HeadingsOf(string path) =>
    [
        .. Heading().Matches(CodeBlock().Replace(File.ReadAllText(path).ReplaceLineEndings("\n"), string.Empty))
            .Select(match => NotInAnchors().Replace(match.Groups[1].Value.ToLowerInvariant(), string.Empty).Replace(' ', '-')),
    ];

    [GeneratedRegex(@"^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)*)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ +(.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchors();
}
