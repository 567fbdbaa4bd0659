using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Errors;

public sealed class ErrorCodeTests
{
    [Theory]
    [InlineData("UserNotFoundException", CognitoErrorKind.UserNotFound)]
    [InlineData("ResourceNotFoundException", CognitoErrorKind.ResourceNotFound)]
    [InlineData("InvalidParameterException", CognitoErrorKind.InvalidParameter)]
    [InlineData("ValidationException", CognitoErrorKind.InvalidParameter)]
    [InlineData("SerializationException", CognitoErrorKind.InvalidParameter)]
    [InlineData("NotAuthorizedException", CognitoErrorKind.NotAuthorized)]
    [InlineData("AccessDeniedException", CognitoErrorKind.AccessDenied)]
    [InlineData("AccessDenied", CognitoErrorKind.AccessDenied)]
    [InlineData("ForbiddenException", CognitoErrorKind.Forbidden)]
    [InlineData("AliasExistsException", CognitoErrorKind.AliasExists)]
    [InlineData("LimitExceededException", CognitoErrorKind.LimitExceeded)]
    [InlineData("TooManyRequestsException", CognitoErrorKind.Throttled)]
    [InlineData("ThrottlingException", CognitoErrorKind.Throttled)]
    [InlineData("Throttling", CognitoErrorKind.Throttled)]
    [InlineData("RequestLimitExceeded", CognitoErrorKind.Throttled)]
    [InlineData("UnknownOperationException", CognitoErrorKind.OperationNotSupported)]
    [InlineData("UnsupportedOperation", CognitoErrorKind.OperationNotSupported)]
    [InlineData("Unsupported", CognitoErrorKind.OperationNotSupported)]
    [InlineData("InvalidAction", CognitoErrorKind.OperationNotSupported)]
    [InlineData("NotImplemented", CognitoErrorKind.OperationNotSupported)]
    [InlineData("OperationNotEnabledException", CognitoErrorKind.OperationNotEnabled)]
    [InlineData("InternalErrorException", CognitoErrorKind.ServiceFault)]
    [InlineData("InternalFailure", CognitoErrorKind.ServiceFault)]
    [InlineData("ServiceUnavailable", CognitoErrorKind.ServiceFault)]
    [InlineData("UnrecognizedClientException", CognitoErrorKind.CredentialsRefused)]
    [InlineData("ExpiredToken", CognitoErrorKind.CredentialsRefused)]
    [InlineData("ExpiredTokenException", CognitoErrorKind.CredentialsRefused)]
    [InlineData("InvalidSignatureException", CognitoErrorKind.CredentialsRefused)]
    [InlineData("SignatureDoesNotMatch", CognitoErrorKind.CredentialsRefused)]
    [InlineData("MissingAuthenticationToken", CognitoErrorKind.CredentialsRefused)]
    [InlineData("MissingAuthenticationTokenException", CognitoErrorKind.CredentialsRefused)]
    [InlineData("RequestExpired", CognitoErrorKind.CredentialsRefused)]
    [InlineData("InvalidClientTokenId", CognitoErrorKind.CredentialsRefused)]
    [InlineData("IncompleteSignature", CognitoErrorKind.CredentialsRefused)]
    [InlineData("SomethingNewException", CognitoErrorKind.Unknown)]
    public async Task The_error_code_determines_the_kind_of_error(string code, CognitoErrorKind kind)
    {
        var error = await FailAsync(StubReply.Error(code));

        Assert.Equal(kind, error.Kind);
        Assert.Equal(code, error.ErrorCode);
        Assert.Equal("AdminDisableProviderForUser", error.Operation);
        Assert.Equal(StubReply.RequestId, error.RequestId);
        Assert.Equal(400, error.StatusCode);
        Assert.Contains("words of the service", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task The_status_does_not_matter_if_there_is_an_error_code(int status)
    {
        var error = await FailAsync(StubReply.Error("UserNotFoundException") with { Status = status });

        Assert.Equal(CognitoErrorKind.UserNotFound, error.Kind);
        Assert.Equal(status, error.StatusCode);
    }

    [Theory]
    [InlineData("""{"__type":"UserNotFoundException","message":"User does not exist."}""", null)]
    [InlineData("""{"__type":"com.amazonaws#UserNotFoundException","message":"User does not exist."}""", null)]
    [InlineData("""{"__type":"com.amazonaws.cognito.identity.idp.model#UserNotFoundException","Message":"User does not exist."}""", null)]
    [InlineData("""{"__type":"UserNotFoundException:http://internal.amazon.com/coral/com.amazonaws.cognito/","message":"User does not exist."}""", null)]
    [InlineData("""{"__type":"a#UserNotFoundException:http://x/y#z","message":"User does not exist."}""", null)]
    [InlineData("""{"code":"UserNotFoundException","message":"User does not exist."}""", null)]
    [InlineData("""{"message":"User does not exist."}""", "UserNotFoundException")]
    [InlineData("""{"Message":"User does not exist."}""", "UserNotFoundException:")]
    [InlineData("""{"message":"User does not exist."}""", "UserNotFoundException:http://internal.amazon.com/coral/")]
    [InlineData("""{"message":"User does not exist."}""", "com.amazonaws#UserNotFoundException")]
    [InlineData("""{"__type":"SomethingElse","message":"User does not exist."}""", "UserNotFoundException")]
    public async Task Every_format_of_an_error_code_is_read_and_the_header_beats_the_body(string body, string? header)
    {
        var error = await FailAsync(new StubReply(400, body) { ErrorType = header });

        Assert.Equal(CognitoErrorKind.UserNotFound, error.Kind);
        Assert.Equal("UserNotFoundException", error.ErrorCode);
        Assert.Equal("User does not exist.", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"message":""}""")]
    public async Task An_error_without_a_message_still_names_the_operation_and_the_code(string body)
    {
        var error = await FailAsync(new StubReply(400, body) { ErrorType = "TooManyRequestsException:" });

        Assert.Equal(CognitoErrorKind.Throttled, error.Kind);
        Assert.Equal("AdminDisableProviderForUser failed with TooManyRequestsException.", error.Message);
    }

    [Fact]
    public async Task An_access_denied_error_starts_with_the_missing_action()
    {
        var error = await FailAsync(StubReply.Error("AccessDeniedException", "User: arn:aws:iam::123456789012:user/x is not authorized"));

        Assert.Equal(
            "AWS denied cognito-idp:AdminDisableProviderForUser on arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_A (credentials: the keys given): "
            + "User: arn:aws:iam::123456789012:user/x is not authorized",
            error.Message);
        Assert.Equal(FailureScope.Run, error.Scope);
    }

    [Theory]
    [InlineData("", "eu-west-1", "arn:aws:cognito-idp:eu-west-1:*:userpool/eu-west-1_A")]
    [InlineData("Not authorized.", "cn-north-1", "arn:aws-cn:cognito-idp:cn-north-1:*:userpool/eu-west-1_A")]
    [InlineData("Not authorized.", "us-gov-west-1", "arn:aws-us-gov:cognito-idp:us-gov-west-1:*:userpool/eu-west-1_A")]
    [InlineData("User: arn:aws:sts::111111111111:assumed-role/r/s is not authorized on resource: arn:aws:cognito-idp:eu-west-1:222222222222:userpool/eu-west-1_A", "eu-west-1", "arn:aws:cognito-idp:eu-west-1:222222222222:userpool/eu-west-1_A")]
    public async Task An_access_denied_error_names_action_and_pool_with_any_message_from_the_service(string message, string region, string arn)
    {
        await using var stub = new StubServer(StubReply.Error("AccessDeniedException", message));
        using var gateway = stub.Gateway(options => options with { Region = region });

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.AdminGetUserAsync("eu-west-1_A", "carlos", default));

        Assert.StartsWith($"AWS denied cognito-idp:AdminGetUser on {arn} ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_access_denied_error_for_listing_pools_names_no_pool()
    {
        await using var stub = new StubServer(StubReply.Error("AccessDeniedException", ""));
        using var gateway = stub.Gateway();

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.ListUserPoolsAsync(1, null, default));

        Assert.StartsWith("AWS denied cognito-idp:ListUserPools on * ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_error_for_refused_credentials_names_their_source()
    {
        var error = await FailAsync(StubReply.Error("ExpiredTokenException", "The security token included in the request is expired"));

        Assert.StartsWith(
            "AWS refused the credentials from the keys given (ExpiredTokenException): The security token included in the request is expired",
            error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(500, "{}")]
    [InlineData(503, """{"message":"busy"}""")]
    public async Task A_5xx_status_without_an_error_code_is_a_transient_service_fault(int status, string body)
    {
        var error = await FailAsync(new StubReply(status, body));

        Assert.Equal(CognitoErrorKind.ServiceFault, error.Kind);
        Assert.True(error.IsTransient);
        Assert.Null(error.ErrorCode);
    }

    [Fact]
    public async Task A_failed_call_is_not_retried()
    {
        await using var stub = new StubServer(StubReply.Error("TooManyRequestsException"));
        using var gateway = stub.Gateway();

        await Assert.ThrowsAsync<CognitoException>(() => gateway.ListUserPoolsAsync(60, null, default));

        Assert.Single(stub.Requests);
    }

    private static async Task<CognitoException> FailAsync(StubReply reply)
    {
        await using var stub = new StubServer(reply);
        using var gateway = stub.Gateway();
        var error = await Assert.ThrowsAsync<CognitoException>(
            () => gateway.AdminDisableProviderForUserAsync("eu-west-1_A", ProviderUser.Native("carlos"), default));
        Assert.Null(error.InnerException);
        return error;
    }
}
