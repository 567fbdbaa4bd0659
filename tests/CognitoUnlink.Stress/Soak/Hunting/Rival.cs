using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>Another client that unlinks identities and links them again with plain requests, without any safety checks.</summary>
[SuppressMessage("Security", "CA5394", Justification = "No secret.")]
internal sealed class Rival(HuntPicture pool, string endpointUrl, Random random) : IDisposable
{
    public const string AccessKey = "rival";

    private readonly HttpClient _http = new() { BaseAddress = new Uri(endpointUrl) };
    private readonly List<(string Username, DateTime Ended)> _taken = [];
    private readonly (HuntUser User, HuntIdentity Identity)[] _prey =
        [.. pool.Users.Values.Where(user => user.Identities.Count > 1).SelectMany(user => user.Identities.Where(identity => !identity.IsOwn), (user, identity) => (user, identity))];

    /// <summary>Users from whom something was or may have been removed, and the latest time at which that ended.</summary>
    public IReadOnlyList<(string Username, DateTime Ended)> Taken => _taken;

    /// <param name="others">The runs; when they have ended, so does the rival.</param>
    /// <param name="begin">When it begins.</param>
    public async Task RunAsync(Task others, Task begin)
    {
        await begin;
        while (_prey.Length > 0 && !others.IsCompleted)
        {
            var (user, identity) = _prey[random.Next(_prey.Length)];
            var key = new { ProviderName = identity.Provider, ProviderAttributeName = identity.AttributeName, ProviderAttributeValue = identity.Value };
            await SendAsync(Faults.Unlink, new { UserPoolId = LocalUserPoolOptions.DefaultUserPoolId, User = key });
            _taken.Add((user.Username, DateTime.UtcNow));
            await Task.Delay(random.Next(40));
            if (random.Next(3) > 0 && user.Status != "EXTERNAL_PROVIDER")
            {
                var destination = new { ProviderName = "Cognito", ProviderAttributeValue = user.Username };
                await SendAsync(Faults.Link, new { UserPoolId = LocalUserPoolOptions.DefaultUserPoolId, DestinationUser = destination, SourceUser = key });
            }

            await Task.Delay(random.Next(60));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(string operation, object input)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(input)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        using var request = new HttpRequestMessage(HttpMethod.Post, string.Empty) { Content = content };
        request.Headers.Add("X-Amz-Target", $"AWSCognitoIdentityProviderService.{operation}");
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={AccessKey}/20260101/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0");
        try
        {
            (await _http.SendAsync(request)).Dispose();
        }
        catch (HttpRequestException)
        {
            // An injected fault.
        }
    }
}
