using System.Collections;
using System.Security.Cryptography;
using System.Text;

namespace CognitoUnlink.Completion;

/// <summary>The environment variables that decide about account, region and endpoint.</summary>
public static class AwsVariables
{
    /// <summary>A text that is another one when one of them has changed, and tells nothing of them.</summary>
    public static string Fingerprint()
    {
        var settings = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(pair => $"{pair.Key}={pair.Value}")
            .Where(setting => setting.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', settings))));
    }
}
