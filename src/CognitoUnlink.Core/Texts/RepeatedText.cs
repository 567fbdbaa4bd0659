using System.Text.Json;

namespace CognitoUnlink.Texts;

/// <summary>
/// Reads JSON strings that repeat, such as the names of a pool's few providers. Equal texts are the same object, as long as they are among the last
/// few texts read.
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

        // Concurrent threads may lose a text, which is then read again.
        var read = value.GetString()!;
        _texts[(uint)Interlocked.Increment(ref _next) % Kept] = read;
        return read;
    }
}
