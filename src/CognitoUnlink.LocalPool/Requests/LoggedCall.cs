using System.Text;
using System.Text.Json;
using CognitoUnlink.LocalUserPools;
using static CognitoUnlink.LocalPool.Requests.CallInput;

namespace CognitoUnlink.LocalPool.Requests;

/// <summary>A request as the log keeps it: small, the rest is read from the body when somebody asks.</summary>
internal sealed record LoggedCall(
    DateTime Timestamp, string Operation, byte[]? Body, string? AccessKey, string? Region, int StatusCode, string? ErrorCode, Guid? RequestId)
{
    public long Number { get; set; }

    public LocalUserPoolRequest ToRequest()
    {
        using var document = Parse();
        var input = document?.RootElement;
        var user = ProviderUser(input);
        return new LocalUserPoolRequest
        {
            Number = Number,
            Timestamp = Timestamp,
            Operation = Operation,
            UserPoolId = Text(input, "UserPoolId"),
            Username = Text(input, "Username"),
            ProviderName = Text(user, "ProviderName"),
            ProviderAttributeName = Text(user, "ProviderAttributeName"),
            ProviderAttributeValue = Text(user, "ProviderAttributeValue"),
            AccessKey = AccessKey,
            Region = Region,
            Body = Body is null ? null : Encoding.UTF8.GetString(Body),
            StatusCode = StatusCode,
            ErrorCode = ErrorCode,
            RequestId = RequestId?.ToString(),
        };
    }

    private JsonDocument? Parse()
    {
        try
        {
            return Body is null or [] ? null : JsonBody.Parse(Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
