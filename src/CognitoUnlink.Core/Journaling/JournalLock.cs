using System.Diagnostics;
using System.Globalization;

namespace CognitoUnlink.Journaling;

/// <summary>
/// Allows one writer at a time for a journal, across processes. The operating system holds a lock on a file beside the journal, and releases it with
/// the process, however that ends. The holder's name is in a second file, because no other process can open the first. A run that ends normally
/// leaves neither file.
/// </summary>
internal sealed class JournalLock : IDisposable
{
    // EWOULDBLOCK on Linux and on macOS; sharing and lock violation on Windows.
    private static readonly int[] s_heldByAnother = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private readonly FileStream _lock;
    private readonly string _holderPath;

    private JournalLock(FileStream file, string holderPath)
    {
        _lock = file;
        _holderPath = holderPath;
    }

    /// <exception cref="Errors.UnlinkException"><see cref="Errors.ErrorId.JournalInUse"/>, naming the holder.</exception>
    public static JournalLock Take(string path)
    {
        var holderPath = path + ".holder";
        FileStream file;
        try
        {
            RemoveLink(path + ".lock");

            // With these options .NET makes sure that the previous holder did not delete the file that was just locked.
            file = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException problem) when (IsHeldByAnother(problem))
        {
            throw JournalErrors.InUse(path, ReadHolder(holderPath), problem);
        }

        var taken = new JournalLock(file, holderPath);
        try
        {
            // Deleted and created again, so that a link planted there leads nowhere.
            File.Delete(holderPath);
            using var holder = new StreamWriter(new FileStream(holderPath, FileMode.CreateNew, FileAccess.Write, FileShare.Read));
            holder.WriteLine(ThisProcess());
            return taken;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        // After the first Dispose, it could be the next holder's file.
        if (!_lock.CanWrite)
        {
            return;
        }

        try
        {
            File.Delete(_holderPath);
        }
        catch (Exception problem) when (JournalErrors.IsOfFiles(problem))
        {
            // The file only informs people, and the next holder overwrites it.
        }

        _lock.Dispose();
    }

    /// <summary>
    /// Also locks the open journal, to keep out another process that opens it by another hard link, but not readers. If the file system has no
    /// such locks, the file beside the journal is the only one.
    /// </summary>
    /// <param name="journal">The journal, opened for writing.</param>
    /// <param name="path">Its name.</param>
    public static void Hold(FileStream journal, string path)
    {
        if (OperatingSystem.IsMacOS())
        {
            return;
        }

        try
        {
            // Far beyond the end, because on Windows a locked range cannot be read.
            journal.Lock(long.MaxValue - 1, 1);
        }
        catch (IOException problem) when (IsHeldByAnother(problem))
        {
            throw JournalErrors.InUse(path, ReadHolder(path + ".holder"), problem);
        }
        catch (Exception problem) when (JournalErrors.IsOfFiles(problem))
        {
        }
    }

    // A link planted there would make us open or create a file of somebody else's choosing.
    private static void RemoveLink(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
        {
            File.Delete(path);
        }
    }

    /// <summary>Whether a file could not be opened because another process holds it.</summary>
    /// <param name="problem">The error from opening it.</param>
    public static bool IsHeldByAnother(IOException problem) => s_heldByAnother.Contains(problem.HResult);

    private static string ThisProcess()
    {
        using var process = Process.GetCurrentProcess();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"process {process.Id} ({process.ProcessName}) on {Environment.MachineName}, started {process.StartTime.ToUniversalTime():yyyy-MM-dd HH:mm:ss} UTC");
    }

    private static string ReadHolder(string holderPath)
    {
        try
        {
            using var reader = new StreamReader(holderPath);
            var text = new char[200];
            var holder = new string(text, 0, reader.ReadBlock(text)).Split('\n')[0].Trim();
            return holder.Length > 0 ? holder : "another process";
        }
        catch (Exception problem) when (JournalErrors.IsOfFiles(problem))
        {
            return "another process";
        }
    }
}
