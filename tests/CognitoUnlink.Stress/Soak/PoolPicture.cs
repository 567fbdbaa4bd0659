using System.Text.Json;

namespace CognitoUnlink.Soak;

/// <summary>A snapshot, divided into the parts that a run may change and those that it must not change.</summary>
internal sealed class PoolPicture
{
    private PoolPicture(string rest, Dictionary<string, UserPicture> users)
    {
        Rest = rest;
        Users = users;
        Links = [.. users.Values.SelectMany(user => user.Links)];
        Owned = [.. users.Values.SelectMany(user => user.Own).Select(own => (own.Provider, own.Subject))];
    }

    /// <summary>The pool without its users.</summary>
    public string Rest { get; }

    public IReadOnlyDictionary<string, UserPicture> Users { get; }

    /// <summary>The identities of all users, except the profiles' own.</summary>
    public HashSet<Link> Links { get; }

    /// <summary>The identities that profiles are made from. If such an identity is linked to another user, it is a twin, which no undo can link again.</summary>
    public HashSet<(string Provider, string Subject)> Owned { get; }

    public static PoolPicture Of(byte[] snapshot)
    {
        using var document = JsonDocument.Parse(snapshot);
        var pool = document.RootElement.GetProperty("pools")[0];
        return new PoolPicture(
            RestOf(pool, "users"),
            pool.GetProperty("users").EnumerateArray().Select(User).ToDictionary(user => user.Username, StringComparer.Ordinal));
    }

    private static UserPicture User(JsonElement user)
    {
        var username = user.GetProperty("username").GetString()!;
        var identities = user.TryGetProperty("identities", out var found) ? found.EnumerateArray().ToList() : [];
        return new UserPicture(
            username,
            user.TryGetProperty("status", out var status) ? status.GetString()! : "CONFIRMED",
            Attribute("email_verified") == "true" || Attribute("phone_number_verified") == "true",
            RestOf(user, "identities", "lastModifiedAt"),
            user.GetProperty("lastModifiedAt").GetRawText(),
            [.. identities.Where(IsOwn).Select(Shown)],
            [.. identities.Where(identity => !IsOwn(identity)).Select(Shown)]);

        string? Attribute(string name) => user.TryGetProperty("attributes", out var attributes) && attributes.TryGetProperty(name, out var value) ? value.GetString() : null;

        Link Shown(JsonElement identity) => new(
            username,
            identity.GetProperty("providerName").GetString()!,
            identity.TryGetProperty("signedInSubject", out var subject) ? subject.GetString()! : identity.GetProperty("value").GetString()!);
    }

    private static bool IsOwn(JsonElement identity) => identity.TryGetProperty("primary", out var primary) && primary.GetBoolean();

    private static string RestOf(JsonElement element, params string[] without) =>
        string.Concat(element.EnumerateObject().Where(member => !without.Contains(member.Name)).Select(member => $"{member.Name}={member.Value.GetRawText()};"));
}
