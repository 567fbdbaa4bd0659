namespace CognitoUnlink.LocalPool.Errors;

/// <summary>An error that the service would answer.</summary>
internal sealed class ServiceException(string code, string message, int statusCode = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int StatusCode { get; } = statusCode;
}
