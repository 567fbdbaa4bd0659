using System.Text.Json;
using Amazon.Runtime;
using CognitoUnlink.Aws.Settings;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>
/// The credentials of an instance's role, renewed before they expire. The SDK's own class keeps the metadata service's
/// address for the life of the process.
/// </summary>
internal sealed class InstanceCredentials : RefreshingAWSCredentials
{
    private readonly InstanceMetadata _metadata;
    private readonly string _role;

    public InstanceCredentials(InstanceMetadata metadata, string role)
    {
        _metadata = metadata;
        _role = role;
        PreemptExpiryTime = TimeSpan.FromMinutes(15);
    }

    protected override CredentialsRefreshState GenerateNewCredentials()
    {
        var (keys, expiration) = _metadata.ReadCredentials(_role);
        return new CredentialsRefreshState(keys, expiration);
    }

    protected override Task<CredentialsRefreshState> GenerateNewCredentialsAsync() => Task.Run(GenerateNewCredentials);
}

/// <summary>
/// An EC2 instance's metadata, read with a short timeout: elsewhere nothing answers, and the SDK would wait up to a minute.
/// <see href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html"/>
/// </summary>
internal sealed class InstanceMetadata(Uri address)
{
    private const string RolePath = "latest/meta-data/iam/security-credentials/";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>The metadata service that the environment names, or the usual one.</summary>
    public static InstanceMetadata Here() => new(
        Uri.TryCreate(Setting.Read("AWS_EC2_METADATA_SERVICE_ENDPOINT"), UriKind.Absolute, out var address) ? address
        : string.Equals(Setting.Read("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"), "IPv6", StringComparison.OrdinalIgnoreCase) ? new Uri("http://[fd00:ec2::254]/")
        : new Uri("http://169.254.169.254/"));

    /// <summary>Null when there is no instance, no role, or metadata is switched off.</summary>
    public string? FindRole()
    {
        if (Setting.IsTrue("AWS_EC2_METADATA_DISABLED"))
        {
            return null;
        }

        try
        {
            return Setting.OrNull(Read(RolePath).Split('\n')[0]);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    public (ImmutableCredentials Keys, DateTime Expiration) ReadCredentials(string role)
    {
        using var json = JsonDocument.Parse(Read(RolePath + role));
        string Text(string name) => json.RootElement.GetProperty(name).GetString()!;
        return (new ImmutableCredentials(Text("AccessKeyId"), Text("SecretAccessKey"), Text("Token")), json.RootElement.GetProperty("Expiration").GetDateTime());
    }

    private string Read(string path)
    {
        // Link-local: no proxy leads there.
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = s_patience, BaseAddress = address };
        var token = Send(client, HttpMethod.Put, "latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds", "60");
        return Send(client, HttpMethod.Get, path, "X-aws-ec2-metadata-token", token);
    }

    private static string Send(HttpClient client, HttpMethod method, string path, string header, string value)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { header, value } } };
        using var response = client.Send(request);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(response.Content.ReadAsStream());
        return reader.ReadToEnd();
    }
}
