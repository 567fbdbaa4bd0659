using CognitoUnlink.Errors;
using CognitoUnlink.Input;

namespace CognitoUnlink.Cli.Input;

/// <summary>One row of a file, or why it cannot be read.</summary>
/// <param name="Line">The line that it begins on, from 1.</param>
internal sealed record FileRow(long Line) : IRow
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);

    public UnlinkException? Error { get; init; }

    public static FileRow Broken(long line, string why) => new(line) { Error = new UnlinkException(ErrorId.RowNotReadable, $"The row cannot be read: {why}.") };

    /// <summary>Sets a value.</summary>
    /// <returns>False when there is one of that name.</returns>
    public bool Add(string name, string? value) => _values.TryAdd(name, value);

    public bool Has(string name) => _values.ContainsKey(name);

    public string? Text(string name) => _values.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;
}
