using System.Globalization;
using System.Text.Json;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.Probe.Experiments;

namespace CognitoUnlink.Probe.Tests;

/// <summary>A probe that could not distinguish the values of a switch would be useless.</summary>
public sealed class SwitchTests
{
    /// <summary>Switches that requests alone cannot show, with the reason. Each is listed as not tried.</summary>
    private static readonly Dictionary<string, string> s_needsAPerson = new()
    {
        ["unlinkOwnProfile"] = "a profile is made by a sign-in through a provider",
        ["linkBesideProfile"] = "a profile is made by a sign-in through a provider",
        ["linkAfterSignIn"] = "it is about somebody who signed in through a link",
        ["signedInUserId"] = "it is about somebody who signed in through a link",
        ["linkingTrigger"] = "it is a trigger of the pool's owner, which runs when somebody signs in",
    };

    private static readonly Behavior s_default = new();

    public static TheoryData<string, string> Values
    {
        get
        {
            var values = new TheoryData<string, string>();
            foreach (var property in typeof(Behavior).GetProperties().Where(property => property.CanWrite))
            {
                var name = Camel(property.Name);
                string[] all = property.PropertyType == typeof(bool) ? ["true", "false"]
                    : property.PropertyType == typeof(int) ? ["0", "2000"]
                    : [.. Enum.GetNames(property.PropertyType).Select(Camel)];
                foreach (var value in s_needsAPerson.ContainsKey(name) ? [] : all)
                {
                    values.Add(name, value);
                }
            }

            return values;
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Each_value_of_each_switch_is_detected_and_written_to_the_file(string name, string value)
    {
        using var bench = new ProbeBench($$"""{ "{{name}}": {{Json(value)}} }""");

        var findings = await bench.ProbeAsync();
        var written = JsonDocument.Parse(bench.Text(findings)).RootElement.GetProperty("behavior");

        Assert.Equal(Json(value), written.GetProperty(name).GetRawText());
        foreach (var other in written.EnumerateObject().Where(member => member.Name != name))
        {
            Assert.Equal((other.Name, Json(DefaultOf(other.Name))), (other.Name, other.Value.GetRawText()));
        }

        var finding = findings.Single(finding => finding.Question.Id == name);
        Assert.Equal(value == DefaultOf(name) ? FindingResult.Same : FindingResult.Different, finding.Result);
        Assert.NotEmpty(finding.RequestIds);
        var requests = bench.Server.GetRequests().Select(request => request.RequestId).ToHashSet();
        Assert.All(findings.SelectMany(found => found.RequestIds), id => Assert.Contains(id, requests));
    }

    [Fact]
    public async Task Only_switches_that_need_a_person_are_listed_as_not_tried()
    {
        using var bench = new ProbeBench();

        var findings = await bench.ProbeAsync();

        Assert.Equal(s_needsAPerson.Keys.Order(), findings.Where(finding => finding.Result == FindingResult.NotTried).Select(finding => finding.Question.Id).Order());
        Assert.All(findings.Where(finding => finding.Result == FindingResult.NotTried), finding => Assert.NotEmpty(finding.Answered));
        Assert.Equal(
            typeof(Behavior).GetProperties().Where(property => property.CanWrite).Select(property => Camel(property.Name)).Order(),
            findings.Where(finding => finding.Question.IsSwitch).Select(finding => finding.Question.Id).Order());
    }

    [Fact]
    public async Task The_local_pool_behaves_as_the_questions_assume()
    {
        using var bench = new ProbeBench();

        var findings = await bench.ProbeAsync();

        Assert.DoesNotContain(findings, finding => finding.Result is FindingResult.Different or FindingResult.NotSupported);
        // Without quotas nothing is throttled.
        Assert.Equal(["throttled"], findings.Where(finding => finding.Result == FindingResult.NotAnswered).Select(finding => finding.Question.Id));
        Assert.All(findings.Where(finding => finding.Question.IsSwitch), finding => Assert.Equal(DefaultOf(finding.Question.Id), finding.Question.Assumed));
        Assert.Equal(findings.Count, findings.Select(finding => finding.Question.Id).Distinct().Count());
    }

    [Theory]
    [InlineData(400, FindingResult.Same)]
    [InlineData(429, FindingResult.Different)]
    public async Task The_status_of_a_throttled_request_is_detected(int status, FindingResult result)
    {
        using var bench = new ProbeBench();
        bench.Server.Quotas = new() { UserReadsPerSecond = 10, ThrottleStatusCode = status };

        var finding = (await bench.ProbeAsync()).Single(finding => finding.Question.Id == "throttled");

        Assert.Equal((result, string.Create(CultureInfo.InvariantCulture, $"{status} TooManyRequestsException: Rate exceeded")), (finding.Result, finding.Answered));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task No_answer_is_wrong_for_random_combinations_of_switches(int seed)
    {
        const int Combinations = 10;
        var random = new Random(seed);
        var answered = 0;
        for (var i = 0; i < Combinations; i++)
        {
            // The lag takes time, and another test covers it.
            var chosen = Values.Select(row => row.Data).Where(row => row.Item1 != "listLagMilliseconds").GroupBy(row => row.Item1)
                .ToDictionary(values => values.Key, values => values.ElementAt(random.Next(values.Count())).Item2);
            var behavior = $"{{ {string.Join(", ", chosen.Select(pair => $"\"{pair.Key}\": {Json(pair.Value)}"))} }}";
            using var bench = new ProbeBench(behavior);

            var findings = await bench.ProbeAsync();

            foreach (var finding in findings.Where(finding => finding.SwitchValue is not null && chosen.ContainsKey(finding.Question.Id)))
            {
                Assert.True(chosen[finding.Question.Id] == finding.SwitchValue, $"{finding.Question.Id} is {chosen[finding.Question.Id]}, but was found to be {finding.SwitchValue}: {behavior}");
                answered++;
            }
        }

        Assert.True(answered > Combinations * 10, $"Only {answered} answers.");
    }

    private static string DefaultOf(string name) => typeof(Behavior).GetProperties().Single(property => Camel(property.Name) == name).GetValue(s_default) switch
    {
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        var word => Camel(word!.ToString()!),
    };

    private static string Json(string value) => value is "true" or "false" || int.TryParse(value, out _) ? value : $"\"{value}\"";

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
