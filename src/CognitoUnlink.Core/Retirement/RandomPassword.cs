using System.Security.Cryptography;

namespace CognitoUnlink.Retirement;

/// <summary>
/// A password that nobody is to know: some 400 bits of the operating system's randomness. It has what any password policy may ask for, and its length is within the
/// service's 6 to 99 that a policy may demand. <see href="https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-policies.html"/>
/// </summary>
internal static class RandomPassword
{
    private const int Length = 99;

    private static readonly string[] s_kinds = ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz", "0123456789", "^$*.[]{}()?-!@#%&/,><:;|_~+="];

    /// <param name="length">Another length, where not as much as can be is needed; at least one of each kind fits.</param>
    public static string Create(int length = Length)
    {
        var letters = new char[length];
        RandomNumberGenerator.GetItems<char>(string.Concat(s_kinds), letters);
        for (var i = 0; i < s_kinds.Length; i++)
        {
            letters[i] = s_kinds[i][RandomNumberGenerator.GetInt32(s_kinds[i].Length)];
        }

        RandomNumberGenerator.Shuffle(letters.AsSpan());
        return new string(letters);
    }
}
