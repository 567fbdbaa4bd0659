using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

/// <summary>Who signed a request, and for which region.</summary>
public sealed record Signature(string AccessKey, string Region, string Token, string Body, string Path);

/// <summary>
/// Stands in for Cognito, STS and IAM Identity Center: accepts every signature and records it. A user pool has no users and the provider Okta, and roles and tokens are issued.
/// </summary>
public sealed class SignatureServer : IDisposable
{
    private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);

    public SignatureServer()
    {
        _listener.Start();
        Url = "http://" + _listener.LocalEndpoint;
        Task.Run(AcceptAsync);
    }

    public string Url { get; }

    public ConcurrentQueue<Signature> Received { get; } = new ConcurrentQueue<Signature>();

    /// <summary>The access key that has expired; null for none.</summary>
    public string Expired { get; set; }

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) { _ = ServeAsync(await _listener.AcceptTcpClientAsync()); }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or InvalidOperationException) { }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                while (await ReadAsync(stream) is { } request)
                {
                    if (request.Path != "/_local/health") { Received.Enqueue(request); }
                    var (status, body) = Answer(request);
                    var head = $"HTTP/1.1 {status} x\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n";
                    await stream.WriteAsync(Encoding.UTF8.GetBytes(head + body));
                }
            }
            catch (IOException) { }
        }
    }

    private (int Status, string Body) Answer(Signature request) =>
        Expired is not null && request.AccessKey == Expired ? (400, "{\"__type\":\"ExpiredTokenException\",\"message\":\"The security token included in the request is expired\"}")
        : request.Body.Contains("Action=AssumeRole") ? (200, "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials><AccessKeyId>AKIAROLE</AccessKeyId>"
            + "<SecretAccessKey>s</SecretAccessKey><SessionToken>token-ROLE</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>")
        : request.Body.Contains("Action=GetCallerIdentity") ? (200, "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>"
            + "<Arn>arn:aws:sts::123456789012:assumed-role/Admin/alice@example.com</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>")
        : request.Path.StartsWith("/federation/") ? (200, "{\"roleCredentials\":{\"accessKeyId\":\"AKIASSO\",\"secretAccessKey\":\"s\",\"sessionToken\":\"token-SSO\",\"expiration\":4070908800000}}")
        : request.Path == "/token" ? (200, "{\"accessToken\":\"renewed\",\"tokenType\":\"Bearer\",\"expiresIn\":3600,\"refreshToken\":\"next\"}")
        : (200, "{\"Users\":[],\"Providers\":[{\"ProviderName\":\"Okta\",\"ProviderType\":\"SAML\"}]}");

    private static async Task<Signature> ReadAsync(Stream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head.Skip(head.Count - 4).SequenceEqual(new byte[] { 13, 10, 13, 10 }))
        {
            if (await stream.ReadAsync(one) == 0) { return null; }
            head.Add(one[0]);
        }

        var text = Encoding.UTF8.GetString(head.ToArray());
        string Find(string pattern) => Regex.Match(text, pattern, RegexOptions.IgnoreCase) is { Success: true } match ? match.Groups[1].Value : null;
        var body = new byte[int.Parse(Find(@"\r\nContent-Length: (\d+)") ?? "0")];
        await stream.ReadExactlyAsync(body);
        return new Signature(Find("Credential=([^/]+)/"), Find("Credential=[^/]+/[^/]+/([^/]+)/"), Find(@"\r\nX-Amz-Security-Token: ([^\r]+)"), Encoding.UTF8.GetString(body), text.Split(' ')[1]);
    }
}
