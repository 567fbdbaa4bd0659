using System.Text;
using CognitoUnlink.Fuzz.Generation;
using CognitoUnlink.LocalPool.Http;

namespace CognitoUnlink.Fuzz.Targets;

/// <summary>The local user pool's HTTP reader: it reads the same requests no matter in how many pieces they arrive.</summary>
internal sealed class HttpTarget : FuzzTarget
{
    public override string Name => "http";

    protected override IReadOnlyList<string> Tokens => HttpRequests.Tokens;

    public override void Check(byte[] input)
    {
        var whole = Read(input, int.MaxValue);
        foreach (var piece in (int[])[1, 7, 4096])
        {
            var read = Read(input, piece);
            Require(read == whole, $"In pieces of {piece} bytes it is read as\n{read}\ninstead of\n{whole}");
        }
    }

    protected override byte[] Valid(Random random) => HttpRequests.Any(random);

    private static string Read(byte[] input, int piece)
    {
        using var stream = new PiecesStream(input, piece);
        var reader = new HttpRequestReader(stream);
        var read = new StringBuilder();
        try
        {
            while (reader.ReadAsync(CancellationToken.None).GetAwaiter().GetResult() is { } request)
            {
                var headers = string.Join('&', request.Headers.AllKeys.Select(name => $"{name}={request.Headers[name]}"));
                read.Append(request.Method).Append(' ').Append(request.Url).Append(' ').Append(headers).Append(' ').Append(Convert.ToHexString(request.Body)).Append(request.KeepAlive).Append('\n');
            }
        }
        catch (Exception problem) when (problem is InvalidDataException or BodyTooLargeException or EndOfStreamException)
        {
            read.Append(problem.GetType().Name);
        }

        return read.ToString();
    }
}
