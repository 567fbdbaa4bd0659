namespace CognitoUnlink.Aws.Errors;

/// <summary>An answer whose status says that the call failed, as it came.</summary>
internal sealed record ErrorReply
{
    public required int StatusCode { get; init; }

    public string? RequestId { get; init; }

    /// <summary>The header <c>x-amzn-ErrorType</c>.</summary>
    public string? ErrorType { get; init; }

    /// <summary>The service's time, UTC.</summary>
    public DateTime? Time { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }
}
