namespace CognitoUnlink.LocalPool.Model;

/// <summary>Our own small generator, so that a seed gives the same pool on every runtime. https://prng.di.unimi.it/splitmix64.c</summary>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    public static ulong SeedOf(string text, params ReadOnlySpan<ulong> parts)
    {
        // FNV-1a; string.GetHashCode differs from process to process.
        var hash = 14695981039346656037UL;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 1099511628211UL;
        }

        foreach (var part in parts)
        {
            hash = new SplitMix64(hash ^ part).Next();
        }

        return hash;
    }

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    public int Next(int below) => (int)(Next() % (ulong)below);

    /// <summary>From 0 up to, but not including, 1.</summary>
    public double NextFraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    public string Text(string alphabet, int length)
    {
        var characters = length <= 64 ? stackalloc char[length] : new char[length];
        for (var index = 0; index < length; index++)
        {
            characters[index] = alphabet[Next(alphabet.Length)];
        }

        return new string(characters);
    }

    /// <summary>A UUID of version 4 in its usual form.</summary>
    public string Uuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, Next());
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Next());
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}

/// <summary>Ids of objects that clients create, in the same order for the same seed.</summary>
internal sealed class IdSource(int seed)
{
    private SplitMix64 _random = new(SplitMix64.SeedOf("ids", unchecked((ulong)seed)));

    public string PoolId(string region) => $"{region}_{_random.Text(Alphabets.Alphanumeric, 9)}";

    public string ClientId() => _random.Text(Alphabets.LowerAlphanumeric, 26);

    public string ClientSecret() => _random.Text(Alphabets.LowerAlphanumeric, 51);

    public string Uuid() => _random.Uuid();
}

internal static class Alphabets
{
    public const string Digits = "0123456789";
    public const string Hex = "0123456789abcdef";
    public const string UpperAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    public const string LowerAlphanumeric = "abcdefghijklmnopqrstuvwxyz" + Digits;
    public const string Alphanumeric = "abcdefghijklmnopqrstuvwxyz" + UpperAlphanumeric;
    public const string Base64Url = Alphanumeric + "-_";
}
