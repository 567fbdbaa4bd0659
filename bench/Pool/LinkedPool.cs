using System.Globalization;
using System.Text.Json;
using CognitoUnlink.Gateway;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Bench.Pool;

/// <summary>
/// A pool whose users have a password, an Okta identity (SAML) and a Google identity each, so that each unlink goes through: a seed
/// file for the server and a CSV file for those who unlink.
/// </summary>
internal sealed class LinkedPool : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cognito-unlink-bench-");

    public LinkedPool(int users)
    {
        SeedFile = PathOf("pool.json");
        using var file = File.Create(SeedFile);
        JsonSerializer.Serialize(file, new
        {
            version = 1,
            pools = new[]
            {
                new
                {
                    identityProviders = new[] { new { name = "Okta", type = "SAML" }, new { name = "Google", type = "Google" } },
                    users = Enumerable.Range(0, users).Select(number => new
                    {
                        username = Username(number),
                        attributes = new { email = $"{Username(number)}@example.com", email_verified = "true" },
                        identities = new[]
                        {
                            new { providerName = "Okta", value = Subject("Okta", number) },
                            new { providerName = "Google", value = Subject("Google", number) },
                        },
                    }),
                },
            },
        });
    }

    public string SeedFile { get; }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>The identities of a provider as items.</summary>
    public static IReadOnlyList<UnlinkItem> Items(string userPoolId, string provider, int first, int count) =>
    [
        .. Enumerable.Range(first, count).Select(number => new UnlinkItem
        {
            UserPoolId = userPoolId,
            Username = Username(number),
            Target = new ProviderUser(provider, ProviderUser.CognitoSubject, Subject(provider, number)),
            ProviderType = provider == "Okta" ? "SAML" : provider,
            MayTryMappedAttributes = true,
        }),
    ];

    /// <summary>The Okta identities as a CSV file.</summary>
    public string WriteCsv(string name, string userPoolId, int first, int count)
    {
        var path = PathOf(name);
        File.WriteAllLines(path, [
            "UserPoolId,Username,ProviderName,ProviderType,ProviderAttributeName,ProviderAttributeValue",
            .. Enumerable.Range(first, count).Select(number => $"{userPoolId},{Username(number)},Okta,SAML,Cognito_Subject,{Subject("Okta", number)}")]);
        return path;
    }

    /// <summary>The first users as a CSV file, each with the provider to unlink.</summary>
    public string WriteNames(string name, int count)
    {
        var path = PathOf(name);
        File.WriteAllLines(path, ["Username,ProviderName", .. Enumerable.Range(0, count).Select(number => $"{Username(number)},Okta")]);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Username(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number:D7}");

    private static string Subject(string provider, int number) => string.Create(CultureInfo.InvariantCulture, $"00u{number:D7}-{provider.ToLowerInvariant()}");
}
