using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CognitoUnlink.Cli.Output;

/// <summary>
/// Where data goes. The console's own stream passes over a closed pipe in silence, and a run whose output nobody reads any
/// more (<c>| head</c>) would go on; this one fails.
/// </summary>
internal static class StandardOutput
{
    private const int BrokenPipe = 32;

    public static Stream Stream { get; } = new Output(Open());

    /// <summary>Text on it: UTF-8, since usernames and subjects are taken from it verbatim, whatever the console's code page.</summary>
    public static TextWriter Text { get; } = new StreamWriter(Stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    /// <summary>Whether whoever read the output has gone away, as head does: EPIPE of Linux and of macOS.</summary>
    public static bool IsClosed(IOException problem) => problem.HResult == BrokenPipe;

    /// <summary>Messages to whoever watches. A run goes on when nobody does any more.</summary>
    public static TextWriter Messages { get; } = new StreamWriter(new Error(Console.OpenStandardError()), Console.Error.Encoding) { AutoFlush = true };

    private static Stream Open()
    {
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);

            // Not for files: it would keep a position of its own beside the one that stdout and stderr may share.
            if (!pipe.CanSeek)
            {
                return pipe;
            }
        }

        return Console.OpenStandardOutput();
    }

    // Started with a closed stdout (>&-), writing is not allowed.
    private sealed class Output(Stream inner) : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                inner.Write(buffer);
            }
            catch (UnauthorizedAccessException problem)
            {
                throw new IOException("The output is closed.", problem) { HResult = BrokenPipe };
            }
        }

        public override void Flush() => inner.Flush();
    }

    private sealed class Error(Stream inner) : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            try
            {
                inner.Write(buffer);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
            }
        }

        public override void Flush()
        {
        }
    }
}

/// <summary>A stream that can be written to and nothing else.</summary>
internal abstract class WriteOnlyStream : Stream
{
    public sealed override bool CanRead => false;

    public sealed override bool CanSeek => false;

    public sealed override bool CanWrite => true;

    public sealed override long Length => throw new NotSupportedException();

    public sealed override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public abstract override void Write(ReadOnlySpan<byte> buffer);

    public sealed override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public sealed override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public sealed override void SetLength(long value) => throw new NotSupportedException();
}
