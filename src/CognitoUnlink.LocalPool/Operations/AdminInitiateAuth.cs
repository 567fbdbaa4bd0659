using System.Security.Cryptography;
using System.Text;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations;

/// <summary>
/// Says whether a user can sign in with a password, or continue with a refresh token. The tokens in the answer are not real.
/// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminInitiateAuth.html
/// </summary>
internal sealed class AdminInitiateAuth : Operation
{
    private const int SecondsOfToken = 3600;

    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("ClientId", Shapes.ClientIdType, Required: true),
        new("AuthFlow", Shapes.AuthFlowType, Required: true),
        new("AuthParameters", Shapes.AuthParametersType),
        new("ClientMetadata", Shapes.ClientMetadataType),
        new("AnalyticsMetadata", Shapes.AnalyticsMetadataType),
        new("ContextData", Shapes.ContextDataType),
        new("Session", Shapes.SessionType));

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var client = AppClients.Find(call, pool);
        var parameters = call.Map("AuthParameters");
        switch (call.Required("AuthFlow"))
        {
            case "ADMIN_USER_PASSWORD_AUTH" or "ADMIN_NO_SRP_AUTH":
                WithPassword(call, pool, client, parameters);
                break;
            case "REFRESH_TOKEN_AUTH" or "REFRESH_TOKEN":
                WithRefreshToken(call, pool, client, parameters);
                break;
            default:
                throw ServiceErrors.AuthFlowNotSupported();
        }
    }

    private static void WithPassword(OperationCall call, Pool pool, StoredClient client, IReadOnlyDictionary<string, string> parameters)
    {
        if (!client.Allows("ALLOW_ADMIN_USER_PASSWORD_AUTH") && !client.Allows("ADMIN_NO_SRP_AUTH"))
        {
            throw ServiceErrors.AuthFlowNotEnabled();
        }

        var name = Parameter(parameters, "USERNAME");
        var password = Parameter(parameters, "PASSWORD");
        CheckSecret(client, name, parameters);
        var user = pool.Users.Find(name) ?? throw (client.HidesUsers ? ServiceErrors.WrongPassword() : ServiceErrors.UserDoesNotExist());
        if (!user.HasPassword(password) || !user.PasswordSignIn || !user.IsNative || user.Status == UserStatuses.ExternalProvider)
        {
            throw ServiceErrors.WrongPassword();
        }

        CheckState(user);
        if (Challenge(pool, user) is { } challenge)
        {
            WriteChallenge(call, user, challenge);
        }
        else
        {
            WriteTokens(call, pool.RefreshTokens.Issue(user, client));
        }
    }

    private static void WithRefreshToken(OperationCall call, Pool pool, StoredClient client, IReadOnlyDictionary<string, string> parameters)
    {
        if (!client.Allows("ALLOW_REFRESH_TOKEN_AUTH") && !client.HasOldFlows)
        {
            throw ServiceErrors.AuthFlowNotEnabled();
        }

        var user = pool.RefreshTokens.Find(Parameter(parameters, "REFRESH_TOKEN"), client);
        if (!user.Enabled)
        {
            throw ServiceErrors.UserDisabled();
        }

        WriteTokens(call, refreshToken: null);
    }

    private static void CheckState(User user)
    {
        if (!user.Enabled)
        {
            throw ServiceErrors.UserDisabled();
        }

        switch (user.Status)
        {
            case UserStatuses.Unconfirmed:
                throw ServiceErrors.UserNotConfirmed();
            case UserStatuses.ResetRequired:
                throw ServiceErrors.PasswordResetRequired();
        }
    }

    /// <summary>The challenge after the password; null if there is none.</summary>
    private static string? Challenge(Pool pool, User user) =>
        user.Status == UserStatuses.ForceChangePassword ? "NEW_PASSWORD_REQUIRED"
        : pool.Settings.MfaConfiguration == "OFF" ? null
        : user.Factors.PreferredMfa is { } preferred ? preferred
        : user.Factors.Mfa is { Count: 1 } single ? single[0]
        : user.Factors.Mfa.Count > 1 ? "SELECT_MFA_TYPE"
        : pool.Settings.MfaConfiguration == "ON" ? "MFA_SETUP"
        : null;

    private static string Parameter(IReadOnlyDictionary<string, string> parameters, string name) =>
        parameters.GetValueOrDefault(name) is { Length: > 0 } value ? value : throw ServiceErrors.MissingAuthParameter(name);

    // https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
    private static void CheckSecret(StoredClient client, string username, IReadOnlyDictionary<string, string> parameters)
    {
        if (client.Secret is not { } secret)
        {
            return;
        }

        var given = parameters.GetValueOrDefault("SECRET_HASH") ?? throw ServiceErrors.SecretHashMissing(client.Id);
        var hash = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(username + client.Id)));
        if (given != hash)
        {
            throw ServiceErrors.SecretHashWrong(client.Id);
        }
    }

    private static void WriteChallenge(OperationCall call, User user, string challenge)
    {
        call.Output.WriteString("ChallengeName", challenge);
        call.Output.WriteString("Session", RefreshTokens.NotAToken("session"));
        call.Output.WriteMap("ChallengeParameters", new Dictionary<string, string> { ["USER_ID_FOR_SRP"] = user.Username });
    }

    private static void WriteTokens(OperationCall call, string? refreshToken)
    {
        call.Output.WriteMap("ChallengeParameters", new Dictionary<string, string>());
        call.Output.WriteStartObject("AuthenticationResult");
        call.Output.WriteString("AccessToken", RefreshTokens.NotAToken("access"));
        call.Output.WriteNumber("ExpiresIn", SecondsOfToken);
        call.Output.WriteString("TokenType", "Bearer");
        if (refreshToken is not null)
        {
            call.Output.WriteString("RefreshToken", refreshToken);
        }

        call.Output.WriteString("IdToken", RefreshTokens.NotAToken("id"));
        call.Output.WriteEndObject();
    }
}
