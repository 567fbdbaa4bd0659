using System.Text.Json;
using System.Text.RegularExpressions;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Gateway;

/// <summary>A user pool.</summary>
public sealed record UserPool
{
    /// <summary>The pool's id, for instance <c>eu-west-1_AbCdEfGhI</c>.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The pool's name.</summary>
    public string? Name { get; init; }

    /// <summary>The service's own estimate; null when listed rather than described.</summary>
    public long? EstimatedNumberOfUsers { get; init; }

    /// <summary>
    /// The names of AccountRecoverySetting, for instance <c>verified_email</c> or <c>admin_only</c>, by priority. Empty when the pool has no such
    /// setting; null when listed rather than described.
    /// </summary>
    public IReadOnlyList<string>? RecoveryMechanisms { get; init; }

    /// <summary>The attributes that people sign in by instead of a username, verified or not (UsernameAttributes); null when listed rather than described.</summary>
    public IReadOnlyList<string>? UsernameAttributes { get; init; }

    /// <summary>The attributes that name a user besides the username once they are verified (AliasAttributes); null when listed rather than described.</summary>
    public IReadOnlyList<string>? AliasAttributes { get; init; }

    /// <summary>Whether usernames are case-sensitive; null when listed rather than described, or not specified.</summary>
    public bool? CaseSensitive { get; init; }

    /// <summary>
    /// The triggers of LambdaConfig, by name, for instance <c>PreSignUp</c>, each with the ARN of its function. Empty when the pool has none; null when
    /// listed rather than described.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Triggers { get; init; }

    /// <summary>Whether only administrators create users (AllowAdminCreateUserOnly); null when listed rather than described, or not specified.</summary>
    public bool? OnlyAdministratorsCreateUsers { get; init; }

    /// <summary>OFF, ON or OPTIONAL; null when listed rather than described, or not specified.</summary>
    public string? MfaConfiguration { get; init; }

    /// <summary>The feature plan: LITE, ESSENTIALS or PLUS; null when listed rather than described, or not specified.</summary>
    public string? Tier { get; init; }
}

/// <summary>An identity provider of a user pool, without its details, which may hold a client secret.</summary>
public sealed record IdentityProvider
{
    /// <summary>The exact name.</summary>
    public required string ProviderName { get; init; }

    /// <summary>SAML, OIDC, Facebook, Google, LoginWithAmazon or SignInWithApple.</summary>
    public string? ProviderType { get; init; }

    /// <summary>User pool attribute to provider attribute; empty when listed rather than described.</summary>
    public IReadOnlyDictionary<string, string> AttributeMapping { get; init; } = new Dictionary<string, string>();
}

/// <summary>An app client of a user pool, without its secret.</summary>
/// <param name="ClientId">The client's id.</param>
/// <param name="ClientName">The client's name; null if not specified.</param>
/// <param name="SupportedIdentityProviders">
/// The providers that it offers, COGNITO for the pool's own sign-in. Empty when it names none, and when listed rather than described.
/// </param>
/// <param name="Raw">The whole client as the service returns it, including unknown members, but without <c>ClientSecret</c>.</param>
public sealed record AppClient(string ClientId, string? ClientName, IReadOnlyList<string> SupportedIdentityProviders, JsonElement Raw);

/// <summary>
/// The form of a user pool id.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html"/>
/// </summary>
public static partial class UserPoolIdRule
{
    /// <summary>Refuses an id that is not well formed.</summary>
    /// <param name="userPoolId">The id.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.InvalidUserPoolId"/>.</exception>
    public static void Check(string userPoolId)
    {
        if (userPoolId.Length > 55 || !Form().IsMatch(userPoolId))
        {
            throw new UnlinkException(
                ErrorId.InvalidUserPoolId,
                $"'{userPoolId}' is not a user pool id.");
        }
    }

    /// <summary>The region that an id names before its underscore.</summary>
    /// <param name="userPoolId">The id.</param>
    /// <returns>Null if that is not the name of a region, as in ids of local pools.</returns>
    public static string? RegionOf(string userPoolId) =>
        userPoolId.Split('_')[0] is var prefix && RegionNameRule.IsWellFormed(prefix) ? prefix : null;

    /// <summary>Whether a text can hardly be anything but a user pool's id: it has the form, and begins with a region.</summary>
    /// <param name="text">The text.</param>
    public static bool HasRegion(string text) => text.Length <= 55 && Form().IsMatch(text) && RegionOf(text) is not null;

    [GeneratedRegex(@"\A[\w-]+_[0-9a-zA-Z]+\z")]
    private static partial Regex Form();
}

/// <summary>The form of a region's system name, which becomes part of a host name.</summary>
public static partial class RegionNameRule
{
    /// <summary>Whether a text could be the name of a region, known or not.</summary>
    /// <param name="name">The text.</param>
    public static bool IsWellFormed(string name) => Form().IsMatch(name);

    [GeneratedRegex(@"\A[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
