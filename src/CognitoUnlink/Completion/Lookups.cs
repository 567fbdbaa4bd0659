using CognitoUnlink.Completion;
using CognitoUnlink.Gateway;
using CognitoUnlink.PowerShell.Hosting;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>The lists that completers look up, with a time limit and a cache.</summary>
internal static class Lookups
{
    private static readonly TimeSpan s_keep = TimeSpan.FromMinutes(1);
    private static readonly LookupCache<UserPool> s_userPools = new(s_keep);
    private static readonly LookupCache<IdentityProvider> s_providers = new(s_keep);
    private static readonly LookupCache<CognitoUser> s_users = new(s_keep);
    private static readonly LookupCache<JournalNames> s_journals = new(s_keep);

    // Short, because people who have just created a profile want to see it.
    private static readonly LookupCache<KnownProfile> s_profiles = new(TimeSpan.Zero);
    private static readonly LookupCache<KnownRegion> s_regions = new(s_keep);

    public static IReadOnlyList<UserPool> UserPools(GatewayOptions client) => s_userPools.Get(
        KeyOf(client), cancellation => ReadAsync(client, gateway => Listing.UserPoolsAsync(gateway, cancellation)));

    public static IReadOnlyList<IdentityProvider> Providers(GatewayOptions client, string userPoolId) => s_providers.Get(
        (KeyOf(client), userPoolId), cancellation => ReadAsync(client, gateway => Listing.ProvidersAsync(gateway, userPoolId, cancellation)));

    public static IReadOnlyList<CognitoUser> Users(GatewayOptions client, string userPoolId, string prefix) => s_users.Get(
        (KeyOf(client), userPoolId, prefix), cancellation => ReadAsync(client, gateway => Listing.UsersAsync(gateway, userPoolId, prefix, cancellation)));

    public static IReadOnlyList<KnownProfile> Profiles(string? profileLocation) => s_profiles.Get(
        (profileLocation, AwsVariables.Fingerprint()), _ => Task.FromResult(Implementations.Gateways.ListProfiles(profileLocation)));

    public static IReadOnlyList<KnownRegion> Regions() => s_regions.Get(string.Empty, _ => Task.FromResult(Implementations.Gateways.ListRegions()));

    public static JournalNames? Journal(string path) => s_journals.Get(
        (path, File.GetLastWriteTimeUtc(path)),
        cancellation => Task.FromResult<IReadOnlyList<JournalNames>>([JournalNames.Read(path, cancellation)])) is [var names] ? names : null;

    // The client also depends on environment variables.
    private static (GatewayOptions Client, string Variables) KeyOf(GatewayOptions client) => (client, AwsVariables.Fingerprint());

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(GatewayOptions client, Func<ICognitoGateway, Task<IReadOnlyList<T>>> read)
    {
        using var gateway = Implementations.Gateways.Create(client with { KeysAtHandOnly = true, Timeout = LookupCache<T>.Longest });
        return await read(gateway).ConfigureAwait(false);
    }
}
