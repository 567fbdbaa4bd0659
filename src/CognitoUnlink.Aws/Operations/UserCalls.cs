using System.Text.Json;
using CognitoUnlink.Gateway;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Aws.Operations;

/// <summary>Reads users. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html"/></summary>
internal static class UserCalls
{
    private static readonly RepeatedText s_statuses = new();

    /// <summary>A user of ListUsers and ListUsersInGroup.</summary>
    public static CognitoUser ReadListed(JsonElement user) => Read(user, "Attributes", DateTime.UtcNow);

    /// <summary>The answer of AdminGetUser, which names the same list differently.</summary>
    public static CognitoUser ReadSingle(JsonElement user)
    {
        var factors = user.Texts("UserMFASettingList");
        return Read(user, "UserAttributes", null) with { HasEmailMfa = factors.Contains("EMAIL_OTP"), HasSmsMfa = factors.Contains("SMS_MFA") || user.Items("MFAOptions").Any() };
    }

    private static CognitoUser Read(JsonElement user, string attributes, DateTime? listedAt)
    {
        var username = user.Required("Username");
        string? sub = null;
        string? identities = null;
        var (isEmailVerified, isPhoneVerified) = (false, false);
        string? email = null;
        string? phoneNumber = null;
        string? preferredUsername = null;
        foreach (var attribute in user.Items(attributes))
        {
            // Most attributes are of no interest, and a pool has millions of them: their names are not made into strings.
            if (attribute.Member("Name"u8) is not { ValueKind: JsonValueKind.String } name)
            {
                continue;
            }

            if (name.ValueEquals("sub"u8))
            {
                // Where people sign in by an e-mail address, the username is the sub.
                sub = attribute.Member("Value"u8) is { ValueKind: JsonValueKind.String } value && value.ValueEquals(username) ? username : attribute.Text("Value"u8);
            }
            else if (name.ValueEquals("identities"u8))
            {
                identities = attribute.Text("Value"u8);
            }
            else if (name.ValueEquals("email"u8))
            {
                email = attribute.Text("Value"u8);
            }
            else if (name.ValueEquals("phone_number"u8))
            {
                phoneNumber = attribute.Text("Value"u8);
            }
            else if (name.ValueEquals("preferred_username"u8))
            {
                preferredUsername = attribute.Text("Value"u8);
            }
            else if (name.ValueEquals("email_verified"u8))
            {
                isEmailVerified = IsTrue(attribute);
            }
            else if (name.ValueEquals("phone_number_verified"u8))
            {
                isPhoneVerified = IsTrue(attribute);
            }
        }

        return new CognitoUser
        {
            Username = username,
            Sub = sub,
            UserStatus = user.Member("UserStatus"u8) is { ValueKind: JsonValueKind.String } status ? s_statuses.Of(status) : null,
            Enabled = user.Flag("Enabled"),
            Identities = identities,
            HasVerifiedEmail = email is not null && isEmailVerified,
            HasVerifiedPhone = phoneNumber is not null && isPhoneVerified,
            Email = email,
            PhoneNumber = phoneNumber,
            PreferredUsername = preferredUsername,
            ListedAt = listedAt,
        };
    }

    private static bool IsTrue(JsonElement attribute) => attribute.Member("Value"u8) is { ValueKind: JsonValueKind.String } value && value.ValueEquals("true"u8);
}
