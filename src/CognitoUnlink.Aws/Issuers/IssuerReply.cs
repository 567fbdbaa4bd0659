namespace CognitoUnlink.Aws.Issuers;

/// <summary>An answer that says success. It holds keys, and shows none of them.</summary>
internal sealed class IssuerReply(string operation, byte[] body, DateTimeOffset? time)
{
    public string Operation => operation;

    public byte[] Body => body;

    /// <summary>The service's time; null when it said none.</summary>
    public DateTimeOffset? Time => time;

    /// <summary>An answer that is not what the operation gives.</summary>
    public IssuerException Unexpected() => new($"The answer to {operation} does not come from AWS. Check the endpoint URL and the proxy.");
}
