using System.Text.Json;

namespace CognitoUnlink.Texts;

/// <summary>
/// Reads JSON strings that repeat, such as the names of a pool's few providers. The same text is the same object, as long as it is among the last few
/// texts that were read.
/// </summary>
public sealed class RepeatedText
{
    private const int Kept = 8;

    private readonly string?[] _texts = new string?[Kept];
    private int _next;

    /// <summary>The text of a JSON string.</summary>
    /// <param name="value">The string.</param>
    public string Of(JsonElement value)
    {
        foreach (var text in _texts)
        {
            if (text is not null && value.ValueEquals(text))
            {
                return text;
            }
        }

        // Two threads at once may lose a text. It is then read again.
        var read = value.GetString()!;
        _texts[(uint)Interlocked.Increment(ref _next) % Kept] = read;
        return read;
    }
}
