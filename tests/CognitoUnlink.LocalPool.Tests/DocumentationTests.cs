using System.Text.Json;
using System.Text.RegularExpressions;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Operations;
using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalPool.Tests.Support;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class DocumentationTests
{
    private static readonly string s_usage = File.ReadAllText(Repository.PathOf("docs", "local-user-pool.md"));
    private static readonly string s_differences = File.ReadAllText(Repository.PathOf("docs", "local-pool-differences.md"));

    [Fact]
    public async Task The_seed_document_in_the_manual_works_and_shows_every_field()
    {
        var document = Regex.Match(s_usage, "```jsonc\r?\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        using var pool = TestPool.Generated(0);
        (await pool.ControlAsync(HttpMethod.Post, "seed", document)).Ok();
        Assert.Equal("00u1abc", (await pool.IdentitiesAsync("carlos"))!.Value[0].Text("userId"));

        using var full = TestPool.Generated(40);
        var written = JsonSerializer.Deserialize<JsonElement>(await full.SnapshotAsync()).GetProperty("pools")[0];
        var names = Regex.Matches(document, "\"(\\w+)\":").Select(match => match.Groups[1].Value).ToHashSet();
        Assert.All(
            written.EnumerateObject().Concat(written.GetProperty("users")[0].EnumerateObject()).Concat(written.GetProperty("users")[0].GetProperty("identities")[0].EnumerateObject()),
            member => Assert.Contains(member.Name, names));
    }

    [Fact]
    public void Every_operation_is_in_the_manual() =>
        Assert.All(OperationTable.Names, name => Assert.Matches($@"\b{name}\b", s_usage));

    [Fact]
    public void Every_switch_and_value_is_in_the_list_of_differences()
    {
        foreach (var property in typeof(Behavior).GetProperties().Where(property => property.CanWrite))
        {
            Assert.Contains($"`{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}`", s_differences, StringComparison.Ordinal);
            if (property.PropertyType.IsEnum)
            {
                Assert.All(Enum.GetNames(property.PropertyType), name => Assert.Contains($"`{JsonNamingPolicy.CamelCase.ConvertName(name)}`", s_differences, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void Every_field_of_faults_and_quotas_and_every_category_is_in_the_manual()
    {
        var fields = typeof(LocalUserPoolFault).GetProperties().Concat(typeof(LocalUserPoolQuotas).GetProperties())
            .Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
        Assert.All(fields, name => Assert.Matches($@"[`""]{name}[`""]", s_usage));
        Assert.All(QuotaCategories.All, category => Assert.Contains($"`{category}`", s_usage, StringComparison.Ordinal));
    }
}
