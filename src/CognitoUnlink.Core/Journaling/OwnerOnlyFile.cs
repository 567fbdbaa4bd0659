using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace CognitoUnlink.Journaling;

/// <summary>Opens a file for appending. One that it has to create is for its owner's eyes only.</summary>
internal static class OwnerOnlyFile
{
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
