namespace CognitoUnlink.Fuzz.Generation;

/// <summary>Smaller inputs that may fail in the same way: without a half, a quarter, … a single byte.</summary>
internal static class Shrinking
{
    private const int FinestAbove = 4096;

    public static IEnumerable<byte[]> Of(byte[] input)
    {
        var finest = input.Length > FinestAbove ? input.Length / 256 : 1;
        for (var size = (input.Length + 1) / 2; size >= finest && size > 0; size = size == 1 ? 0 : (size + 1) / 2)
        {
            for (var start = 0; start < input.Length; start += size)
            {
                yield return [.. input[..start], .. input[Math.Min(start + size, input.Length)..]];
            }
        }
    }
}
