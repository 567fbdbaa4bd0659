using System.Text.RegularExpressions;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Probe.Findings;

/// <summary>Takes out of a text what nobody else is to see, and what is different each time: account numbers, ARNs, keys, ids of pools and clients, secrets.</summary>
internal static partial class Strike
{
    public static string From(string text, IEnumerable<string> secrets)
    {
        foreach (var secret in secrets.Where(secret => secret.Length > 0))
        {
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        text = Arn().Replace(text, "ARN");
        text = PoolId().Replace(text, "POOL");
        text = KeyId().Replace(text, "KEY");
        return Printable.Of(Account().Replace(text, "ACCOUNT"));
    }

    [GeneratedRegex(@"\barn:[\w-]+:[^\s""']*", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 200)]
    private static partial Regex Arn();

    [GeneratedRegex(@"\b[a-z]{2}(-[a-z]+)+-\d+_[0-9a-zA-Z]+\b", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex PoolId();

    [GeneratedRegex(@"\b(AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex KeyId();

    [GeneratedRegex(@"(?<![\w-])\d{12}(?![\w-])", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Account();
}
