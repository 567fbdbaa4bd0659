namespace CognitoUnlink.Aws.Credentials;

/// <summary>
/// Asks an EC2 instance for its role, and gives up quickly: elsewhere nobody answers, and the SDK would wait up to a minute.
/// <see href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html"/>
/// </summary>
internal static class InstanceMetadata
{
    private static readonly Uri s_address = new("http://169.254.169.254/");
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    /// <summary>Null when there is no instance, no role, or metadata is switched off.</summary>
    public static string? FindRole()
    {
        if (Setting.IsTrue("AWS_EC2_METADATA_DISABLED"))
        {
            return null;
        }

        // Link-local: no proxy leads there.
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = s_patience, BaseAddress = Address };
        try
        {
            var token = Read(client, HttpMethod.Put, "latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds", "60");
            var roles = Read(client, HttpMethod.Get, "latest/meta-data/iam/security-credentials/", "X-aws-ec2-metadata-token", token);
            return Setting.OrNull(roles.Split('\n')[0]);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    private static Uri Address =>
        Uri.TryCreate(Setting.Read("AWS_EC2_METADATA_SERVICE_ENDPOINT"), UriKind.Absolute, out var address) ? address : s_address;

    private static string Read(HttpClient client, HttpMethod method, string path, string header, string value)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { header, value } } };
        using var response = client.Send(request);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(response.Content.ReadAsStream());
        return reader.ReadToEnd();
    }
}
