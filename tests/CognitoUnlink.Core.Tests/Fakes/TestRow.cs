using CognitoUnlink.Input;

namespace CognitoUnlink.Core.Tests.Fakes;

/// <summary>A row of text like <c>Username=alice,Sub=</c>.</summary>
internal sealed class TestRow(string text) : IRow
{
    private readonly Dictionary<string, string> _values = text.Split(',', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Text(string name) => _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
