using System.Buffers;

namespace CognitoUnlink.Aws.Client;

/// <summary>The bytes of an answer, in an array that later answers reuse: a page of a listing has 40 KB or more.</summary>
internal sealed class PooledBody : IDisposable
{
    private const int FirstLength = 4096;

    private byte[]? _array;
    private int _length;

    private PooledBody(int length) => _array = ArrayPool<byte>.Shared.Rent(length);

    /// <summary>The bytes, until the body is disposed of.</summary>
    public ReadOnlyMemory<byte> Bytes => (_array ?? throw new ObjectDisposedException(nameof(PooledBody))).AsMemory(0, _length);

    /// <summary>Reads all of an HTTP content.</summary>
    /// <param name="content">The content.</param>
    /// <param name="longest">The maximum number of bytes.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="HttpRequestException">There are more bytes.</exception>
    public static async Task<PooledBody> ReadAsync(HttpContent content, int longest, CancellationToken cancellationToken)
    {
        var said = content.Headers.ContentLength ?? 0;
        var body = new PooledBody(said <= longest ? Math.Max((int)said, FirstLength) : throw TooLong(longest));
        try
        {
            using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            while (await stream.ReadAsync(body.Free(), cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                body._length += read;
                if (body._length > longest)
                {
                    throw TooLong(longest);
                }
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _array, null) is { } array)
        {
            Return(array);
        }
    }

    private Memory<byte> Free()
    {
        if (_length == _array!.Length)
        {
            var longer = ArrayPool<byte>.Shared.Rent(_length * 2);
            _array.AsSpan().CopyTo(longer);
            Return(_array);
            _array = longer;
        }

        return _array.AsMemory(_length);
    }

    // Cleared, because its next user must not find an app client's secret in it.
    private static void Return(byte[] array) => ArrayPool<byte>.Shared.Return(array, clearArray: true);

    private static HttpRequestException TooLong(int longest) =>
        new(HttpRequestError.ConfigurationLimitExceeded, $"The answer is longer than {longest} bytes.");
}
