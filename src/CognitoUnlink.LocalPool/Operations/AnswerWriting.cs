using System.Text.Encodings.Web;
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

    /// <summary>PreferredMfaSetting and UserMFASettingList, which are absent for users without them.</summary>
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

internal static class UserWriter
{
    /// <summary>The model's UserType.</summary>
    public static void Write(Utf8JsonWriter writer, User user, Pool pool, IReadOnlyList<string>? attributesToGet = null)
    {
        writer.WriteStartObject();
        WriteMembers(writer, user, pool, "Attributes", attributesToGet);
        writer.WriteEndObject();
    }

    public static void WriteMembers(Utf8JsonWriter writer, User user, Pool pool, string attributes, IReadOnlyList<string>? attributesToGet = null)
    {
        writer.WriteString("Username", user.Username);
        writer.WriteStartArray(attributes);
        foreach (var (name, value) in AttributesOf(user, pool))
        {
            if (attributesToGet?.Contains(name) ?? true)
            {
                writer.WriteStartObject();
                writer.WriteString("Name", name);
                writer.WriteString("Value", value);
                writer.WriteEndObject();
            }
        }

        writer.WriteEndArray();
        writer.WriteTime("UserCreateDate", user.Created);
        writer.WriteTime("UserLastModifiedDate", user.LastModified);
        writer.WriteBoolean("Enabled", user.Enabled);
        writer.WriteString("UserStatus", user.Status);
    }

    public static IEnumerable<KeyValuePair<string, string>> AttributesOf(User user, Pool pool)
    {
        yield return new("sub", user.Sub);
        if (IdentitiesText.Of(user, pool.Settings.Behavior) is { } identities)
        {
            yield return new("identities", identities);
        }

        foreach (var attribute in user.Attributes)
        {
            yield return attribute;
        }
    }
}

internal static class JsonFormats
{
    /// <summary>Characters are not escaped, as in the service's answers; nothing here ends up in HTML.</summary>
    public static readonly JsonWriterOptions Writer = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
