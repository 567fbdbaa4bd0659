namespace CognitoUnlink.TestSupport;

public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CognitoUnlink.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("CognitoUnlink.sln was not found above the test's folder.");
    }
}
