using System.Management.Automation;
using CognitoUnlink.Errors;

namespace CognitoUnlink.PowerShell.Input;

/// <summary>Resolves paths of files. Paths of other providers, such as env:, would otherwise become names of files in the current folder.</summary>
internal static class FilePaths
{
    private const string FileSystem = "FileSystem";

    /// <summary>The full path of a file. Wildcards stand for themselves.</summary>
    /// <param name="paths">The session's paths.</param>
    /// <param name="given">The path.</param>
    /// <param name="errorId">The error for a path that is not in the file system.</param>
    /// <exception cref="UnlinkException">It is not in the file system.</exception>
    public static string FileAt(this PathIntrinsics paths, string given, string errorId) => paths.FileAt(given, message => new UnlinkException(errorId, message));

    /// <summary>The full path of a file. Wildcards stand for themselves.</summary>
    /// <param name="paths">The session's paths.</param>
    /// <param name="given">The path.</param>
    /// <param name="refuse">Makes the error for a path that is not in the file system.</param>
    public static string FileAt(this PathIntrinsics paths, string given, Func<string, CognitoUnlinkException> refuse)
    {
        var path = paths.GetUnresolvedProviderPathFromPSPath(given, out var provider, out _);
        return provider.Name == FileSystem ? path : throw refuse($"'{given}' is not a file: it is a path of PowerShell's provider {provider.Name}.");
    }
}
