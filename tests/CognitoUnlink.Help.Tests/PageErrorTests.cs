using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Help.Tests;

public sealed class PageErrorTests : IDisposable
{
    private readonly DocsFolder _docs = new();

    public void Dispose() => _docs.Dispose();

    [Theory]
    [InlineData("# Get-Thing", "# Get-Other", "# Get-Other", "is not the name of the file")]
    [InlineData("# Get-Thing\n", "Get-Thing\n", "Get-Thing", "begins with its title")]
    [InlineData("# Get-Thing\n", "# Get-Thing\n\ntext\n", "text", "before the first section")]
    [InlineData("## NOTES\n\nNone.\n\n", "", "# Get-Thing", "'## NOTES' is missing")]
    [InlineData("## NOTES", "## NOTES\n\nNone.\n\n## MORE", "## MORE", "is not expected here")]
    [InlineData("Names.\n", "\n", "### System.String", "says nothing")]
    [InlineData("```powershell", "Before.\n\n```powershell", "### Example 1: See", "begins with its code")]
    [InlineData("    Out-Null", "    Out-Null -ANameThatIsFarTooLongToBeShownWithoutBeingWrappedByTheScreenOnWhichPeopleReadTheHelp", "    Out-Null -ANameThatIsFarTooLongToBeShownWithoutBeingWrappedByTheScreenOnWhichPeopleReadTheHelp", "at most 96")]
    [InlineData("### -Name\n", "### Name\n", "### Name\n\nThe", "'### -Name'")]
    [InlineData("Aliases:\n", "Alias:\n", "```yaml", "'Aliases' is missing")]
    [InlineData("Position: 0", "Position: first", "```yaml\nType: String[]", "no value of 'Position'")]
    [InlineData("Position: 0", "Position", "Position\n", "is not 'Name: value'")]
    [InlineData("Position: 0", "Position: 0\nDynamic: True", "```yaml\nType: String[]", "no fact of a parameter")]
    [InlineData("Parameter Sets: Name", "Parameter Sets: Nam", "## SYNTAX", "has no '### Nam' here")]
    [InlineData("#shared-ones", "#other-ones", "### [Shared]", "There is no section")]
    [InlineData("`-Color`", "`-Colour`", "### [Shared]", "-Color, -Colour")]
    [InlineData("None.", "![picture](x.png)", "![picture]", "no form")]
    public void A_mistake_on_a_page_is_reported_with_its_line(string old, string changed, string at, string message)
    {
        var text = DocsFolder.Cmdlet.ReplaceLineEndings("\n");
        var place = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(place >= 0);
        text = text[..place] + changed + text[(place + old.Length)..];
        _docs.Write("cmdlets/Get-Thing.md", text);

        var problem = _docs.Fail();

        Assert.Equal(_docs.PathOf("cmdlets/Get-Thing.md"), problem.Path);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal(1 + text[..text.IndexOf(at, StringComparison.Ordinal)].Count(c => c == '\n'), problem.Line);
    }

    [Fact]
    public void All_pages_are_checked()
    {
        _docs.Write("cmdlets/Get-Thing.md", "text");
        _docs.Write("about/about_Things.md", "text");
        Assert.Equal(2, HelpFiles.Write(_docs.PathOf("."), _docs.Output).Count);
    }

    [Fact]
    public async Task The_program_reports_problems_in_the_MSBuild_format()
    {
        _docs.Write("about/about_Things.md", "text");
        var program = Path.Combine(AppContext.BaseDirectory, "CognitoUnlink.Help.dll");
        var run = await Tool.RunAsync("dotnet", ["exec", program, _docs.PathOf("."), _docs.Output]);
        Assert.Equal(1, run.ExitCode);
        Assert.Matches(@"about_Things\.md\(1,1\): error HELP001: A page begins", run.Error);
    }
}
