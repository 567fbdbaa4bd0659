using CognitoUnlink.Gateway;

namespace CognitoUnlink.Input;

/// <summary>
/// Tells an object that is a user pool from a row that only names one. A row about a user, an identity, an app client or a result that is not
/// understood must not mean everybody in its pool.
/// </summary>
public static class PoolRow
{
    // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html and UserPoolDescriptionType
    private static readonly HashSet<string> s_ofAws = new(StringComparer.OrdinalIgnoreCase)
    {
        "Id", "Name", "Arn", "Status", "LambdaConfig", "CreationDate", "LastModifiedDate", "Policies", "DeletionProtection", "SchemaAttributes", "AutoVerifiedAttributes",
        "AliasAttributes", "UsernameAttributes", "UsernameConfiguration", "SmsVerificationMessage", "EmailVerificationMessage", "EmailVerificationSubject",
        "VerificationMessageTemplate", "SmsAuthenticationMessage", "UserAttributeUpdateSettings", "MfaConfiguration", "DeviceConfiguration", "EstimatedNumberOfUsers",
        "EmailConfiguration", "EmailConfigurationFailure", "SmsConfiguration", "SmsConfigurationFailure", "UserPoolTags", "UserPoolTier", "UserPoolAddOns", "Domain",
        "CustomDomain", "AdminCreateUserConfig", "AccountRecoverySetting",
    };

    // How to reach a pool, and what PowerShell remoting adds.
    private static readonly HashSet<string> s_beside = new(StringComparer.OrdinalIgnoreCase)
    {
        ColumnNames.UserPoolId, "Region", "ProfileName", "EndpointUrl", "AccessKey", "SecretKey", "SessionToken", "Credential", "AccountId", "Count",
        "ResponseMetadata", "ContentLength", "HttpStatusCode", "LoggedAt", "PSComputerName", "RunspaceId", "PSShowComputerName", "PSSourceJobInstanceId",
    };

    /// <summary>Whether the object is a pool: it has the id of one, and no column that may be about a user, a provider, an app client or a result.</summary>
    /// <param name="row">The object.</param>
    public static bool IsPool(IRow row)
    {
        var isOfAws = row.Text("Id") is { } id && UserPoolIdRule.HasRegion(id);
        return (isOfAws || row.Text(ColumnNames.UserPoolId) is not null)
            && row.Names.All(name => s_beside.Contains(name) || (isOfAws && s_ofAws.Contains(name)) || !MayBeAboutElse(name));
    }

    private static bool MayBeAboutElse(string name) =>
        ColumnNames.IsKnown(name) || ColumnNames.CouldBeUser(name) || ColumnNames.IsNearSubject(name) || ColumnNames.IsNearProvider(name)
        || ColumnNames.Misnamed(name) is not (null or ColumnNames.UserPoolId);
}
