using System.Globalization;

namespace CognitoUnlink.LocalPool.Model;

/// <summary>All error codes and texts in one place. docs/local-pool-differences.md says which of them are assumptions.</summary>
internal static class ServiceErrors
{
    public static ServiceException PoolDoesNotExist(string id) => ResourceNotFound($"User pool {id} does not exist.");

    public static ServiceException ProviderDoesNotExist(string name) => ResourceNotFound($"Identity provider {name} does not exist.");

    public static ServiceException GroupNotFound() => ResourceNotFound("Group not found.");

    public static ServiceException UserDoesNotExist() => new("UserNotFoundException", "User does not exist.");

    // https://github.com/aws-amplify/amplify-js/issues/3402
    public static ServiceException LoginNotAllowed() => new("NotAuthorizedException", "Login not allowed");

    public static ServiceException UserDisabled() => new("NotAuthorizedException", "User is disabled.");

    // https://github.com/Boise-State-Development/agentcore-public-stack/pull/425
    public static ServiceException ProviderUserExists() => new("UsernameExistsException", "User already exists with provider user id.");

    public static ServiceException UserExists() => new("UsernameExistsException", "User account already exists");

    public static ServiceException UsernameAttributeExists(string attribute) => new("UsernameExistsException", $"An account with the given {attribute} already exists.");

    public static ServiceException AliasExists(string attribute) => new("AliasExistsException", $"An account with the {attribute} already exists.");

    public static ServiceException GroupExists(string name) => new("GroupExistsException", $"A group with the name {name} already exists.");

    // https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1287
    public static ServiceException ProviderExists(string name, string poolId) => new("DuplicateProviderException", $"{name} already exists in user pool {poolId}");

    public static ServiceException ProviderNotInPool(string name, string poolId) => InvalidParameter($"The provider {name} does not exist for User Pool {poolId}.");

    public static ServiceException ProviderOfClient(string name, string client) => InvalidParameter($"Identity provider {name} is in use by app client {client}.");

    public static ServiceException ClientDoesNotExist(string id) => ResourceNotFound($"User pool client {id} does not exist.");

    public static ServiceException UnknownClientSetting(string name) => InvalidParameter($"Unknown parameter: {name}");

    public static ServiceException InvalidPassword(string problem) => new("InvalidPasswordException", $"Password did not conform with policy: Password {problem}");

    // https://github.com/aws-amplify/amplify-js/issues/5503
    public static ServiceException WrongPassword() => new("NotAuthorizedException", "Incorrect username or password.");

    public static ServiceException UserNotConfirmed() => new("UserNotConfirmedException", "User is not confirmed.");

    public static ServiceException PasswordResetRequired() => new("PasswordResetRequiredException", "Password reset required for the user");

    public static ServiceException InvalidRefreshToken() => new("NotAuthorizedException", "Invalid Refresh Token");

    public static ServiceException RefreshTokenRevoked() => new("NotAuthorizedException", "Refresh Token has been revoked");

    public static ServiceException AuthFlowNotSupported() => InvalidParameter("Initiate Auth method not supported.");

    public static ServiceException AuthFlowNotEnabled() => InvalidParameter("Auth flow not enabled for this client");

    public static ServiceException MissingAuthParameter(string name) => InvalidParameter($"Missing required parameter {name}");

    public static ServiceException SecretHashMissing(string client) => new("NotAuthorizedException", $"Client {client} is configured with secret but SECRET_HASH was not received");

    public static ServiceException SecretHashWrong(string client) => new("NotAuthorizedException", $"Unable to verify secret hash for client {client}");

    // https://github.com/aws-amplify/amplify-js/issues/2955
    public static ServiceException PasswordCannotBeReset() => new("NotAuthorizedException", "User password cannot be reset in the current state.");

    // https://github.com/aws-amplify/amplify-js/issues/11270
    public static ServiceException NowhereToSendCode() => InvalidParameter("Cannot reset password for the user as there is no registered/verified email or phone_number");

    public static ServiceException NoPhoneForMfa() => InvalidParameter("User does not have delivery config set to turn on SMS_MFA");

    public static ServiceException CannotResend() => new("UnsupportedUserStateException", "Resend not possible. Invalid state.");

    // https://github.com/aws/aws-sdk-go/issues/4218
    public static ServiceException NotLinked() => InvalidParameter("Account isn't linked to anyone else, verify that the account has been linked");

    public static ServiceException NativeUserCannotBeDeactivated() => InvalidParameter("The native user cannot be deactivated.");

    public static ServiceException AlreadyLinked() => InvalidParameter("SourceUser is already linked to DestinationUser");

    // https://github.com/aws/aws-sdk-net/issues/1000
    public static ServiceException MergingNotSupported() => InvalidParameter("Merging is not currently supported, provide a SourceUser that has not been signed up in order to link");

    // https://github.com/aws/aws-sdk-js-v3/issues/5281
    public static ServiceException NativeSource() => InvalidParameter("Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a DestinationUser");

    public static ServiceException SocialSourceNeedsSubject(string provider) => InvalidParameter($"Invalid SourceUser: ProviderAttributeName must be Cognito_Subject for provider {provider}");

    public static ServiceException UserNeedsSubject(string provider) => InvalidParameter($"Invalid User: ProviderAttributeName must be Cognito_Subject for provider {provider}");

    public static ServiceException IncompleteProviderUser(string member) => InvalidParameter($"{member} must have ProviderName, ProviderAttributeName and ProviderAttributeValue");

    // https://github.com/aws/aws-sdk-js-v3/issues/6985
    public static ServiceException SourceTooLong(int limit) => InvalidParameter(string.Create(CultureInfo.InvariantCulture, $"Invalid SourceUser: ProviderName, ProviderAttributeName and ProviderAttributeValue must not exceed {limit} characters together"));

    public static ServiceException TooManyIdentities(int limit) => new("LimitExceededException", string.Create(CultureInfo.InvariantCulture, $"A user can have at most {limit} linked identities."));

    // https://github.com/awskrug/kendra-button/pull/73
    public static ServiceException NonMutableAttribute(string name) => InvalidParameter($"Cannot modify the non-mutable attribute {name}");

    public static ServiceException UnknownAttribute(string name) => InvalidParameter($"Attributes did not conform to the schema: Type for attribute {{{name}}} could not be determined");

    public static ServiceException UsernameMustBeAlias(IReadOnlyList<string> attributes) =>
        InvalidParameter($"Username should be {(attributes.Count > 1 ? "either an email or a phone number" : attributes[0] == "email" ? "an email" : "a phone number")}.");

    public static ServiceException InvalidSearchAttribute(string name) => InvalidParameter($"Invalid search attribute: {name}");

    public static ServiceException FilterNotParsed() => InvalidParameter("Error while parsing filter");

    public static ServiceException RequestedAttributeMissing() => InvalidParameter("One or more requested attributes do not exist.");

    // https://github.com/aws/aws-sdk-js/issues/3705
    public static ServiceException InvalidPagingMarker() => InvalidParameter("Paging Marker is Invalid for Request");

    public static ServiceException AliasAndUsernameAttributes() => InvalidParameter("Only one of the aliasAttributes or usernameAttributes can be set in a user pool.");

    public static ServiceException NoAttributeDataType() => InvalidParameter("Invalid AttributeDataType input, consider using the provided AttributeDataType enum.");

    public static ServiceException RequiredCustomAttribute() => InvalidParameter("Required custom attributes are not supported currently.");

    public static ServiceException StandardAttributeChanged(string name) => InvalidParameter($"You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute {name}");

    public static ServiceException DeletionProtected() => InvalidParameter("The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.");

    public static ServiceException SocialProviderName(string type) => InvalidParameter($"The provider name of a {type} identity provider must be {type}.");

    public static ServiceException UnknownOperation() => new("UnknownOperationException", "The requested operation is not supported by the local user pool.");

    public static ServiceException Serialization(string message) => new("SerializationException", message);

    public static ServiceException InternalError(Exception cause) => new("InternalErrorException", $"The local user pool failed; this is a defect in it. {cause.GetType().Name}: {cause.Message}", 500);

    // https://github.com/mifi/cognito-backup/issues/6
    public static ServiceException RateExceeded(int statusCode = 400) => new("TooManyRequestsException", "Rate exceeded", statusCode);

    /// <summary>An error that a fault specifies.</summary>
    public static ServiceException Injected(string code, string? message, int? statusCode) =>
        new(code, message ?? (code == RateExceeded().Code ? RateExceeded().Message : "A fault of the local user pool."), statusCode ?? StatusOf(code));

    public static ServiceException MissingAuthentication() => new("MissingAuthenticationTokenException", "Missing Authentication Token");

    public static ServiceException IncompleteSignature(string message) => new("IncompleteSignatureException", message);

    public static ServiceException UnrecognizedClient() => new("UnrecognizedClientException", "The security token included in the request is invalid.");

    public static ServiceException InvalidSignature(string message) => new("InvalidSignatureException", message);

    public static ServiceException SignatureMismatch() => InvalidSignature("The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.");

    public static ServiceException InvalidParameter(string message) => new("InvalidParameterException", message);

    private static ServiceException ResourceNotFound(string message) => new("ResourceNotFoundException", message);

    // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
    private static int StatusOf(string code) => code switch
    {
        "InternalErrorException" or "InternalFailure" or "InternalServerError" => 500,
        "ServiceUnavailable" or "ServiceUnavailableException" => 503,
        _ => 400,
    };
}

/// <summary>An error that the service would return.</summary>
internal sealed class ServiceException(string code, string message, int statusCode = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int StatusCode { get; } = statusCode;
}
