namespace CognitoUnlink.Aws.Client;

/// <summary>Asks a local user pool which instance it is: a request that it neither logs nor counts, and that nothing else answers.</summary>
internal static class LocalPoolInstance
{
    private const string Path = "/_local/health";
    private const string Header = "x-local-user-pool-instance";

    /// <summary>The id; null when something else answers.</summary>
    /// <param name="http">Sends it.</param>
    /// <param name="endpoint">An endpoint on this computer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<string?> AskAsync(HttpClient http, Uri endpoint, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(new Uri(endpoint, Path), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return answer.Headers.NonValidated.TryGetValues(Header, out var values) && Guid.TryParse(values.ToString(), out var instance) ? instance.ToString() : null;
    }
}
