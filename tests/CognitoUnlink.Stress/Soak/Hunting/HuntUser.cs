using System.Text.Json;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>A user in a snapshot.</summary>
/// <param name="Username">The username.</param>
/// <param name="Sub">The sub.</param>
/// <param name="Status">The status.</param>
/// <param name="PasswordSignIn">Whether the password sign-in is active.</param>
/// <param name="Email">The address; null for none.</param>
/// <param name="HasVerifiedEmail">Whether it is verified.</param>
/// <param name="HasVerifiedPhone">Whether there is a verified phone number.</param>
/// <param name="Factors">The first factors that the user can sign in with; empty if the snapshot gives none.</param>
/// <param name="Identities">The identities.</param>
/// <param name="Rest">Everything that no run may change.</param>
internal sealed record HuntUser(
    string Username, string Sub, string Status, bool PasswordSignIn, string? Email, bool HasVerifiedEmail, bool HasVerifiedPhone,
    IReadOnlyList<string> Factors, IReadOnlyList<HuntIdentity> Identities, string Rest)
{
    private static readonly string[] s_mayChange = ["identities", "lastModifiedAt", "passwordSignIn"];

    public static HuntUser Of(JsonElement user)
    {
        return new HuntUser(
            Text("username")!,
            Text("sub")!,
            Text("status") ?? "CONFIRMED",
            !user.TryGetProperty("passwordSignIn", out var passwordSignIn) || passwordSignIn.GetBoolean(),
            Attribute("email"),
            Attribute("email") is not null && Attribute("email_verified") == "true",
            Attribute("phone_number") is not null && Attribute("phone_number_verified") == "true",
            [.. HuntPicture.Items(user, "authFactors").Select(factor => factor.GetString()!)],
            [.. HuntPicture.Items(user, "identities").Select(HuntIdentity.Of)],
            string.Concat(user.EnumerateObject().Where(member => !s_mayChange.Contains(member.Name)).Select(member => $"{member.Name}={member.Value.GetRawText()};")));

        string? Text(string name) => user.TryGetProperty(name, out var value) ? value.GetString() : null;

        string? Attribute(string name) => user.TryGetProperty("attributes", out var attributes) && attributes.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}

/// <summary>An identity of a user.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Value">The value, which no other identity in the pool has.</param>
/// <param name="AttributeName">The attribute that it is linked by.</param>
/// <param name="IsOwn">Whether it is a profile's own identity.</param>
internal sealed record HuntIdentity(string Provider, string Value, string AttributeName, bool IsOwn)
{
    public static HuntIdentity Of(JsonElement identity) => new(
        identity.GetProperty("providerName").GetString()!,
        identity.GetProperty("value").GetString()!,
        identity.TryGetProperty("attributeName", out var name) ? name.GetString()! : "Cognito_Subject",
        identity.TryGetProperty("primary", out var primary) && primary.GetBoolean());

    public override string ToString() => $"{Provider} {Value}{(IsOwn ? " (own)" : string.Empty)}";
}
