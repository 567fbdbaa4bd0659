using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace CognitoUnlink.Journaling;

/// <summary>Opens files; those that it creates can be read by their owner only.</summary>
internal static class OwnerOnlyFile
{
    /// <summary>The permissions of everybody but the owner.</summary>
    public const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static FileStream OpenForAppending(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        else if (!File.Exists(path))
        {
            CreateOnWindows(path);
        }

        return new FileStream(path, options);
    }

    /// <summary>Creates a file, which must not exist.</summary>
    /// <exception cref="IOException">It exists, or cannot be created.</exception>
    public static FileStream OpenNew(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            CreateOnWindows(path);
            return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read);
        }

        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
    }

    /// <summary>The full path of a path's target, following links.</summary>
    /// <param name="path">The path. It need not exist.</param>
    public static string Target(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>Whether a path leads to something other than a regular file, such as a device or a named pipe: it can be written to, but not replaced.</summary>
    /// <param name="path">The path; links are followed.</param>
    public static bool IsSpecial(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path))
        {
            return false;
        }

        try
        {
            // Not write-only, which would wait until somebody reads the pipe.
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 0);
            if (!file.CanSeek)
            {
                return true;
            }

            file.SetLength(file.Length);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (Exception problem) when (problem is IOException or ArgumentException)
        {
            // Devices have no length. https://man7.org/linux/man-pages/man2/truncate.2.html
            return true;
        }
    }

    [SupportedOSPlatform("windows")]
    private static void CreateOnWindows(string path)
    {
        using var user = WindowsIdentity.GetCurrent();
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(user.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        new FileInfo(path).Create(FileMode.CreateNew, FileSystemRights.FullControl, FileShare.None, 4096, FileOptions.None, security).Dispose();
    }
}
