using System.Text.Json;

namespace CognitoUnlink.Gateway;

/// <summary>An app client of a user pool, without its secret.</summary>
/// <param name="ClientId">The client's id.</param>
/// <param name="ClientName">The client's name; null when not said.</param>
/// <param name="SupportedIdentityProviders">
/// The providers that it offers, COGNITO for the pool's own sign-in. Empty when it names none, and when listed rather than described.
/// </param>
/// <param name="Raw">The whole client as the service shows it, members that nobody here knows included, but for <c>ClientSecret</c>.</param>
public sealed record AppClient(string ClientId, string? ClientName, IReadOnlyList<string> SupportedIdentityProviders, JsonElement Raw);
