namespace CognitoUnlink.LocalPool.Seeding;

/// <summary>Ids of what clients create, in the same order for the same seed.</summary>
internal sealed class IdSource(int seed)
{
    private SplitMix64 _random = new(SplitMix64.SeedOf("ids", unchecked((ulong)seed)));

    public string PoolId(string region) => $"{region}_{_random.Text(Alphabets.Alphanumeric, 9)}";

    public string ClientId() => _random.Text(Alphabets.LowerAlphanumeric, 26);

    public string ClientSecret() => _random.Text(Alphabets.LowerAlphanumeric, 51);

    public string Uuid() => _random.Uuid();
}
