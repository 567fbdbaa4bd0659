using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Running;

/// <summary>
/// Tells a run of the runs of other processes on this computer, of the same user, that change the same pool. Each run has a file in a folder of the
/// user, which the operating system holds locked until the process ends, however that ends. The file's name says all, since nobody else can open it.
/// It only serves a warning, so nothing that goes wrong here is an error.
/// </summary>
internal sealed class OtherRuns : IDisposable
{
    private const string Everything = "all";
    private const string Extension = ".run";

    private static readonly string s_process = Guid.NewGuid().ToString("N");
    private static readonly TimeSpan s_longAgo = TimeSpan.FromDays(1);

    private readonly FileStream? _own;

    private OtherRuns(FileStream? own, string? warning) => (_own, Warning) = (own, warning);

    /// <summary>What to warn of; null where there is no other run.</summary>
    public string? Warning { get; }

    /// <summary>Shows others this run, and finds theirs.</summary>
    /// <param name="endpoint">Where the pool is.</param>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="shard">What part of it the run changes; null for all.</param>
    public static OtherRuns Enter(Uri endpoint, string userPoolId, Shard? shard)
    {
        try
        {
            var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return Path.IsPathFullyQualified(home) ? Enter(Path.Combine(home, "CognitoUnlink", "runs"), endpoint, userPoolId, shard) : new OtherRuns(null, null);
        }
        catch (Exception problem) when (JournalErrors.IsOfFiles(problem) || problem is ArgumentException or SecurityException)
        {
            return new OtherRuns(null, null);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _own?.Dispose();

    private static OtherRuns Enter(string folder, Uri endpoint, string userPoolId, Shard? shard)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        // One's own file comes first, so that of two who begin at once at least one sees the other.
        var pool = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{endpoint.AbsoluteUri}\0{userPoolId}")).AsSpan(0, 16));
        var own = Create(Path.Combine(folder, string.Create(
            CultureInfo.InvariantCulture,
            $"{pool}.{Environment.ProcessId}.{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}.{(shard is null ? Everything : $"{shard.Number}-{shard.Count}")}.{s_process}.{Guid.NewGuid():N}{Extension}")));
        try
        {
            List<string> others = [];
            foreach (var path in Directory.EnumerateFiles(folder, $"*{Extension}"))
            {
                var isOfPool = Path.GetFileName(path).Split('.') is [var named, _, _, _, var process, ..] && named == pool && process != s_process;
                if ((isOfPool || IsOld(path)) && IsHeld(path) && isOfPool && Describe(path, shard) is { } other)
                {
                    others.Add(other);
                }
            }

            return new OtherRuns(own, others.Count == 0 ? null : $"Another run on this computer is changing user pool {userPoolId} now: {string.Join("; ", others)}. Two runs at once may each take one of a user's last two sign-ins. Unless they are about different users, stop one and let the other end first.");
        }
        catch
        {
            own?.Dispose();
            throw;
        }
    }

    private static FileStream? Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new FileStream(path, options);
        }
        catch (Exception problem) when (JournalErrors.IsOfFiles(problem))
        {
            // Others may still be seen.
            return null;
        }
    }

    // The file of a process that was killed is held by nobody, and goes.
    private static bool IsHeld(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
            return false;
        }
        catch (IOException problem) when (JournalLock.IsHeldByAnother(problem))
        {
            return true;
        }
        catch (Exception problem) when (JournalErrors.IsOfFiles(problem))
        {
            return false;
        }
    }

    private static bool IsOld(string path) => DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > s_longAgo;

    /// <summary>A run in words; null where it is another shard of the same split.</summary>
    private static string? Describe(string path, Shard? shard)
    {
        if (Path.GetFileName(path).Split('.') is not [_, var process, var start, var part, ..] || !long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return null;
        }

        return shard is not null && part != $"{shard.Number}-{shard.Count}" && part.EndsWith(string.Create(CultureInfo.InvariantCulture, $"-{shard.Count}"), StringComparison.Ordinal)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"process {process}, since {DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
    }
}
