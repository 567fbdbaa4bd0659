using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Requests;

/// <summary>The parts of <c>Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…</c>.</summary>
internal sealed record AuthorizationHeader(string AccessKey, string Date, string Region, string Service, string Terminator, IReadOnlyList<string> SignedHeaders, string Signature)
{
    public const string Algorithm = "AWS4-HMAC-SHA256";

    private const int MaximumRegion = 40;

    private static readonly string[] s_parameters = ["Credential", "SignedHeaders", "Signature"];

    public string Scope => $"{Date}/{Region}/{Service}/{Terminator}";

    public static AuthorizationHeader Parse(string? header)
    {
        if (string.IsNullOrEmpty(header))
        {
            throw ServiceErrors.MissingAuthentication();
        }

        if (!header.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            throw ServiceErrors.IncompleteSignature($"Unsupported AWS 'algorithm': '{header.Split(' ')[0]}'.");
        }

        var parts = header[Algorithm.Length..]
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static part => part.Split('=', 2))
            .Where(static part => part.Length == 2)
            .GroupBy(static part => part[0], static part => part[1])
            .ToDictionary(static group => group.Key, static group => group.First());

        var missing = s_parameters.Where(name => !parts.ContainsKey(name)).ToList();
        if (missing.Count > 0)
        {
            throw ServiceErrors.IncompleteSignature(string.Join(' ', missing.Select(static name => $"Authorization header requires '{name}' parameter.")));
        }

        var credential = parts["Credential"].Split('/');
        if (credential.Length != 5)
        {
            throw ServiceErrors.IncompleteSignature("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.");
        }

        return IsRegion(credential[2])
            ? new(credential[0], credential[1], credential[2], credential[3], credential[4], parts["SignedHeaders"].Split(';'), parts["Signature"])
            : throw ServiceErrors.InvalidSignature("Credential should be scoped to a valid region.");
    }

    /// <summary>Any region will do, as long as it can begin the id of a pool.</summary>
    private static bool IsRegion(string text) =>
        text.Length is > 0 and <= MaximumRegion && text.All(static character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
