using System.Collections.Specialized;
using System.Globalization;
using System.Text;
using CognitoUnlink.LocalPool.Control;
using CognitoUnlink.LocalPool.Requests;

namespace CognitoUnlink.LocalPool.Http;

/// <summary>
/// Reads the requests of one connection, one after another. HttpListener is of no use here: except on Windows it cannot end a
/// connection without an answer, but answers 200 first.
/// https://www.rfc-editor.org/rfc/rfc9112
/// </summary>
internal sealed class HttpRequestReader(Stream stream)
{
    private const int MaximumHeaders = 200;
    private const int FirstPiece = 1024 * 1024;
    private const int MaximumApiBody = 4 * 1024 * 1024;
    private static readonly Uri s_base = new("http://127.0.0.1/");

    private readonly HttpInput _input = new(stream);

    /// <returns>Null if the client is gone.</returns>
    /// <exception cref="InvalidDataException">This is not HTTP.</exception>
    /// <exception cref="BodyTooLargeException">The body is larger than the service takes. It was not read.</exception>
    public async Task<HttpRequest?> ReadAsync(CancellationToken cancellationToken)
    {
        if (await _input.ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { } first)
        {
            return null;
        }

        if (first.Split(' ') is not [var method, var target, "HTTP/1.1" or "HTTP/1.0"] || !Uri.TryCreate(s_base, target, out var url))
        {
            throw new InvalidDataException("The request line is malformed.");
        }

        var headers = await ReadHeadersAsync(cancellationToken).ConfigureAwait(false);
        var isChunked = Is(headers["Transfer-Encoding"], "chunked");
        var length = isChunked ? 0 : Number(headers["Content-Length"] ?? "0", NumberStyles.None);
        var most = url.AbsolutePath.StartsWith(ControlHandler.Prefix, StringComparison.Ordinal) ? int.MaxValue : MaximumApiBody;
        Check(length, most);
        if (Is(headers["Expect"], "100-continue"))
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }

        var body = isChunked
            ? await ReadChunksAsync(most, cancellationToken).ConfigureAwait(false)
            : await ReadBytesAsync(length, cancellationToken).ConfigureAwait(false);
        return new(method, url, headers, body)
        {
            KeepAlive = first.EndsWith('1') && !Is(headers["Connection"], "close"),
            ClientGoneAsync = ReadToEndAsync,
        };
    }

    private async Task<NameValueCollection> ReadHeadersAsync(CancellationToken cancellationToken)
    {
        var headers = new NameValueCollection();
        while (await LineAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || headers.Count == MaximumHeaders)
            {
                throw new InvalidDataException("The request's headers are malformed.");
            }

            headers.Add(line[..colon], line[(colon + 1)..].Trim());
        }

        return headers;
    }

    private async Task<byte[]> ReadChunksAsync(int most, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        while (true)
        {
            var size = await LineAsync(cancellationToken).ConfigureAwait(false);
            var length = Number(size.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier);
            Check(body.Length + length, most);
            var chunk = await ReadBytesAsync(length, cancellationToken).ConfigureAwait(false);
            if (chunk.Length == 0)
            {
                await ReadHeadersAsync(cancellationToken).ConfigureAwait(false);
                return body.ToArray();
            }

            body.Write(chunk);
            await LineAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Memory grows with the bytes that arrive, not with the length that the request claims.</summary>
    private async Task<byte[]> ReadBytesAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[Math.Min(count, FirstPiece)];
        await _input.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        while (bytes.Length < count)
        {
            var length = bytes.Length;
            Array.Resize(ref bytes, (int)Math.Min(count, length * 2L));
            await _input.ReadExactlyAsync(bytes.AsMemory(length), cancellationToken).ConfigureAwait(false);
        }

        return bytes;
    }

    private async ValueTask<string> LineAsync(CancellationToken cancellationToken) =>
        await _input.ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? throw new EndOfStreamException();

    private async Task ReadToEndAsync(CancellationToken cancellationToken)
    {
        var ignored = new byte[256];
        while (await stream.ReadAsync(ignored, cancellationToken).ConfigureAwait(false) > 0)
        {
        }
    }

    private static void Check(long length, int most)
    {
        if (length > most)
        {
            throw new BodyTooLargeException();
        }
    }

    private static int Number(string text, NumberStyles style) =>
        int.TryParse(text, style, CultureInfo.InvariantCulture, out var number) && number >= 0
            ? number
            : throw new InvalidDataException("The request's length is malformed.");

    private static bool Is(string? header, string value) => string.Equals(header, value, StringComparison.OrdinalIgnoreCase);
}

internal sealed class BodyTooLargeException : Exception;

internal sealed class HttpInput(Stream stream)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <returns>Null at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">The line is too long.</exception>
    public async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n')) < 0)
        {
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }

        var line = Encoding.Latin1.GetString(_buffer, _start, length).TrimEnd('\r');
        _start += length + 1;
        return line;
    }

    /// <exception cref="EndOfStreamException">The client is gone.</exception>
    public async ValueTask ReadExactlyAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        var buffered = Math.Min(destination.Length, _end - _start);
        _buffer.AsMemory(_start, buffered).CopyTo(destination);
        _start += buffered;
        await stream.ReadExactlyAsync(destination[buffered..], cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            throw new InvalidDataException("A line of the request is too long.");
        }

        var count = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += count;
        return count > 0;
    }
}
