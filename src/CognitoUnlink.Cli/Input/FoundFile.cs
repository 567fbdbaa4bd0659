using System.Text.Json;
using CognitoUnlink.Errors;
using CognitoUnlink.Reporting;

namespace CognitoUnlink.Cli.Input;

/// <summary>Reads the JSON that a command wrote about its findings.</summary>
internal static class FoundFile
{
    /// <param name="path">The file; null for none.</param>
    /// <param name="command">The command that writes such files.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.FileNotReadable"/>.</exception>
    public static Reported<T>? Read<T>(string? path, string command)
        where T : class
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            using var file = File.OpenRead(path);
            using var json = JsonDocument.Parse(file);
            return FoundJson.Read<T>(json.RootElement) with { Path = path, WrittenAt = File.GetLastWriteTimeUtc(path) };
        }
        catch (JsonException problem)
        {
            throw new UnlinkException(ErrorId.FileNotReadable, $"'{path}' cannot be read: it is not the output of '{command} --output json'.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new UnlinkException(ErrorId.FileNotReadable, $"'{path}' cannot be read: {FileProblem.Why(path, problem)}", problem);
        }
    }
}
