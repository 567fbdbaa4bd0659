using CognitoUnlink.Aws.Errors;

namespace CognitoUnlink.Aws.Client;

/// <summary>An answer whose status says that the call failed; it never leaves this assembly.</summary>
internal sealed class ErrorReplyException(ErrorReply reply) : Exception
{
    public ErrorReply Reply { get; } = reply;
}
