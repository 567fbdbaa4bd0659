using System.IO.Enumeration;

namespace CognitoUnlink.LocalPool.Faults;

internal static class Wildcard
{
    /// <summary>* and ?, whatever the case.</summary>
    public static bool Matches(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text);
}
