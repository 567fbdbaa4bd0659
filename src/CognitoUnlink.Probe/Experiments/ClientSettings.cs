using System.Text.Json.Nodes;
using CognitoUnlink.Probe.Findings;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Gives app clients a setting that no model has, and leaves settings out.</summary>
internal sealed class ClientSettings : Experiment
{
    private const string Unknown = "CognitoUnlinkProbe";
    private const int Days = 7;

    private static readonly Question s_unknown = Question.OfSwitch("unknownClientSettings", "A member of CreateUserPoolClient that the service's model does not have", "kept", "ignored", "refused");
    private static readonly Question s_leftOut = new("clientSettingsLeftOut", "Settings that UpdateUserPoolClient leaves out", "reset to their defaults");

    public override IReadOnlyList<Question> Questions => [s_unknown, s_leftOut];

    public override async Task RunAsync(Lab lab, CancellationToken cancellationToken)
    {
        var trial = await lab.TryAsync("CreateUserPoolClient", new() { ["ClientName"] = "probe-unknown", [Unknown] = "x" }, cancellationToken).ConfigureAwait(false);
        if (trial.IsDone)
        {
            var id = trial.Json.GetProperty("UserPoolClient").GetProperty("ClientId").GetString();
            var shown = await lab.DoAsync("DescribeUserPoolClient", new() { ["ClientId"] = id }, cancellationToken).ConfigureAwait(false);
            lab.Found(s_unknown, shown.Json.GetProperty("UserPoolClient").TryGetProperty(Unknown, out _) ? "kept" : "ignored", trial.RequestId, shown.RequestId);
        }
        else
        {
            lab.Found(s_unknown, "refused", trial.RequestId);
        }

        var client = await lab.DoAsync("CreateUserPoolClient", new() { ["ClientName"] = "probe-left-out", ["RefreshTokenValidity"] = Days }, cancellationToken).ConfigureAwait(false);
        var request = new JsonObject { ["ClientId"] = client.Json.GetProperty("UserPoolClient").GetProperty("ClientId").GetString(), ["ClientName"] = "probe-left-out" };
        await lab.DoAsync("UpdateUserPoolClient", request, cancellationToken).ConfigureAwait(false);
        var after = await lab.DoAsync("DescribeUserPoolClient", new() { ["ClientId"] = (string?)request["ClientId"] }, cancellationToken).ConfigureAwait(false);
        var isKept = after.Json.GetProperty("UserPoolClient").TryGetProperty("RefreshTokenValidity", out var days) && days.TryGetInt32(out var number) && number == Days;
        lab.Found(s_leftOut, isKept ? "kept" : "reset to their defaults", after.RequestId);
    }
}
