namespace CognitoUnlink.Gateway;

/// <summary>By what a user can sign in at the pool itself.</summary>
/// <param name="Username">The username.</param>
/// <param name="Factors">For instance PASSWORD, EMAIL_OTP, SMS_OTP or WEB_AUTHN.</param>
public sealed record AuthFactors(string Username, IReadOnlyList<string> Factors)
{
    private static readonly string[] s_otherThanPassword = ["WEB_AUTHN", "EMAIL_OTP", "SMS_OTP"];

    /// <summary>Whether one is a passkey or a one-time code.</summary>
    public bool HasOtherThanPassword => Factors.Any(s_otherThanPassword.Contains);
}
