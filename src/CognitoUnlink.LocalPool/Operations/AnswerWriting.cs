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

    public static void WriteMembers(this Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, JsonElement>> members)
    {
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }
    }

    /// <summary>PreferredMfaSetting and UserMFASettingList, which are not there for users without.</summary>
    public static void WriteMfa(this Utf8JsonWriter writer, UserFactors factors)
    {
        if (factors.PreferredMfa is not null)
        {
            writer.WriteString("PreferredMfaSetting", factors.PreferredMfa);
        }

        if (factors.Mfa.Count > 0)
        {
            writer.WriteTexts("UserMFASettingList", factors.Mfa);
        }
    }
}
