using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CognitoUnlink.Cli.Output;

/// <summary>
/// Where data goes. The console's own stream silently ignores a closed pipe, so a run whose output is no longer
/// read (<c>| head</c>) would go on; this one fails.
/// </summary>
internal static class StandardOutput
{
    private const int BrokenPipe = 32;

    public static Stream Stream { get; } = new Output(Open());

    /// <summary>UTF-8 whatever the console's code page, because scripts take usernames and subjects from it verbatim.</summary>
    public static TextWriter Text { get; } = new StreamWriter(Stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    /// <summary>Whether the reader of the output is gone, as with head: EPIPE on Linux and macOS.</summary>
    public static bool IsClosed(IOException problem) => problem.HResult == BrokenPipe;

    /// <summary>Messages for the user. A run goes on even if they are no longer read.</summary>
    public static TextWriter Messages { get; } = new StreamWriter(new Error(Console.OpenStandardError()), MessageEncoding()) { AutoFlush = true };

    // The encoding of Console.Error, without a byte order mark. Console.Error itself would also prepare the terminal, which takes time.
    private static Encoding MessageEncoding() => Console.OutputEncoding is UTF8Encoding ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) : Console.OutputEncoding;

    // The number of a standard stream that was closed at the start (>&-) goes to the next file that is opened, which must not get the output.
    private static void TakeClosed()
    {
        const int LastStandardStream = 2;
        while (!OperatingSystem.IsWindows())
        {
            var taken = File.OpenHandle("/dev/null");
            if (taken.DangerousGetHandle() > LastStandardStream)
            {
                taken.Dispose();
                return;
            }

            // Nothing else may take it, so the handle is not closed.
            taken.SetHandleAsInvalid();
        }
    }

    private static Stream Open()
    {
        TakeClosed();
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);

            // Not for files: the stream would keep its own position, while stdout and stderr may share one.
            if (!pipe.CanSeek)
            {
                return pipe;
            }
        }

        return Console.OpenStandardOutput();
    }

    // A process that was started with a closed stdout (>&-) cannot write.
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
