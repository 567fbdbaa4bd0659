using System.Text.Json;

namespace CognitoUnlink.Soak;

/// <summary>The output of <c>list --output json</c> as a text for each identity, without the date when it was linked.</summary>
internal static class Listing
{
    public static HashSet<string> Of(string json, IReadOnlySet<string> withoutUsers)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.GetProperty("items").EnumerateArray()
            .Where(identity => !withoutUsers.Contains(identity.GetProperty("username").GetString()!))
            .Select(identity => string.Concat(identity.EnumerateObject().Where(member => member.Name != "dateCreated").Select(member => $"{member.Name}={member.Value.GetRawText()};")))];
    }
}
