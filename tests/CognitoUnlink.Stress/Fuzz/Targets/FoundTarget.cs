using System.Text;
using System.Text.Json;
using CognitoUnlink.Report;
using CognitoUnlink.Reporting;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.Fuzz.Targets;

/// <summary>The JSON output of check and compare: everything that is read becomes a page in which none of it is markup.</summary>
internal sealed class FoundTarget : FuzzTarget
{
    public override string Name => "found";

    protected override IReadOnlyList<string> Tokens =>
        ["\"items\":", "\"isComplete\":false", "\"Examples\":null", "null", "[null]", "\"Check\":99", "\"State\":\"LinkedAgain\"", "\"FoundSince\":\"0001-01-01\"", "<script>", "\\u202E", "},{"];

    public override void Check(byte[] input)
    {
        var (check, comparison) = (Read<RetirementFinding>(input), Read<ComparedIdentity>(input));
        if (check is null && comparison is null)
        {
            return;
        }

        using var file = new ScratchFile([]);
        ReportFile.Write([], new ReportOptions(file.Path, id => id, "undo") { Check = check, Comparison = comparison });
        var page = File.ReadAllText(file.Path, Encoding.UTF8);
        Require(page.EndsWith("</html>\n", StringComparison.Ordinal), "The page has no end.");
        Require(page.Split("<script>").Length == 2, "The page has a script that is not its own.");
    }

    protected override byte[] Valid(Random random) => JsonSerializer.SerializeToUtf8Bytes(random.Next(2) == 0 ? Findings(random) : (object)Compared(random));

    private static Reported<T>? Read<T>(byte[] input)
        where T : class
    {
        try
        {
            using var json = JsonDocument.Parse(input);
            return FoundJson.Read<T>(json.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Dictionary<string, object> Findings(Random random) => new()
    {
        ["items"] = Enum.GetValues<RetirementCheck>().Where(_ => random.Next(3) == 0).Select(check => new RetirementFinding
        {
            UserPoolId = "us-east-1_Pool",
            ProviderName = random.Next(2) == 0 ? "Okta" : "</script><script>",
            Check = check,
            Severity = (FindingSeverity)random.Next(3),
            Count = random.Next(),
            Message = "Users without -another way in.",
            Recommendation = "Give them one.",
            Examples = random.Next(2) == 0 ? [] : ["alice", "\u202Ebob"],
        }).ToList(),
        ["isComplete"] = random.Next(2) == 0,
    };

    private static List<ComparedIdentity> Compared(Random random) =>
    [
        .. Enum.GetValues<ComparedState>().Where(_ => random.Next(2) == 0).Select(state => new ComparedIdentity
        {
            UserPoolId = "us-east-1_Pool",
            Username = random.Next(2) == 0 ? null : "alice",
            ProviderName = "Okta",
            ProviderAttributeName = "Cognito_Subject",
            ProviderAttributeValue = "00u1",
            State = state,
            FoundUsername = "<b>",
            FoundSince = DateTime.UnixEpoch,
        }),
    ];
}
