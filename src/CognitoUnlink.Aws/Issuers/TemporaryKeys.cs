using Amazon.Runtime;

namespace CognitoUnlink.Aws.Issuers;

/// <summary>Keys and when they end, by this computer's clock.</summary>
internal sealed class TemporaryKeys(ImmutableCredentials keys, DateTimeOffset ends)
{
    public ImmutableCredentials Keys => keys;

    public DateTimeOffset Ends => ends;

    /// <summary>Where the clock is wrong by hours, keys would else seem to have ended before they were had.</summary>
    public static TemporaryKeys Of(string accessKey, string secretKey, string sessionToken, DateTimeOffset expiration, DateTimeOffset? serviceTime, TimeProvider clock) =>
        new(new ImmutableCredentials(accessKey, secretKey, sessionToken), clock.GetUtcNow() + (expiration - (serviceTime ?? clock.GetUtcNow())));
}
