namespace CognitoUnlink.Aws.Errors;

/// <summary>What an error's words may name: the operation, where it was sent, and whose credentials signed it.</summary>
internal sealed record CallSite(string Operation, Uri Endpoint, string CredentialSource, TimeSpan Timeout)
{
    public string Host => Endpoint.Authority;
}
