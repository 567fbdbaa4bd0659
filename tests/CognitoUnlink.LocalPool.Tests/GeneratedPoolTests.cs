using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class GeneratedPoolTests
{
    [Fact]
    public async Task The_same_count_and_seed_give_the_same_snapshot_byte_for_byte()
    {
        using var one = TestPool.Generated(120, seed: 7);
        using var same = TestPool.Generated(120, seed: 7);
        using var other = TestPool.Generated(120, seed: 8);
        using var elsewhere = TestPool.With(new() { UserCount = 120, Seed = 7, UserPoolId = "eu-west-1_Else" });
        var snapshot = await one.SnapshotAsync();
        Assert.Equal(snapshot, await same.SnapshotAsync());
        Assert.NotEqual(snapshot, await other.SnapshotAsync());
        Assert.NotEqual(snapshot, await elsewhere.SnapshotAsync());
    }

    [Fact]
    public async Task The_first_user_from_seed_1_is_the_same_on_every_runtime_and_in_every_version()
    {
        using var pool = TestPool.Generated(1);
        var user = (await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id })).Ok().GetProperty("Users")[0];
        Assert.Equal(
            ("andrey.andersson1", "7087723f-05e5-4e16-a350-9792bf2dc68a", 1643241600.661),
            (user.Text("Username"), user.Attribute("sub"), user.GetProperty("UserCreateDate").GetDouble()));
        Assert.Contains("00u3yJZX9LROQoUFzaIE", user.Attribute("identities"), StringComparison.Ordinal);
    }

    /// <summary>Documents and tests name generated users, so only attributes that are not listed here may change.</summary>
    [Theory]
    [InlineData(120, 1, "e1dfa6856d5a770655a561865ba0c199a43374c97810fb8e0bf838c73d464f75")]
    [InlineData(200, 7, "713855b76e5d18f3c3606bd01c0620ce4a5e34275e8283448088f2983dc14409")]
    public async Task Usernames_statuses_and_identities_from_a_seed_never_change(int count, int seed, string hash)
    {
        using var pool = TestPool.Generated(count, seed);
        var lines = (await UsersAsync(pool)).Select(user => string.Join('\t', (IEnumerable<string>)
        [
            user.Text("username"), user.Text("sub"), user.Text("status"), user.GetProperty("enabled").GetRawText(),
            user.GetProperty("attributes").Text("email"), user.GetProperty("attributes").Text("name"),
            .. Identities(user).Select(identity => string.Join('|', (IEnumerable<string>)
            [
                identity.Text("providerName"), identity.Text("attributeName"), identity.Text("value"),
                SignedIn(identity) ? identity.Text("signedInSubject") : "", identity.GetProperty("primary").GetRawText(),
            ])),
        ]));
        Assert.Equal(hash, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines)))).ToLowerInvariant());
    }

    [Fact]
    public async Task Generated_users_differ_in_whether_their_email_and_phone_are_verified()
    {
        using var pool = TestPool.Generated(400);
        var native = (await UsersAsync(pool)).Where(user => Own(user) is null).ToList();
        var kinds = native.GroupBy(user => (Email: Verified(user, "email"), Phone: Verified(user, "phone_number"))).ToDictionary(kind => kind.Key, kind => kind.Count());
        Assert.Equal((180, 40, 30), (kinds[("true", null)], kinds[("true", "true")], kinds[("true", "false")]));
        Assert.Equal((20, 20, 60), (kinds[("false", "true")], kinds[("false", "false")], kinds[("false", null)]));

        var unrecoverable = native.Where(user => Confirmed(user) && Links(user).Count > 0 && Verified(user, "email") != "true" && Verified(user, "phone_number") != "true").ToList();
        Assert.Equal(40, unrecoverable.Count);
        Assert.Contains(unrecoverable, user => Links(user).Any(link => Is(link, "Okta", "email")));
        Assert.All(native.Where(user => Phone(user) is not null), user => Assert.Matches(@"^\+1[2-9]\d\d555\d{4}$", Phone(user)));
        Assert.True(native.Select(Phone).OfType<string>().Distinct().Count() > 100);

        static string? Verified(JsonElement user, string name) =>
            user.GetProperty("attributes").TryGetProperty($"{name}_verified", out var value) ? value.GetString() : null;

        static string? Phone(JsonElement user) => user.GetProperty("attributes").TryGetProperty("phone_number", out var value) ? value.GetString() : null;
    }

    [Fact]
    public async Task A_larger_pool_starts_with_the_same_users_as_a_smaller_one()
    {
        using var small = TestPool.Generated(10);
        using var large = TestPool.Generated(50);
        Assert.Equal(
            (await UsersAsync(small)).Select(user => user.GetRawText()),
            (await UsersAsync(large)).Take(10).Select(user => user.GetRawText()));
    }

    public static TheoryData<string, Func<JsonElement, bool>> Kinds => new()
    {
        { "Okta by subject, signed in", user => Confirmed(user) && Links(user) is [var link] && Is(link, "Okta", "Cognito_Subject") && SignedIn(link) },
        { "Okta by email, never signed in", user => Confirmed(user) && Links(user) is [var link] && Is(link, "Okta", "email") && !SignedIn(link) },
        { "Okta by email, signed in", user => Links(user) is [var link] && Is(link, "Okta", "email") && SignedIn(link) },
        { "OIDC", user => Links(user) is [var link] && link.Text("providerType") == "OIDC" },
        { "OIDC, never signed in", user => Links(user) is [var link] && link.Text("providerType") == "OIDC" && !SignedIn(link) },
        { "Google", user => Links(user) is [var link] && link.Text("providerType") == "Google" },
        { "Apple", user => Links(user) is [var link] && link.Text("providerType") == "SignInWithApple" },
        { "Facebook", user => Links(user) is [var link] && link.Text("providerType") == "Facebook" },
        { "Amazon", user => Links(user) is [var link] && link.Text("providerType") == "LoginWithAmazon" },
        { "two Okta links", user => Links(user).Count(link => link.Text("providerName") == "Okta") == 2 },
        { "three links", user => Links(user).Count == 3 },
        { "five links", user => Links(user).Count == 5 },
        { "no link", user => Confirmed(user) && Links(user).Count == 0 },
        { "reset required", user => user.Text("status") == "RESET_REQUIRED" && Links(user).Count == 1 },
        { "federated", user => user.Text("status") == "EXTERNAL_PROVIDER" && Links(user).Count == 0 && user.Text("username") == "Okta_" + Own(user)!.Value.Text("value") },
        { "federated with a link", user => user.Text("status") == "EXTERNAL_PROVIDER" && Links(user).Count == 1 },
        { "no password and one link", user => user.Text("status") == "FORCE_CHANGE_PASSWORD" && Links(user) is [var link] && link.Text("providerName") == "Okta" },
        { "no password and two links", user => user.Text("status") == "FORCE_CHANGE_PASSWORD" && Links(user).Count == 2 },
        { "no password and no link", user => user.Text("status") == "FORCE_CHANGE_PASSWORD" && Links(user).Count == 0 },
        { "unconfirmed", user => user.Text("status") == "UNCONFIRMED" && Links(user).Count == 1 },
        { "disabled", user => !user.GetProperty("enabled").GetBoolean() && Links(user).Count == 1 },
        { "subject with punctuation", user => Links(user).Any(link => "_\"/'\\".All(link.Text("value").Contains)) },
        { "non-ASCII characters", user => user.Text("username").Any(character => character > 127) && Links(user).Any(link => link.Text("value").Any(character => character > 127)) },
    };

    [Theory]
    [MemberData(nameof(Kinds), DisableDiscoveryEnumeration = true)]
    public async Task Forty_generated_users_include_every_kind(string kind, Func<JsonElement, bool> matches)
    {
        using var pool = TestPool.Generated(40);
        Assert.True((await UsersAsync(pool)).Any(matches), kind);
    }

    [Fact]
    public async Task One_linked_identity_also_has_its_own_federated_user()
    {
        using var pool = TestPool.Generated(40);
        var users = await UsersAsync(pool);
        var links = users.SelectMany(Links).Select(link => (link.Text("providerName"), link.Text("value"))).ToHashSet();
        Assert.Contains(users, user => Own(user) is { } own && links.Contains((own.Text("providerName"), own.Text("value"))));
    }

    [Fact]
    public async Task Two_identities_differ_only_in_case()
    {
        using var pool = TestPool.Generated(40);
        var subjects = (await UsersAsync(pool)).SelectMany(Links).Select(link => link.Text("value")).ToList();
        Assert.Equal(subjects.Count, subjects.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(subjects.Count - 1, subjects.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public async Task Every_generated_link_can_be_unlinked_with_the_values_in_the_snapshot()
    {
        using var pool = TestPool.Generated(80);
        foreach (var link in (await UsersAsync(pool)).SelectMany(Links))
        {
            var answer = SignedIn(link)
                ? await pool.UnlinkAsync(link.Text("providerName"), "Cognito_Subject", link.Text("signedInSubject"))
                : await pool.UnlinkAsync(link.Text("providerName"), link.Text("attributeName"), link.Text("value"));
            answer.Ok();
        }

        Assert.All(await UsersAsync(pool), user => Assert.Empty(Links(user)));
    }

    [Fact]
    public async Task Generated_providers_map_the_email_and_contain_canary_secrets()
    {
        using var pool = TestPool.Generated(0);
        var okta = await DescribeAsync("Okta");
        Assert.Equal("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", okta.GetProperty("AttributeMapping").Text("email"));
        Assert.StartsWith("https://", okta.GetProperty("ProviderDetails").Text("MetadataURL"), StringComparison.Ordinal);
        Assert.StartsWith("canary-", (await DescribeAsync("AzureAD")).GetProperty("ProviderDetails").Text("client_secret"), StringComparison.Ordinal);

        async Task<JsonElement> DescribeAsync(string name) =>
            (await pool.CallAsync("DescribeIdentityProvider", new { UserPoolId = pool.Id, ProviderName = name })).Ok().GetProperty("IdentityProvider");
    }

    private static async Task<IReadOnlyList<JsonElement>> UsersAsync(TestPool pool) =>
        [.. JsonSerializer.Deserialize<JsonElement>(await pool.SnapshotAsync()).GetProperty("pools")[0].GetProperty("users").EnumerateArray()];

    private static IReadOnlyList<JsonElement> Links(JsonElement user) => [.. Identities(user).Where(identity => !identity.GetProperty("primary").GetBoolean())];

    private static JsonElement? Own(JsonElement user) => Identities(user).Where(identity => identity.GetProperty("primary").GetBoolean()).Cast<JsonElement?>().FirstOrDefault();

    private static List<JsonElement> Identities(JsonElement user) => user.TryGetProperty("identities", out var identities) ? [.. identities.EnumerateArray()] : [];

    private static bool Confirmed(JsonElement user) => user.Text("status") == "CONFIRMED";

    private static bool Is(JsonElement link, string provider, string attribute) => (link.Text("providerName"), link.Text("attributeName")) == (provider, attribute);

    private static bool SignedIn(JsonElement link) => link.TryGetProperty("signedInSubject", out _);
}
