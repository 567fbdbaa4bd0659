using System.Text;

namespace CognitoUnlink.Help;

/// <summary>The help files that PowerShell looks for, made from the Markdown pages in docs/.</summary>
public static class HelpFiles
{
    private const string CommonParametersFile = "common-parameters.md";

    /// <summary>Writes CognitoUnlink.dll-Help.xml and about_*.help.txt.</summary>
    /// <param name="docs">The folder with cmdlets/ and about/.</param>
    /// <param name="output">The folder to write to; created if needed.</param>
    /// <returns>The problems; if there are any, nothing is written.</returns>
    public static IReadOnlyList<PageException> Write(string docs, string output)
    {
        var problems = new List<PageException>();
        var cmdlets = new List<CmdletPage>();
        var topics = new List<(string Name, string Text)>();
        foreach (var path in PagesIn(docs, "cmdlets").Where(path => Path.GetFileName(path) != CommonParametersFile))
        {
            Try(() => cmdlets.Add(CmdletPageReader.Read(path)));
        }

        foreach (var path in PagesIn(docs, "about"))
        {
            Try(() => topics.Add((Path.GetFileNameWithoutExtension(path), AboutTopic.Read(path))));
        }

        if (problems.Count == 0)
        {
            Directory.CreateDirectory(output);
            Maml.Document(cmdlets).Save(Path.Combine(output, "CognitoUnlink.dll-Help.xml"));
            foreach (var (name, text) in topics)
            {
                File.WriteAllText(Path.Combine(output, name + ".help.txt"), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            }
        }

        return problems;

        void Try(Action read)
        {
            try
            {
                read();
            }
            catch (PageException problem)
            {
                problems.Add(problem);
            }
        }
    }

    private static IEnumerable<string> PagesIn(string docs, string folder) =>
        Directory.EnumerateFiles(Path.Combine(docs, folder), "*.md").Order(StringComparer.Ordinal);
}
