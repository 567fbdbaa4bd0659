using System.Text.RegularExpressions;
using CognitoUnlink.Input;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Core.Tests.Architecture;

public sealed partial class ArchitectureTests
{
    [Theory]
    [InlineData("CognitoUnlink.Core")]
    [InlineData("CognitoUnlink.Report")]
    [InlineData("CognitoUnlink.Aws")]
    [InlineData("CognitoUnlink.LocalPool")]
    [InlineData("CognitoUnlink.Probe")]
    public void No_text_names_a_cmdlet_or_an_option(string name)
    {
        using var assembly = new BuiltAssembly(name);

        Assert.DoesNotContain(assembly.Texts, text => HostWord().IsMatch(AwsCommand().Replace(text, string.Empty)));
    }

    [Theory]
    [InlineData("Give -AllowLockout.")]
    [InlineData("(-ProfileName,")]
    [InlineData("--allow-lockout unlinks anyway.")]
    [InlineData("Get-CGIPLinkedIdentity shows it.")]
    [InlineData("aws sso login --profile NAME, or --region NAME")]
    public void The_check_finds_text_that_names_a_cmdlet_or_an_option(string text) => Assert.Matches(HostWord(), AwsCommand().Replace(text, string.Empty));

    [Theory]
    [InlineData("CognitoUnlink.Core")]
    [InlineData("CognitoUnlink.Report", "CognitoUnlink.Core")]
    [InlineData("CognitoUnlink.LocalPool", "CognitoUnlink.Core")]
    [InlineData("CognitoUnlink.Probe", "CognitoUnlink.Aws", "CognitoUnlink.Core")]
    public void An_assembly_references_only_the_framework_and_the_listed_assemblies(string name, params string[] others)
    {
        using var assembly = new BuiltAssembly(name);

        Assert.Equal(others, assembly.References.Where(reference => !IsInFramework(reference)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("CognitoUnlink.Core")]
    [InlineData("CognitoUnlink.Report")]
    [InlineData("CognitoUnlink.Aws")]
    [InlineData("CognitoUnlink.LocalPool")]
    [InlineData("CognitoUnlink.Probe")]
    [InlineData("CognitoUnlink")]
    [InlineData("CognitoUnlink.Cli", "net10.0", "cognito-unlink")]
    [InlineData("CognitoUnlink.Help", "net10.0")]
    public void Namespaces_have_no_circular_dependencies(string project, string framework = "net8.0", string? name = null)
    {
        using var assembly = new BuiltAssembly(project, framework, name);

        Assert.Equal(string.Empty, string.Join("; ", assembly.Cycles().Select(cycle => string.Join(" ", cycle))));
    }

    [Fact]
    public void Reading_JSON_loses_no_defaults() => Assert.Empty(GeneratedJson.LostDefaults(typeof(IRow).Assembly));

    // A self-contained program has everything in one folder.
    private static bool IsInFramework(string reference) =>
        !reference.StartsWith("CognitoUnlink", StringComparison.Ordinal)
        && File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, $"{reference}.dll"));

    // A parameter's name begins with a capital; a header such as X-Amz-Date has a letter before the hyphen.
    [GeneratedRegex(@"\b[A-Z][a-z]+-CGIP|(?<![\w\]-])-[A-Z][A-Za-z]+|(?<![\w-])--[a-z]")]
    private static partial Regex HostWord();

    // The AWS CLI's own commands and their options.
    [GeneratedRegex(@"\baws( [a-z0-9-]+)+( --[a-z-]+ [^\s,]*)*")]
    private static partial Regex AwsCommand();
}
