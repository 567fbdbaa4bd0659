using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Bench;

/// <summary>What is built beside this program, of the same configuration, and the peers' scripts.</summary>
internal static class Programs
{
    private static readonly string s_configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string CommandLine { get; } = Repository.PathOf("src", "CognitoUnlink.Cli", "bin", s_configuration, "net10.0", "cognito-unlink.dll");

    public static string Module { get; } = Repository.PathOf("out", "CognitoUnlink", "CognitoUnlink.psd1");

    public static string EmptyModule { get; } = Repository.PathOf("tests", "Decoys", "Decoy.Empty", "bin", s_configuration, "net8.0", "Decoy.Empty.dll");

    public static string Script(string name) => Repository.PathOf("bench", "Peers", name);
}
