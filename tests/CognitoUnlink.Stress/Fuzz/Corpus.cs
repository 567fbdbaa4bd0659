using System.Security.Cryptography;

namespace CognitoUnlink.Fuzz;

/// <summary>Inputs worth keeping: difficult ones made by hand, and ones that were found. Each target has a folder in tests/Corpus.</summary>
internal static class Corpus
{
    public static string Folder { get; } = Find();

    public static IEnumerable<string> Of(FuzzTarget target)
    {
        var folder = Path.Combine(Folder, target.Name);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal) : [];
    }

    /// <summary>Writes an input under a name derived from its content.</summary>
    public static string Keep(string folder, string target, byte[] input)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, target)).FullName, $"found-{Convert.ToHexStringLower(SHA256.HashData(input))[..12]}");
        File.WriteAllBytes(path, input);
        return path;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CognitoUnlink.sln")))
            {
                return Path.Combine(folder.FullName, "tests", "Corpus");
            }
        }

        return Path.Combine(AppContext.BaseDirectory, "Corpus");
    }
}
