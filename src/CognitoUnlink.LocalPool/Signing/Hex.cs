namespace CognitoUnlink.LocalPool.Signing;

internal static class Hex
{
    private const string Digits = "0123456789abcdef";

    public static string Lower(ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = stackalloc char[bytes.Length * 2];
        for (var index = 0; index < bytes.Length; index++)
        {
            characters[index * 2] = Digits[bytes[index] >> 4];
            characters[(index * 2) + 1] = Digits[bytes[index] & 0xF];
        }

        return new string(characters);
    }
}
