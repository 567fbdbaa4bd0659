namespace CognitoUnlink.Retirement;

/// <summary>What a journal says was closed.</summary>
/// <param name="Clients">The app clients that are still closed to the provider, each with the providers that it had.</param>
/// <param name="Warning">Says that the journal has nothing about the provider in the pool; null if it has.</param>
public sealed record ClosedClients(IReadOnlyDictionary<string, IReadOnlyList<string>> Clients, string? Warning);
