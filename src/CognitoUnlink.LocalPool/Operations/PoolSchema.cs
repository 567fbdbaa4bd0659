using System.Text.Json;
using CognitoUnlink.LocalPool.Documents;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations;

/// <summary>
/// The attributes of a pool as DescribeUserPool lists them: the standard ones, changed or not, then the pool's own with their prefix.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
/// </summary>
internal static class PoolSchema
{
    private static readonly Dictionary<string, Dictionary<string, JsonElement>> s_standard = new[]
    {
        Standard("sub", "String", "StringAttributeConstraints", """{"MinLength":"1","MaxLength":"2048"}""", isMutable: false, isRequired: true),
        Standard("name"), Standard("given_name"), Standard("family_name"), Standard("middle_name"), Standard("nickname"), Standard("preferred_username"),
        Standard("profile"), Standard("picture"), Standard("website"), Standard("email"), Standard("email_verified", "Boolean"), Standard("gender"),
        Standard("birthdate", "String", "StringAttributeConstraints", """{"MinLength":"10","MaxLength":"10"}"""),
        Standard("zoneinfo"), Standard("locale"), Standard("phone_number"), Standard("phone_number_verified", "Boolean"), Standard("address"),
        Standard("updated_at", "Number", "NumberAttributeConstraints", """{"MinValue":"0"}"""),
    }.ToDictionary(static attribute => attribute["Name"].GetString()!);

    /// <summary>The schema given to CreateUserPool, as it is kept: with prefixes and defaults.</summary>
    public static JsonElement Given(JsonElement schema) => JsonSerializer.SerializeToElement([.. schema.EnumerateArray().Select(static attribute =>
    {
        var given = attribute.EnumerateObject().Where(static member => member.Value.ValueKind != JsonValueKind.Null)
            .GroupBy(static member => member.Name).ToDictionary(static same => same.Key, static same => same.Last().Value);
        var name = given.TryGetValue("Name", out var text) ? text.GetString()! : "";
        return s_standard.TryGetValue(name, out var standard) ? Changed(name, standard, given) : Custom(name, given);
    })], DocumentJson.Default.ListDictionaryStringJsonElement);

    /// <summary>The member SchemaAttributes.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement? given)
    {
        var changed = given?.EnumerateArray().ToList() ?? [];
        writer.WriteStartArray("SchemaAttributes");
        foreach (var (name, attribute) in s_standard)
        {
            if (changed.FindLastIndex(other => NameOf(other) == name) is >= 0 and var index)
            {
                changed[index].WriteTo(writer);
            }
            else
            {
                writer.WriteStartObject();
                writer.WriteMembers(attribute);
                writer.WriteEndObject();
            }
        }

        foreach (var own in changed.Where(static attribute => !s_standard.ContainsKey(NameOf(attribute))))
        {
            own.WriteTo(writer);
        }

        writer.WriteEndArray();
    }

    private static string NameOf(JsonElement attribute) =>
        attribute.ValueKind == JsonValueKind.Object && attribute.TryGetProperty("Name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";

    private static Dictionary<string, JsonElement> Changed(string name, Dictionary<string, JsonElement> standard, Dictionary<string, JsonElement> given)
    {
        if (IsTrue(given, "DeveloperOnlyAttribute")
            || (given.TryGetValue("AttributeDataType", out var type) && type.GetString() != standard["AttributeDataType"].GetString()))
        {
            throw ServiceErrors.StandardAttributeChanged(name);
        }

        return new([.. standard.Where(pair => !given.ContainsKey(pair.Key)), .. given]);
    }

    private static Dictionary<string, JsonElement> Custom(string name, Dictionary<string, JsonElement> given)
    {
        if (!given.TryGetValue("AttributeDataType", out var type))
        {
            throw ServiceErrors.NoAttributeDataType();
        }

        if (IsTrue(given, "Required"))
        {
            throw ServiceErrors.RequiredCustomAttribute();
        }

        given["Name"] = Json(IsTrue(given, "DeveloperOnlyAttribute") ? $"dev:custom:{name}" : $"custom:{name}");
        given.TryAdd("DeveloperOnlyAttribute", Json(false));
        given.TryAdd("Mutable", Json(true));
        given.TryAdd("Required", Json(false));
        if (type.GetString() != "String")
        {
            given.Remove("StringAttributeConstraints");
        }

        if (type.GetString() != "Number")
        {
            given.Remove("NumberAttributeConstraints");
        }

        return given;
    }

    private static Dictionary<string, JsonElement> Standard(
        string name, string type = "String", string constraints = "StringAttributeConstraints", string limits = """{"MinLength":"0","MaxLength":"2048"}""", bool isMutable = true, bool isRequired = false)
    {
        var attribute = new Dictionary<string, JsonElement>
        {
            ["Name"] = Json(name),
            ["AttributeDataType"] = Json(type),
            ["DeveloperOnlyAttribute"] = Json(false),
            ["Mutable"] = Json(isMutable),
            ["Required"] = Json(isRequired),
        };
        if (type != "Boolean")
        {
            attribute[constraints] = JsonText.ToElement(limits);
        }

        return attribute;
    }

    private static bool IsTrue(Dictionary<string, JsonElement> attribute, string name) => attribute.TryGetValue(name, out var flag) && flag.ValueKind == JsonValueKind.True;

    private static JsonElement Json(bool value) => JsonText.ToElement(value ? "true" : "false");

    private static JsonElement Json(string value) => JsonText.ToElement($"\"{JsonEncodedText.Encode(value)}\"");
}
