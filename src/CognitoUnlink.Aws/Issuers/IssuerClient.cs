using System.Net;
using System.Text.Json;
using Amazon.Runtime.CredentialManagement;
using CognitoUnlink.Aws.Client;
using CognitoUnlink.Aws.Errors;
using CognitoUnlink.Aws.Settings;
using CognitoUnlink.Errors;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Aws.Issuers;

/// <summary>Sends calls to an issuer: again after a transient failure, and with the issuer's time if this computer's clock is wrong.</summary>
internal sealed class IssuerClient(Uri endpoint, string region, IWebProxy? proxy, TimeSpan timeout, TimeProvider clock) : IDisposable
{
    private const int Attempts = 3;
    private const int LongestHeader = 200;

    private static readonly TimeSpan s_wait = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http = HttpClients.Create(endpoint, proxy, timeout);

    public Uri Endpoint => endpoint;

    public string Region => region;

    public TimeProvider Clock => clock;

    /// <param name="operation">The operation's name.</param>
    /// <param name="make">Makes the request, with the given time if it is signed.</param>
    /// <param name="cancellationToken">Cancels the call and the waiting.</param>
    /// <exception cref="IssuerException">The call was refused.</exception>
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
            catch (IssuerException error) when (attempt < Attempts && error.SaysRefused && ServiceClock.IsWhy(said?.UtcDateTime, time))
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

/// <summary>
/// Makes the clients for STS and IAM Identity Center. The SDK's own are not used: any AWSSDK.Core in the process finds AWSSDK.SecurityToken,
/// AWSSDK.SSO and AWSSDK.SSOOIDC by name, in any load context, and cannot use those of another copy.
/// </summary>
internal sealed class IssuerClients(Profiles profiles, string region, EndpointSwitches switches, IWebProxy? proxy, TimeSpan timeout, TimeProvider clock)
{
    public TimeProvider Clock => clock;

    /// <summary>For a profile's role: in its own region, or in that of the run.</summary>
    public IssuerClient Sts(CredentialProfile? profile) => Connect(Issuer.Sts, profile, profile?.Region?.SystemName ?? region);

    /// <summary>For finding out whose keys the run has: in the region of the run. Null if requests do not go to AWS and no other STS is configured.</summary>
    public IssuerClient? StsOfRun(bool isAws)
    {
        var url = EndpointFinder.FindIssuer(Issuer.Sts, profiles, profiles.Find(profiles.Effective), switches);
        return url is null && !isAws ? null : Connect(Issuer.Sts, region, url);
    }

    public IssuerClient Sso(CredentialProfile profile) => Connect(Issuer.Sso, profile, profile.Options.SsoRegion);

    public IssuerClient Oidc(CredentialProfile profile) => Connect(Issuer.Oidc, profile, profile.Options.SsoRegion);

    /// <summary>A profile's setting that the SDK does not know; null if it is missing.</summary>
    public string? SettingOf(CredentialProfile profile, string name) => profiles.SettingOf(profile, name);

    private IssuerClient Connect(Issuer issuer, CredentialProfile? profile, string own) =>
        Connect(issuer, own, EndpointFinder.FindIssuer(issuer, profiles, profile, switches));

    private IssuerClient Connect(Issuer issuer, string own, Uri? url) => new(url ?? RegionEndpoints.OfIssuer(issuer, own, switches), own, proxy, timeout, clock);
}

/// <summary>The answer to a successful call. A class and not a record, so that no ToString shows its keys.</summary>
internal sealed class IssuerReply(string operation, byte[] body, DateTimeOffset? time)
{
    public byte[] Body => body;

    /// <summary>The service's time; null if it sent none.</summary>
    public DateTimeOffset? Time => time;

    /// <summary>The error for an answer that does not fit the operation.</summary>
    public IssuerException Unexpected() => new($"The answer to {operation} does not come from AWS. Check the endpoint URL and the proxy.");
}

/// <summary>An issuer refused a call; the exception never leaves this assembly.</summary>
internal sealed class IssuerException(string message) : Exception(message)
{
    private const int FirstServerStatus = 500;
    private const int TooManyRequests = 429;
    private const int Unauthorized = 401;

    public int StatusCode { get; private init; }

    /// <summary>The service's code; null if it sent none.</summary>
    public string? Code { get; private init; }

    /// <summary>Whether the same call may succeed in a moment.</summary>
    public bool IsTransient => StatusCode is >= FirstServerStatus or TooManyRequests
        || Code is "IDPCommunicationError" || (Code is not null && ErrorCodes.KindOf(Code) is CognitoErrorKind.Throttled or CognitoErrorKind.ServiceFault);

    /// <summary>Whether the keys or the signature were refused; a wrong clock is one reason.</summary>
    public bool SaysRefused => Code is not null && ErrorCodes.KindOf(Code) == CognitoErrorKind.CredentialsRefused;

    /// <summary>Whether the keys that signed the call have expired.</summary>
    public bool SaysExpired => Code is "ExpiredToken" or "ExpiredTokenException";

    /// <summary>Whether a token was refused, so that the user has to sign in.</summary>
    public bool SaysUnauthorized => StatusCode == Unauthorized;

    /// <summary>Reads the XML of STS, and the two kinds of JSON that SSO and OIDC return.</summary>
    public static IssuerException Of(string operation, string host, int statusCode, string? errorType, byte[] body)
    {
        var (code, message) = OfJson(body) ?? OfXml(body) ?? (null, null);
        code = ErrorCodes.Bare(errorType) ?? ErrorCodes.Bare(code);
        return new IssuerException(code is null
            ? $"{host} answered {operation} with HTTP {statusCode}, {ForeignPage.Describe(body)}."
            : $"{operation} failed with {code}: {(string.IsNullOrWhiteSpace(message) ? "no message given." : message.Trim())}")
        {
            StatusCode = statusCode,
            Code = code,
        };
    }

    private static (string? Code, string? Message)? OfJson(byte[] body)
    {
        if (ErrorBody.TryRead(body) is not { } said)
        {
            return null;
        }

        if (said is { Code: null, Message: null } && body.Length > 0)
        {
            using var json = JsonDocument.Parse(body);
            string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            return (Text("error"), ShortText.Of(Text("error_description")));
        }

        return (said.Code, said.Message);
    }

    private static (string? Code, string? Message)? OfXml(byte[] body) =>
        StsXml.TryRead(body) is { } xml ? (ShortText.Of(StsXml.Text(xml, "Code"), 200), ShortText.Of(StsXml.Text(xml, "Message"))) : null;
}
