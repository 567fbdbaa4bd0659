using System.Globalization;
using System.Text;

namespace CognitoUnlink.Aws.Tests.Stub;

/// <summary>A request as the stub received it.</summary>
internal sealed record StubRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>The access key in the signature.</summary>
    public string AccessKey => Scope[0];

    /// <summary>The region in the scope of the signature.</summary>
    public string Region => Scope[2];

    private string[] Scope
    {
        get
        {
            const string start = "AWS4-HMAC-SHA256 Credential=";
            var authorization = Header("Authorization") ?? "";
            Assert.StartsWith(start, authorization, StringComparison.Ordinal);
            return authorization[start.Length..].Split(',')[0].Split('/');
        }
    }

    public static async Task<StubRequest?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.UTF8.GetString([.. head]).TrimEnd().Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(':', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        var first = lines[0].Split(' ');
        return new StubRequest(first[0], first[1], headers, body);
    }
}
