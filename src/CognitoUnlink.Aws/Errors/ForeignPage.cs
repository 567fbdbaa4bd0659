using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace CognitoUnlink.Aws.Errors;

/// <summary>Says in a few words what came in place of an answer of Cognito.</summary>
internal static partial class ForeignPage
{
    private const int Looked = 16 * 1024;
    private const int LongestTitle = 100;

    public static bool IsPage(ReadOnlyMemory<byte> body) =>
        Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, Looked)]).TrimStart() is ['<', ..];

    public static string Describe(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return "an empty answer";
        }

        var text = Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, Looked)]);
        if (Title().Match(text) is { Success: true } match)
        {
            var title = Space().Replace(WebUtility.HtmlDecode(match.Groups[1].Value), " ").Trim();
            return $"a page titled \"{(title.Length > LongestTitle ? title[..LongestTitle] + "…" : title)}\"";
        }

        return text.TrimStart() switch
        {
            ['<', ..] => "a page without a title",
            ['{', ..] => "JSON of another kind",
            _ => "text that is not JSON",
        };
    }

    [GeneratedRegex(@"<title[^>]*>([^<]*\S[^<]*)</title", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 200)]
    private static partial Regex Title();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
