using System.Xml.Linq;

namespace CognitoUnlink.Help.Tests;

/// <summary>A docs folder with one valid cmdlet page and one valid topic, for tests to break.</summary>
internal sealed class DocsFolder : IDisposable
{
    public const string Cmdlet = """
        # Get-Thing

        ## SYNOPSIS

        Shows *things*.

        ## SYNTAX

        ### Name (Default)

        ```
        Get-Thing [-Name] <string[]>
        ```

        ### All

        ```
        Get-Thing -All
        ```

        ## DESCRIPTION

        Shows `things`, as 'Get-Thing' & others < do.
        A second line of the [page](https://example.com/page).

        - one
        - two

        ## EXAMPLES

        ### Example 1: See

        ```powershell
        Get-Thing a |
            Out-Null
        ```

        ```output
        a
        ```

        It is seen.

        ## PARAMETERS

        ### -All

        All of them.

        ```yaml
        Type: SwitchParameter
        Parameter Sets: All
        Aliases:
        Required: True
        Position: Named
        Default value: False
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -Name

        The names.

        ```yaml
        Type: String[]
        Parameter Sets: Name
        Aliases: N, Nm
        Required: True
        Position: 0
        Default value: None
        Accept pipeline input: True (ByPropertyName)
        Accept wildcard characters: True
        ```

        ```yaml
        Type: String[]
        Parameter Sets: All
        Aliases: N, Nm
        Required: False
        Position: Named
        Default value: None
        Accept pipeline input: False
        Accept wildcard characters: True
        ```

        ### [Shared](common-parameters.md#shared-ones)

        `-Color`.

        ## INPUTS

        ### System.String

        Names.

        ## OUTPUTS

        ### Thing

        Things.

        ## NOTES

        None.

        ## RELATED LINKS

        - [about_Things](../about/about_Things.md)
        - [Operation](https://example.com/operation)
        """;

    public const string Common = """
        # Common parameters

        ## Shared ones

        ### -Color

        The color.

        ```yaml
        Type: Color
        Parameter Sets: (All)
        Aliases:
        Accepted values: Red, Blue
        Required: False
        Position: Named
        Default value: Red
        Accept pipeline input: False
        Accept wildcard characters: False
        ```
        """;

    public const string Topic = """
        # about_Things

        ## SHORT DESCRIPTION

        What things are.

        ## LONG DESCRIPTION

        A thing is what is neither a person nor an idea, as far as anybody has been able to tell `so far`.

        ```powershell
        Get-Thing a |
            Out-Null
        ```

        ### More

        - One of the two things that have to be said here, which is longer than a single line can hold.
        - Two.

        | thing | does |
        |---|---|
        | a | something that takes rather more than eighty columns to tell, so that its column is wrapped |
        | b | nothing |
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cognito-unlink-");

    public DocsFolder()
    {
        Write("cmdlets/Get-Thing.md", Cmdlet);
        Write("cmdlets/common-parameters.md", Common);
        Write("about/about_Things.md", Topic);
    }

    public string Output => PathOf("out");

    public string PathOf(string file) => Path.Combine(_folder.FullName, file.Replace('/', Path.DirectorySeparatorChar));

    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    /// <summary>Builds pages that must be valid.</summary>
    public XDocument Build()
    {
        Assert.Empty(HelpFiles.Write(_folder.FullName, Output));
        return XDocument.Load(Path.Combine(Output, "CognitoUnlink.dll-Help.xml"));
    }

    /// <summary>Builds pages that must be refused; nothing is written.</summary>
    public PageException Fail()
    {
        var problem = Assert.Single(HelpFiles.Write(_folder.FullName, Output));
        Assert.False(Directory.Exists(Output));
        return problem;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
