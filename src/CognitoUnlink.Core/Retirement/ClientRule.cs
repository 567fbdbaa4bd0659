using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Retirement;

/// <summary>What an app client's providers would become.</summary>
internal static class ClientRule
{
    /// <summary>What is to become of a client as it was just read: the new list of providers, or an outcome where there is nothing to send.</summary>
    /// <param name="item">What is to be done.</param>
    /// <param name="client">The client.</param>
    public static ClientReport Judge(ClientItem item, AppClient client)
    {
        var now = client.SupportedIdentityProviders;
        var result = item.ToResult() with { ClientName = client.ClientName, ProvidersBefore = now, ProvidersAfter = now };
        var offers = now.Contains(item.ProviderName, StringComparer.Ordinal);
        if (offers != item.Closes)
        {
            return new ClientReport(result with { Outcome = item.Closes ? ClientOutcome.AlreadyClosed : ClientOutcome.AlreadyOpen }, null);
        }

        List<string> after = item.Closes ? [.. now.Where(name => name != item.ProviderName)] : With(now, item);
        if (after.Count > 0)
        {
            return new ClientReport(result with { Outcome = item.Closes ? ClientOutcome.WouldClose : ClientOutcome.WouldReopen, ProvidersAfter = after }, null);
        }

        var refusal = new UnlinkException(
            ErrorId.LastProvider,
            $"Not closed: '{item.ProviderName}' is the only provider of app client {item.Name(client)}, and nobody could sign in with that client any more. Nothing was sent.");
        return new ClientReport(result with { Outcome = ClientOutcome.Skipped, Reason = refusal.Message }, refusal);
    }

    // Behind the nearest of those that stood before it, as far as they are still there.
    private static List<string> With(IReadOnlyList<string> now, ClientItem item)
    {
        List<string> after = [.. now];
        if (item.ProvidersBefore is { } before && before.Contains(item.ProviderName, StringComparer.Ordinal))
        {
            var neighbour = before.TakeWhile(name => name != item.ProviderName).LastOrDefault(after.Contains);
            after.Insert(neighbour is null ? 0 : after.IndexOf(neighbour) + 1, item.ProviderName);
        }
        else
        {
            after.Add(item.ProviderName);
        }

        return after;
    }
}
