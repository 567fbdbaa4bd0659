using Amazon.Runtime;
using CognitoUnlink.Aws.Errors;

namespace CognitoUnlink.Aws.Client;

/// <summary>Carries an error answer through the SDK's pipeline; it never leaves this assembly.</summary>
internal sealed class ErrorReplyException(ErrorReply reply) : AmazonServiceException
{
    public ErrorReply Reply { get; } = reply;
}
