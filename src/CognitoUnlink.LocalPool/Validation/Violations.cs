using System.Globalization;

namespace CognitoUnlink.LocalPool.Validation;

/// <summary>The broken constraints of one request, in the service's words.</summary>
internal sealed class Violations
{
    private readonly List<string> _texts = [];
    private readonly List<string> _constraints = [];

    public IReadOnlyList<string> Constraints => _constraints;

    public bool Any => _texts.Count > 0;

    public void Add(string path, string? value, bool sensitive, string constraint)
    {
        var shown = sensitive ? "Value" : value is null ? "Value null" : $"Value '{value}'";
        _texts.Add($"{shown} at '{path}' failed to satisfy constraint: {constraint}");
        _constraints.Add(constraint);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{_texts.Count} validation error{(_texts.Count == 1 ? "" : "s")} detected: {string.Join("; ", _texts)}");
}
