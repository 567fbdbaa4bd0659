using System.Diagnostics;

namespace CognitoUnlink.Bench;

/// <summary>How long the disk takes to take what is flushed to it: a journal waits for that once an item.</summary>
internal static class DiskFlush
{
    private const int Flushes = 50;

    /// <returns>The median, in milliseconds.</returns>
    public static double Measure()
    {
        var path = Path.GetTempFileName();
        try
        {
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            var line = new byte[400];
            return Median.Of(Enumerable.Range(0, Flushes).Select(_ =>
            {
                var watch = Stopwatch.StartNew();
                file.Write(line);
                file.Flush(flushToDisk: true);
                return watch.Elapsed.TotalMilliseconds;
            }).ToList());
        }
        finally
        {
            File.Delete(path);
        }
    }
}
