using Amazon.Runtime;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>Credentials that know where they come from, so that a failure to get them can say so.</summary>
internal sealed class NamedCredentials(AWSCredentials inner, string source, CognitoErrorKind whenUnusable = CognitoErrorKind.CredentialsNotFound)
    : AWSCredentials
{
    public string Source => source;

    public static string SourceOfProfile(string name) => $"profile '{name}'";

    public static CognitoException Unusable(string source, CognitoErrorKind kind, Exception error) => error switch
    {
        HttpRequestException => new(CognitoErrorKind.ConnectionFailed, $"No connection while getting credentials from {source}: {error.Message}", error),
        TimeoutException or OperationCanceledException => new(CognitoErrorKind.Timeout, $"No answer in time while getting credentials from {source}.", error),

        // Not the inner exception: it may be of an SDK type.
        _ => new(kind, $"No credentials could be had from {source}: {error.Message}"),
    };

    public override ImmutableCredentials GetCredentials()
    {
        try
        {
            return inner.GetCredentials();
        }
        catch (Exception error)
        {
            throw Unusable(source, whenUnusable, error);
        }
    }

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        try
        {
            return await inner.GetCredentialsAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            throw Unusable(source, whenUnusable, error);
        }
    }
}
