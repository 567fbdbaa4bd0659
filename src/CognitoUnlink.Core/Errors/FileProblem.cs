namespace CognitoUnlink.Errors;

/// <summary>Why a file cannot be used, in words about the path that was given, whatever was opened beside it.</summary>
public static class FileProblem
{
    /// <summary>Says it.</summary>
    /// <param name="path">The path that was given.</param>
    /// <param name="problem">What the file system said.</param>
    public static string Why(string path, Exception problem) =>
        Directory.Exists(path) ? "it is a folder."
        : problem is DirectoryNotFoundException && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder ? $"the folder '{folder}' does not exist."
        : problem.Message;
}
