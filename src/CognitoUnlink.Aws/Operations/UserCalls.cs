using System.Text.Json;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Operations;

/// <summary>Reads users. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html"/></summary>
internal static class UserCalls
{
    /// <summary>A user of ListUsers and ListUsersInGroup.</summary>
    public static CognitoUser ReadListed(JsonElement user) => Read(user, "Attributes") with { ListedAt = DateTime.UtcNow };

    /// <summary>The answer of AdminGetUser, which names the same list differently.</summary>
    public static CognitoUser ReadSingle(JsonElement user) => Read(user, "UserAttributes");

    private static CognitoUser Read(JsonElement user, string attributes)
    {
        string? sub = null;
        string? identities = null;
        var (isEmailVerified, isPhoneVerified) = (false, false);
        string? email = null;
        string? phoneNumber = null;
        string? preferredUsername = null;
        foreach (var attribute in user.Items(attributes))
        {
            switch (attribute.Text("Name"))
            {
                case "sub":
                    sub = attribute.Text("Value");
                    break;
                case "identities":
                    identities = attribute.Text("Value");
                    break;
                case "email":
                    email = attribute.Text("Value");
                    break;
                case "phone_number":
                    phoneNumber = attribute.Text("Value");
                    break;
                case "preferred_username":
                    preferredUsername = attribute.Text("Value");
                    break;
                case "email_verified":
                    isEmailVerified = attribute.Text("Value") == "true";
                    break;
                case "phone_number_verified":
                    isPhoneVerified = attribute.Text("Value") == "true";
                    break;
            }
        }

        return new CognitoUser
        {
            Username = user.Required("Username"),
            Sub = sub,
            UserStatus = user.Text("UserStatus"),
            Enabled = user.Flag("Enabled"),
            Identities = identities,
            HasVerifiedEmail = email is not null && isEmailVerified,
            HasVerifiedPhone = phoneNumber is not null && isPhoneVerified,
            Email = email,
            PhoneNumber = phoneNumber,
            PreferredUsername = preferredUsername,
        };
    }
}
