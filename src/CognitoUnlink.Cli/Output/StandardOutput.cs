using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CognitoUnlink.Cli.Output;

/// <summary>
/// Where data goes. The console's own stream passes over a closed pipe in silence, and a run whose output nobody reads any
/// more (<c>| head</c>) would go on; this one fails.
/// </summary>
internal static class StandardOutput
{
    public static Stream Stream { get; } = Open();

    /// <summary>Text on it: UTF-8, since usernames and subjects are taken from it verbatim, whatever the console's code page.</summary>
    public static TextWriter Text { get; } = new StreamWriter(Stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    /// <summary>Whether whoever read the output has gone away, as head does: EPIPE of Linux and of macOS.</summary>
    public static bool IsClosed(IOException problem) => problem.HResult == 32;

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
}
