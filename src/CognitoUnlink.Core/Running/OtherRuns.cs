using System.Diagnostics;
using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Running;

/// <summary>
/// Detects runs of other processes of the same user on this computer that change the same pool. Each run has a file in a folder of the user, which
/// the operating system keeps locked until the process ends, however that ends. The file's name has all the information, since no other process can
/// open it. This only serves a warning, so nothing that goes wrong here is an error.
/// </summary>
internal sealed class OtherRuns : IDisposable
{
    private const string Everything = "all";
    private const string Extension = ".run";

    private static readonly string s_process = Guid.NewGuid().ToString("N");
    private static readonly TimeSpan s_longAgo = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromSeconds(1);

    private readonly string _userPoolId;
    private readonly string _pool;
    private readonly Shard? _shard;
    private readonly string? _folder;
    private readonly FileStream? _own;
    private readonly HashSet<string> _known = [];
    private long _lastLook;

    /// <summary>Makes this run visible to others.</summary>
    /// <param name="endpoint">Where the pool is.</param>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="shard">The part of it that the run changes; null for all.</param>
    public OtherRuns(Uri endpoint, string userPoolId, Shard? shard)
    {
        _userPoolId = userPoolId;
        _shard = shard;
        _pool = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{endpoint.AbsoluteUri}\0{userPoolId}")).AsSpan(0, 16));
        try
        {
            _folder = OpenFolder();
            _own = _folder is null ? null : Create(Path.Combine(_folder, string.Create(
                CultureInfo.InvariantCulture,
                $"{_pool}.{Environment.ProcessId}.{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}.{(shard is null ? Everything : $"{shard.Number}-{shard.Count}")}.{s_process}.{Guid.NewGuid():N}{Extension}")));
        }
        catch (Exception problem) when (JournalErrors.IsOfFiles(problem) || problem is ArgumentException or SecurityException)
        {
            // Others may still be seen.
        }
    }

    /// <summary>Finds other runs not reported yet. Looks at most once a second, and on one thread at a time.</summary>
    /// <returns>The warning; null if there is no further run.</returns>
    public string? Look()
    {
        var last = Interlocked.Read(ref _lastLook);
        var now = Stopwatch.GetTimestamp();
        if (_folder is null || (last != 0 && Stopwatch.GetElapsedTime(last, now) < s_betweenLooks) || Interlocked.CompareExchange(ref _lastLook, now, last) != last)
        {
            return null;
        }

        lock (_known)
        {
            try
            {
                var others = FindOthers(_folder);
                return others.Count == 0 ? null : $"Another run on this computer is changing user pool {_userPoolId} now: {string.Join("; ", others)}. Each run may remove one of a user's last two ways to sign in. Unless the runs change different users, stop one and let the other finish first.";
            }
            catch (Exception problem) when (JournalErrors.IsOfFiles(problem) || problem is ArgumentException or SecurityException)
            {
                return null;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _own?.Dispose();

    private static string? OpenFolder()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        if (!Path.IsPathFullyQualified(home))
        {
            return null;
        }

        var folder = Path.Combine(home, "CognitoUnlink", "runs");
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return folder;
    }

    private List<string> FindOthers(string folder)
    {
        List<string> others = [];
        foreach (var path in Directory.EnumerateFiles(folder, $"*{Extension}"))
        {
            var isOfPool = Path.GetFileName(path).Split('.') is [var named, _, _, _, var process, ..] && named == _pool && process != s_process;
            if ((isOfPool || IsOld(path)) && !_known.Contains(path) && IsHeld(path) && isOfPool && Describe(path, _shard) is { } other)
            {
                _known.Add(path);
                others.Add(other);
            }
        }

        return others;
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
            return null;
        }
    }

    // The file of a process that was killed is not held, and is removed.
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

    /// <summary>Describes a run; null if it is another shard of the same split.</summary>
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
