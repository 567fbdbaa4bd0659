using System.Text.Json;

namespace CognitoUnlink.Texts;

/// <summary>
/// Takes texts out of JSON that come again and again, such as the names of a pool's few providers: the same object for the same text, as far as it is among
/// the latest that were seen.
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

        // Threads that meet here forget a text, no more.
        var read = value.GetString()!;
        _texts[(uint)Interlocked.Increment(ref _next) % Kept] = read;
        return read;
    }
}
