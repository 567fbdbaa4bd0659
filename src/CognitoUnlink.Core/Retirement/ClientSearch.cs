using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Running;

namespace CognitoUnlink.Retirement;

/// <summary>Selects the app clients of a run.</summary>
public sealed record ClientSearch
{
    private const string OwnProvider = "COGNITO";

    /// <summary>The user pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The provider's exact name.</summary>
    public required string ProviderName { get; init; }

    /// <summary>Whether the run closes.</summary>
    public required bool Closes { get; init; }

    /// <summary>The ids of the named clients; none for all that offer the provider, or that a journal says were closed.</summary>
    public IReadOnlyList<string> ClientIds { get; init; } = [];

    /// <summary>The clients closed according to a journal, each with the providers that it had (<see cref="ReadJournal"/>); null if there is no journal.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Closed { get; init; }

    /// <summary>The warning that the journal has no clients for this search; null if it has, or if the clients are named.</summary>
    public string? Warning { get => ClientIds.Count == 0 ? field : null; private init; }

    /// <summary>Reads from a journal what was closed, before a run opens it for writing.</summary>
    /// <param name="path">The journal; null for none.</param>
    /// <returns>This search if there is nothing to read: there is no journal yet, and the clients are named.</returns>
    /// <exception cref="UnlinkException"><see cref="ErrorId.JournalNotReadable"/>, <see cref="ErrorId.JournalDamaged"/>, <see cref="ErrorId.JournalTooNew"/>.</exception>
    public ClientSearch ReadJournal(string? path)
    {
        if (Closes || path is null || (ClientIds.Count > 0 && !File.Exists(path)))
        {
            return this;
        }

        var closed = ClientJournal.ReadClosed(path, UserPoolId, ProviderName);
        return this with { Closed = closed.Clients, Warning = closed.Warning };
    }

    /// <summary>Finds the clients.</summary>
    /// <param name="client">The client for the pool.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.ClientNotSpecified"/>; <see cref="ErrorId.ProviderNotFound"/>: the pool has no provider with that name, and no client to close offers one.
    /// </exception>
    /// <exception cref="CognitoException">The clients cannot be read.</exception>
    public async Task<IReadOnlyList<ClientItem>> FindAsync(PoolClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (ProviderName == OwnProvider)
        {
            throw new UnlinkException(ErrorId.ProviderNotFound, $"'{OwnProvider}' is the user pool's own sign-in, not an identity provider. Nothing was sent.");
        }

        if (!Closes && Closed is null && ClientIds.Count == 0)
        {
            throw new UnlinkException(ErrorId.ClientNotSpecified, "No app clients were given to add the provider back to. Nothing was sent.");
        }

        var users = await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var item = new ClientItem { UserPoolId = UserPoolId, ClientId = string.Empty, ProviderName = ProviderName, Closes = Closes };
        if (!Closes)
        {
            await CheckProviderAsync(users, cancellationToken).ConfigureAwait(false);
            return [.. (ClientIds.Count > 0 ? ClientIds.Distinct() : Closed!.Keys).Select(id => item with { ClientId = id, ProvidersBefore = Closed?.GetValueOrDefault(id) })];
        }

        List<ClientItem> found = [];
        foreach (var id in ClientIds.Count > 0 ? ClientIds.Distinct() : await ListIdsAsync(users.Caller, cancellationToken).ConfigureAwait(false))
        {
            found.Add(item with { ClientId = id, Read = await TryReadAsync(users.Caller, id, cancellationToken).ConfigureAwait(false) });
        }

        // Clients may still offer a provider that was deleted.
        if (!found.Any(Offers))
        {
            await CheckProviderAsync(users, cancellationToken).ConfigureAwait(false);
        }

        return ClientIds.Count > 0 ? found : [.. found.Where(one => one.Read is null || Offers(one))];
    }

    /// <summary>A pool's app clients, with their ids and names only.</summary>
    /// <param name="caller">Makes the calls.</param>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="cancellationToken">Cancels them.</param>
    /// <exception cref="CognitoException">They cannot be read.</exception>
    internal static IAsyncEnumerable<AppClient> ListAsync(ServiceCaller caller, string userPoolId, CancellationToken cancellationToken) => caller.ListAsync(
        QuotaCategory.UserPoolClientRead, (gateway, token, cancellation) => gateway.ListUserPoolClientsAsync(userPoolId, Pages.Largest, token, cancellation), cancellationToken);

    private static bool Offers(ClientItem item) => item.Read?.SupportedIdentityProviders.Contains(item.ProviderName, StringComparer.Ordinal) == true;

    private async Task CheckProviderAsync(UserReader users, CancellationToken cancellationToken)
    {
        if (await users.ProviderNamesAsync(UserPoolId, cancellationToken).ConfigureAwait(false) is { } names && !names.Contains(ProviderName, StringComparer.Ordinal))
        {
            throw ProviderFilter.Unknown(UserPoolId, ProviderName, names);
        }
    }

    // A client that cannot be read is reported in its turn.
    private async Task<AppClient?> TryReadAsync(ServiceCaller caller, string clientId, CancellationToken cancellationToken)
    {
        try
        {
            return await ClientChange.ReadAsync(caller, UserPoolId, clientId, cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoException problem) when (problem.Scope == FailureScope.Item)
        {
            return null;
        }
    }

    private async Task<List<string>> ListIdsAsync(ServiceCaller caller, CancellationToken cancellationToken)
    {
        List<string> ids = [];
        await foreach (var listed in ListAsync(caller, UserPoolId, cancellationToken).ConfigureAwait(false))
        {
            ids.Add(listed.ClientId);
        }

        return ids;
    }
}
