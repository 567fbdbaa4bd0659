using System.Globalization;
using System.Text.Json;

namespace CognitoUnlink.Soak;

/// <summary>Keys that are renewed every minute or so: this program is the <c>credential_process</c> of a profile.</summary>
internal static class TemporaryCredentials
{
    public const string Command = "credentials";
    public const string ProfileName = "soak";

    private const string CountFile = "credentials.count";

    // The SDK renews keys from a process about 15 to 16 minutes before they expire, and at nearly every request from then on.
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(1000);

    /// <summary>The environment for every process that uses these keys.</summary>
    public static IReadOnlyDictionary<string, string?> Environment(string folder) =>
        new Dictionary<string, string?>(TestSupport.CleanEnvironment.Variables)
        {
            ["AWS_CONFIG_FILE"] = Path.Combine(folder, "config"),
            ["AWS_PROFILE"] = ProfileName,
        };

    public static void WriteProfile(string folder) => File.WriteAllText(
        Path.Combine(folder, "config"),
        $"[profile {ProfileName}]\ncredential_process = dotnet \"{typeof(TemporaryCredentials).Assembly.Location}\" {Command} \"{folder}\"\n");

    public static int Write(string folder)
    {
        File.AppendAllText(Path.Combine(folder, CountFile), ".");
        Console.Out.WriteLine(JsonSerializer.Serialize(new
        {
            Version = 1,
            AccessKeyId = "local",
            SecretAccessKey = "local",
            SessionToken = Guid.NewGuid().ToString("N"),
            Expiration = (DateTime.UtcNow + s_lifetime).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        }));
        return 0;
    }

    /// <summary>How often keys were requested.</summary>
    public static long Count(string folder) => new FileInfo(Path.Combine(folder, CountFile)) is { Exists: true } file ? file.Length : 0;
}
