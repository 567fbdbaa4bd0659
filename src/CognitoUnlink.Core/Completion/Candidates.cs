using System.Collections;
using System.Security.Cryptography;
using System.Text;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Completion;

/// <summary>Finds the items that a typed word can be completed to, and describes each.</summary>
public static class Candidates
{
    /// <summary>Pools whose id or name begins with the word.</summary>
    /// <param name="pools">The pools.</param>
    /// <param name="word">The word.</param>
    public static IEnumerable<Candidate> OfUserPools(IEnumerable<UserPool> pools, string word) =>
        from pool in pools
        where Begins(pool.UserPoolId, word) || (pool.Name is { } name && Begins(name, word))
        select new Candidate(pool.UserPoolId, ToolTip(pool.Name, pool.UserPoolId));

    /// <summary>Local user pools whose id begins with the word.</summary>
    /// <param name="pools">The pools.</param>
    /// <param name="word">The word.</param>
    public static IEnumerable<Candidate> OfLocalUserPools(IEnumerable<LocalUserPool> pools, string word) =>
        from pool in pools
        where Begins(pool.UserPoolId, word)
        select new Candidate(pool.UserPoolId, $"local user pool at {pool.EndpointUrl}");

    /// <summary>Providers whose name begins with the word.</summary>
    /// <param name="providers">The providers.</param>
    /// <param name="word">The word.</param>
    /// <param name="providerType">The provider type to include; null for all.</param>
    public static IEnumerable<Candidate> OfProviders(IEnumerable<IdentityProvider> providers, string word, string? providerType) =>
        from provider in providers
        where Begins(provider.ProviderName, word) && (providerType is null || provider.ProviderType == providerType)
        orderby provider.ProviderName
        select new Candidate(provider.ProviderName, ToolTip(provider.ProviderType, provider.ProviderName));

    /// <summary>Users whose name begins with the word, case-sensitive as in the service.</summary>
    /// <param name="users">The users.</param>
    /// <param name="word">The word.</param>
    public static IEnumerable<Candidate> OfUsers(IEnumerable<CognitoUser> users, string word) =>
        from user in users
        where user.Username.StartsWith(word, StringComparison.Ordinal)
        orderby user.Username
        select new Candidate(user.Username, ToolTip(Describe(user), user.Username));

    /// <summary>Profiles whose name begins with the word.</summary>
    /// <param name="profiles">The profiles.</param>
    /// <param name="word">The word.</param>
    public static IEnumerable<Candidate> OfProfiles(IEnumerable<KnownProfile> profiles, string word) =>
        from profile in profiles
        where Begins(profile.Name, word)
        select new Candidate(profile.Name, profile.Kind);

    /// <summary>Regions whose name begins with the word.</summary>
    /// <param name="regions">The regions.</param>
    /// <param name="word">The word.</param>
    public static IEnumerable<Candidate> OfRegions(IEnumerable<KnownRegion> regions, string word) =>
        from region in regions
        where Begins(region.SystemName, word)
        orderby region.SystemName
        select new Candidate(region.SystemName, ToolTip(region.DisplayName, region.SystemName));

    /// <summary>Names in a journal that begin with the word.</summary>
    /// <param name="names">The names, each with its description.</param>
    /// <param name="word">The word.</param>
    public static IEnumerable<Candidate> OfJournal(IEnumerable<KeyValuePair<string, string?>> names, string word) =>
        from name in names
        where Begins(name.Key, word)
        select new Candidate(name.Key, ToolTip(name.Value, name.Key));

    private static bool Begins(string value, string word) => value.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private static string ToolTip(string? text, string otherwise) => string.IsNullOrWhiteSpace(text) ? otherwise : text;

    private static string Describe(CognitoUser user)
    {
        var state = user.Enabled == false ? $"{user.UserStatus}, disabled" : user.UserStatus;
        var providers = Providers(user);
        return providers.Length > 0 ? $"{state}; {providers}" : $"{state}";
    }

    private static string Providers(CognitoUser user)
    {
        try
        {
            return string.Join(", ", IdentitiesReader.Read(user).Select(entry => entry.ProviderName));
        }
        catch (UnlinkException)
        {
            return "identities that cannot be read";
        }
    }
}

/// <summary>A value that an argument can be completed to.</summary>
/// <param name="Value">The value as the parameter takes it.</param>
/// <param name="ToolTip">A description for the user; never empty.</param>
public sealed record Candidate(string Value, string ToolTip);

/// <summary>
/// Filters of ListUsers.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html"/>
/// </summary>
public static class UsernameFilter
{
    /// <summary>The filter for users whose name begins with a text.</summary>
    /// <param name="prefix">The text, case-sensitive.</param>
    /// <returns>The filter; null if it would match everybody.</returns>
    public static string? UsernameBegins(string prefix) =>
        prefix.Length == 0 ? null : $"username ^= \"{prefix.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}

/// <summary>The environment variables that determine the account, region and endpoint.</summary>
public static class AwsVariables
{
    /// <summary>Returns a text that changes when one of them changes, and reveals nothing about them.</summary>
    public static string Fingerprint()
    {
        var settings = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(pair => $"{pair.Key}={pair.Value}")
            .Where(setting => setting.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', settings))));
    }
}
