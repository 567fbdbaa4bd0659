using System.Text.Json;
using CognitoUnlink.Aws.Operations;
using CognitoUnlink.Fuzz.Generation;
using CognitoUnlink.Gateway;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.Fuzz.Targets;

/// <summary>An app client as DescribeUserPoolClient shows it: what is sent back differs only in its providers, and its secret is never shown.</summary>
internal sealed class AppClientTarget : FuzzTarget
{
    private const string Secret = "canary-of-a-client-secret";

    private static readonly string[] s_names =
        ["ClientName", "CallbackURLs", "ExplicitAuthFlows", "TokenValidityUnits", "RefreshTokenRotation", "CreationDate", "LastModifiedDate", "EnableTokenRevocation", "SomethingNew", "clientsecret"];

    public override string Name => "app-client";

    protected override IReadOnlyList<string> Tokens => ["\"ClientSecret\":", "\"SupportedIdentityProviders\":", "[\"COGNITO\"]", "null", "{}", "\"CreationDate\":1", "\"a\":{\"b\":1,\"b\":2}", "\\ud800", "\"ClientId\":\"c\""];

    public override void Check(byte[] input)
    {
        AppClient client;
        try
        {
            using var json = JsonDocument.Parse(input);
            client = AppClientCalls.Read(json.RootElement);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // Not JSON, not a client, or not Unicode: an error of its call.
            return;
        }

        var sent = AppClientSettings.WithProviders(client.Raw, ["COGNITO", "Okta"]);
        Require(!sent.EnumerateObject().Any(member => member.Name is "ClientSecret" or "CreationDate" or "LastModifiedDate"), "Something is sent that the service does not accept.");
        Require(AppClientSettings.Differences(sent, client.Raw).All(name => name == "SupportedIdentityProviders"), "Something other than the providers is changed.");
        Require(!client.ToString().Contains(Secret, StringComparison.Ordinal) || !HasSecretOfItsOwn(input), "The secret is shown.");
        _ = AppClientSettings.Unknown(client.Raw);
        _ = AppClientSettings.NamedIn(client.Raw, "Invalid ClientName");
    }

    protected override byte[] Valid(Random random)
    {
        var members = s_names.Where(_ => random.Chance(2)).ToDictionary(name => name, _ => random.Pick<object?>(
            [random.Text(), random.TextOrNull(), random.Next(), true, random.Several(3, random.Text), new { A = random.Text(), B = random.Several(2, random.Next) }, 1.5e300]));
        members["ClientId"] = random.Text();
        members["ClientSecret"] = Secret;
        members["SupportedIdentityProviders"] = random.Several(4, random.Text);
        return JsonSerializer.SerializeToUtf8Bytes(members);
    }

    // A mutation may have put the secret elsewhere.
    private static bool HasSecretOfItsOwn(byte[] input)
    {
        using var json = JsonDocument.Parse(input);
        return json.RootElement.EnumerateObject().Where(member => member.Name != "ClientSecret").All(member => !member.ToString().Contains(Secret, StringComparison.Ordinal));
    }
}
