using Amazon.Runtime;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>Credentials that know where they come from, so that a failure to get them can say so.</summary>
internal sealed class NamedCredentials(AWSCredentials inner, string source, CognitoErrorKind whenUnusable = CognitoErrorKind.CredentialsNotFound)
    : AWSCredentials
{
    public string Source => source;

    public static string SourceOfProfile(string name) => $"profile '{name}'";

    public static CognitoException Unusable(string source, CognitoErrorKind kind, Exception error)
    {
        // The SDK wraps what STS and SSO answered in an exception that says only who was called.
        var words = error.InnerException is { } cause ? $"{error.Message}: {cause.Message}" : error.Message;
        return new CognitoException(KindOf(error, kind), $"No credentials could be had from {source}: {words}");
    }

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

    /// <summary>The way to the credentials' source may be better in a moment; what the source says will not.</summary>
    private static CognitoErrorKind KindOf(Exception? error, CognitoErrorKind otherwise) => error switch
    {
        null => otherwise,
        HttpRequestException => CognitoErrorKind.ConnectionFailed,
        TimeoutException or OperationCanceledException => CognitoErrorKind.Timeout,
        _ => KindOf(error.InnerException, otherwise),
    };
}
