using System.Collections;

namespace CognitoUnlink.Aws.Tests.Credentials;

/// <summary>
/// Removes all AWS settings from the process and gives it empty profile files, until it is disposed. Environment variables belong
/// to the whole process, so tests that use this are in <see cref="AloneInTheProcess"/>.
/// </summary>
internal sealed class AwsEnvironment : IDisposable
{
    private readonly Dictionary<string, string?> _before = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cognito-unlink-");

    public AwsEnvironment()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(pair => (string)pair.Key))
        {
            if (name.StartsWith("AWS_", StringComparison.Ordinal))
            {
                Set(name, null);
            }
        }

        Credentials("");
        Config("");
        Set("AWS_SHARED_CREDENTIALS_FILE", CredentialsPath);
        Set("AWS_CONFIG_FILE", ConfigPath);
        Set("AWS_EC2_METADATA_DISABLED", "true");
    }

    public string CredentialsPath => Path.Combine(_folder.FullName, "credentials");

    public string ConfigPath => Path.Combine(_folder.FullName, "config");

    public string FileOf(string name, string text)
    {
        // Replaced in one step, because a test may read the file at the same time.
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }

    public void Credentials(string text) => FileOf("credentials", text);

    public void Config(string text) => FileOf("config", text);

    public void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        _folder.Delete(recursive: true);
    }
}
