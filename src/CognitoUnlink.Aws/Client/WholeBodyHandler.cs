namespace CognitoUnlink.Aws.Client;

/// <summary>
/// Reads the whole answer before handing it on. The SDK would read it synchronously, out of reach of time-out and
/// cancellation.
/// </summary>
internal sealed class WholeBodyHandler(HttpMessageHandler innerHandler) : DelegatingHandler(innerHandler)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
