using System.Net;
using CognitoUnlink.Aws.Client;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Aws.Issuers;

/// <summary>Sends an issuer's calls: a few times, when it has a bad moment, and with its own time, when this computer's clock is wrong.</summary>
internal sealed class IssuerClient(Uri endpoint, string region, IWebProxy? proxy, TimeSpan timeout, TimeProvider clock) : IDisposable
{
    private const int Attempts = 3;
    private const int LongestHeader = 200;

    private static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http = HttpClients.Create(endpoint, proxy, timeout);

    public Uri Endpoint => endpoint;

    public string Region => region;

    public TimeProvider Clock => clock;

    /// <summary>Sends a call.</summary>
    /// <param name="operation">What it is called.</param>
    /// <param name="make">Makes the request, signed at the given time where it is signed.</param>
    /// <param name="cancellationToken">Ends the call and the waiting.</param>
    /// <exception cref="IssuerException">It was refused.</exception>
    /// <exception cref="HttpRequestException">There was no answer.</exception>
    public async Task<IssuerReply> SendAsync(string operation, Func<DateTime, HttpRequestMessage> make, CancellationToken cancellationToken = default)
    {
        var time = DateTime.UtcNow;
        for (var attempt = 1; ; attempt++)
        {
            DateTimeOffset? said = null;
            try
            {
                using var request = make(time);
                using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
                said = response.Headers.Date;
                var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
                return response.IsSuccessStatusCode
                    ? new IssuerReply(operation, body, said)
                    : throw IssuerException.Of(operation, endpoint.Authority, (int)response.StatusCode, ErrorType(response), body);
            }
            catch (IssuerException error) when (attempt < Attempts && error.SaysRefused && ServiceTime.IsWhy(said?.UtcDateTime, time))
            {
                time = said!.Value.UtcDateTime;
                continue;
            }
            catch (Exception error) when (attempt < Attempts && (error is HttpRequestException or IssuerException { IsTransient: true }))
            {
                time = DateTime.UtcNow;
            }

            await Task.Delay(s_wait * Math.Pow(2, attempt - 1) * (1 + Random.Shared.NextDouble()), cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _http.Dispose();

    private static string? ErrorType(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("x-amzn-ErrorType", out var values) ? ShortText.Of(values.ToString(), LongestHeader) : null;
}
