using CognitoUnlink.Gateway;

namespace CognitoUnlink.Retirement;

/// <summary>An app client that is to lose a provider, or to get it back.</summary>
public sealed record ClientItem
{
    /// <summary>The user pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The app client's id.</summary>
    public required string ClientId { get; init; }

    /// <summary>The provider's exact name.</summary>
    public required string ProviderName { get; init; }

    /// <summary>Whether the provider is to be taken out; otherwise it is put back.</summary>
    public required bool Closes { get; init; }

    /// <summary>The client as it was read for a preview; it is read again before it is changed. Null when it was not read.</summary>
    public AppClient? Read { get; init; }

    /// <summary>The providers that it had before it was closed, by a journal: their order is taken up again. Null when nothing says so.</summary>
    public IReadOnlyList<string>? ProvidersBefore { get; init; }

    /// <summary>What is to be done, in words.</summary>
    public string Describe() => $"provider '{ProviderName}' and app client {Name(Read)}";

    /// <summary>The result of an item about which nothing is known yet.</summary>
    internal ClientProviderResult ToResult() => new() { UserPoolId = UserPoolId, ClientId = ClientId, ClientName = Read?.ClientName, ProviderName = ProviderName };

    /// <summary>The client's name and id.</summary>
    internal string Name(AppClient? client) => client?.ClientName is { } name ? $"'{name}' ({ClientId})" : $"'{ClientId}'";
}
