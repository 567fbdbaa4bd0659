using System.Text.Json;

namespace CognitoUnlink.LocalPool.Tests.Support;

internal static class JsonReading
{
    /// <summary>An attribute of a user from ListUsers or AdminGetUser; null if it is missing.</summary>
    public static string? Attribute(this JsonElement user, string name)
    {
        var list = user.TryGetProperty("Attributes", out var attributes) ? attributes : user.GetProperty("UserAttributes");
        return list.EnumerateArray().Where(item => item.Text("Name") == name).Select(item => item.Text("Value")).SingleOrDefault();
    }

    public static string Text(this JsonElement value, string name) => value.GetProperty(name).GetString()!;

    public static IReadOnlyList<string> Texts(this JsonElement list, string name) => [.. list.EnumerateArray().Select(item => item.Text(name))];
}
