using System.Text.Json;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations;

internal static class AnswerWriting
{
    /// <summary>Timestamps are seconds since 1970, with a fraction.</summary>
    public static void WriteTime(this Utf8JsonWriter writer, string name, DateTime time) =>
        writer.WriteNumber(name, ServiceTime.UnixMilliseconds(time) / 1000.0);

    public static void WriteTexts(this Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    public static void WriteMap(this Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string> values)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }
}
