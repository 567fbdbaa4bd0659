using System.Text.Json;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations.Users;

/// <summary>A user as answers show it.</summary>
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
