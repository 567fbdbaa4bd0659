using System.Text.RegularExpressions;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Aws.Tests.Credentials;

public sealed partial class DocumentationTests
{
    private static readonly string s_page = File.ReadAllText(Repository.PathOf("docs", "credentials.md"));

    [Fact]
    public void Every_environment_variable_in_the_code_is_documented()
    {
        var read = Directory.EnumerateFiles(Repository.PathOf("src", "CognitoUnlink.Aws"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("\\obj\\", StringComparison.Ordinal))
            .SelectMany(path => Variable().Matches(File.ReadAllText(path)).Select(match => match.Groups[1].Value))
            .Distinct()
            .ToList();

        Assert.Contains("AWS_PROFILE", read);
        Assert.DoesNotContain(read, name => !s_page.Contains($"`{name}`", StringComparison.Ordinal) && !s_page.Contains($"`{name}=", StringComparison.Ordinal));
    }

    [Fact]
    public void The_documentation_lists_the_sources_in_the_same_order_as_the_matrix()
    {
        string[] words = ["`-AccessKey`", "`-ProfileName`", "`-Credential`", "`$StoredAWSCredentials`", "`AWS_ACCESS_KEY_ID`", "`AWS_PROFILE`", "profile `default`", "profile `AWS PS Default`", "`AWS_WEB_IDENTITY_TOKEN_FILE`", "container", "instance metadata"];

        Assert.Equal(CredentialSource.All.Count, words.Length);
        Assert.All(words, (word, index) => Assert.Contains($"| {index + 1} | {word}", s_page, StringComparison.Ordinal));
    }

    [GeneratedRegex("\"(AWS_[A-Z_0-9]+)\"")]
    private static partial Regex Variable();
}
