using CognitoUnlink.LocalPool.Errors;

namespace CognitoUnlink.LocalPool.Operations.Users;

internal static class PasswordPolicy
{
    private const int MinimumLength = 8;

    public static void Check(string password)
    {
        if (password.Length < MinimumLength)
        {
            throw ServiceErrors.PasswordTooShort();
        }
    }
}
