using System.Globalization;
using System.Text.Json;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>A run of the command line as a separate process.</summary>
internal sealed class CommandLineRun(HuntPlan plan, HuntSetting setting, string endpointUrl, string folder, string? journalPath, Problems problems)
{
    public async Task<IReadOnlyList<HuntResult>> RunAsync()
    {
        var environment = new Dictionary<string, string?>(TestSupport.CleanEnvironment.Variables)
        {
            ["AWS_ACCESS_KEY_ID"] = plan.Name,
            ["AWS_SECRET_ACCESS_KEY"] = "local",
        };
        using var process = Children.Start(Children.CommandLine, await ArgumentsAsync(), environment);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        try
        {
            using var document = JsonDocument.Parse(output);
            return [.. document.RootElement.GetProperty("items").EnumerateArray().Select(item => HuntResult.Of(plan, item))];
        }
        catch (JsonException)
        {
            problems.Add("no output", $"{setting}: {plan.Name} ended with {process.ExitCode}: {await error}");
            return [];
        }
    }

    private async Task<string[]> ArgumentsAsync()
    {
        string[] what = plan.Providers.Count == 0 ? ["--all-providers"] : [.. plan.Providers.SelectMany(provider => (string[])["--provider", provider])];
        string[] rows = [];
        if (plan.Rows.Count > 0)
        {
            var path = Path.Combine(folder, $"{plan.Name}.jsonl");
            await File.WriteAllLinesAsync(path, plan.Rows.Select(Line));
            rows = ["--from", path];
        }

        return
        [
            "unlink", "--user-pool-id", LocalUserPoolOptions.DefaultUserPoolId, "--endpoint-url", endpointUrl, "--yes", "--output", "json", "--requests-per-second", "10000",
            "--throttle-limit", plan.InFlight.ToString(CultureInfo.InvariantCulture), .. what, .. rows,
            .. plan.Shard is null ? (string[])[] : ["--shard", plan.Shard.ToString()],
            .. journalPath is null ? (string[])[] : ["--journal", journalPath],
            .. setting.Repair ? (string[])["--repair"] : [],
            .. setting.Verify ? (string[])["--verify"] : [],
            .. setting.CheckFactors ? (string[])["--check-factors"] : [],
            .. setting.AllowNoRecovery ? (string[])["--allow-no-recovery"] : [],
        ];
    }

    private static string Line(HuntRow row)
    {
        Dictionary<string, string> members = new() { ["Username"] = row.Name };
        Add("ProviderName", row.Provider);
        Add("Subject", row.Value);
        Add("Sub", row.Sub);
        return JsonSerializer.Serialize(members);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                members[name] = value;
            }
        }
    }
}
