using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Retirement;

/// <summary>Removes a provider from one app client, or puts it back, and changes nothing else.</summary>
/// <param name="caller">Makes the calls.</param>
/// <param name="journal">Where intent and outcome are written; null for no journal.</param>
internal sealed class ClientChange(ServiceCaller caller, ClientJournal? journal)
{
    /// <param name="caller">Makes the call.</param>
    /// <param name="userPoolId">The user pool.</param>
    /// <param name="clientId">The client's id.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="CognitoException">It cannot be read.</exception>
    public static Task<AppClient> ReadAsync(ServiceCaller caller, string userPoolId, string clientId, CancellationToken cancellationToken) => caller.CallAsync(
        QuotaCategory.UserPoolClientRead, (gateway, cancellation) => gateway.DescribeUserPoolClientAsync(userPoolId, clientId, cancellation), cancellationToken);

    /// <summary>The report of a change that was not answered before the run was stopped.</summary>
    /// <param name="item">The change.</param>
    public static ClientReport Unanswered(ClientItem item) =>
        Failed(item.ToResult() with { Timestamp = DateTime.UtcNow }, CognitoException.Unanswered("UpdateUserPoolClient")) with { IsUncertain = true };

    public static ClientReport Failed(ClientProviderResult result, CognitoUnlinkException problem) =>
        new(result with { Outcome = ClientOutcome.Failed, Reason = problem.Message }, problem);

    /// <summary>Makes the change. Failures of the item are reported, not thrown.</summary>
    /// <exception cref="UnlinkException">The journal cannot be written; nothing was sent that is not in it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before a request was sent.</exception>
    public async Task<ClientReport> RunAsync(ClientItem item, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var attempt = new Attempt(item);
        ClientReport report;
        try
        {
            report = await SendAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoUnlinkException problem) when (problem.IsOfItem)
        {
            report = Failed(attempt.Result, problem);
        }

        report = report with { Result = report.Result with { Duration = watch.Elapsed, Timestamp = DateTime.UtcNow } };
        return journal is null || !attempt.IsIntentWritten || report.IsUncertain
            ? report
            : await report.WrittenAsync(() => journal.OutcomeAsync(report.Result, report.Error)).ConfigureAwait(false);
    }

    private async Task<ClientReport> SendAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var item = attempt.Item;
        try
        {
            var (requestId, attempts, throttled, isSent) = await caller.CallForChangeAsync(
                QuotaCategory.UserPoolClientUpdate,
                (before, cancellation) => PrepareAsync(attempt, before, cancellation),
                (gateway, cancellation) => gateway.UpdateUserPoolClientAsync(
                    item.UserPoolId, item.ClientId, AppClientSettings.WithProviders(attempt.Client!.Raw, attempt.Judgement!.Result.ProvidersAfter!), cancellation),
                cancellationToken).ConfigureAwait(false);
            attempt.Result = attempt.Result with { RequestId = requestId, Attempts = attempts, Throttled = throttled };
            if (!isSent)
            {
                // An earlier attempt without a clear answer may have done it.
                return attempt.MayBeDone && attempt.Judgement!.Error is null
                    ? Done(attempt)
                    : attempt.Judgement! with { Result = attempt.Judgement!.Result with { Attempts = attempts, Throttled = throttled } };
            }
        }
        catch (WithoutEffectException) when (attempt.IsIntentWritten)
        {
            await (journal?.OutcomeAsync(attempt.Result with { Outcome = ClientOutcome.Failed, Reason = "The run was stopped before this was done." }) ?? Task.CompletedTask).ConfigureAwait(false);
            throw;
        }
        catch (OperationCanceledException) when (attempt.IsIntentWritten)
        {
            return Unanswered(item);
        }
        catch (CognitoException problem) when (attempt.IsIntentWritten)
        {
            attempt.Result = attempt.Result with { Attempts = problem.Attempts, Throttled = problem.Throttled };
            return problem.MayHaveBeenCarriedOut
                ? await SettleAsync(attempt, problem, cancellationToken).ConfigureAwait(false)
                : Failed(attempt.Result with { ProvidersAfter = attempt.Result.ProvidersBefore }, Refused(attempt, problem));
        }

        return await CompareAsync(attempt, cancellationToken).ConfigureAwait(false);
    }

    // Right before each request, which replaces all settings and so must have their latest values.
    private async Task<bool> PrepareAsync(Attempt attempt, CognitoException? before, CancellationToken cancellationToken)
    {
        attempt.MayBeDone |= before?.MayHaveBeenCarriedOut == true;
        var item = attempt.Item;
        attempt.Client = await ReadAsync(caller, item.UserPoolId, item.ClientId, cancellationToken).ConfigureAwait(false);
        attempt.Judgement = ClientRule.Judge(item, attempt.Client);
        if (attempt.Judgement.Result.Outcome is not (ClientOutcome.WouldClose or ClientOutcome.WouldReopen))
        {
            return false;
        }

        attempt.Result = attempt.Judgement.Result;
        if (!attempt.IsIntentWritten)
        {
            await (journal?.IntentAsync(item, attempt.Client) ?? Task.CompletedTask).ConfigureAwait(false);
            attempt.IsIntentWritten = true;
        }

        return true;
    }

    // Finds out whether a request without a clear answer was carried out.
    private async Task<ClientReport> SettleAsync(Attempt attempt, CognitoException problem, CancellationToken cancellationToken)
    {
        try
        {
            var now = await ReadAsync(caller, attempt.Item.UserPoolId, attempt.Item.ClientId, cancellationToken).ConfigureAwait(false);
            return ClientRule.Judge(attempt.Item, now).Result.Outcome is ClientOutcome.AlreadyClosed or ClientOutcome.AlreadyOpen
                ? Done(attempt, $"The change was made, although the service answered: {problem.Message}")
                : Failed(attempt.Result with { ProvidersAfter = now.SupportedIdentityProviders }, problem);
        }
        catch (Exception unread) when (unread is OperationCanceledException or CognitoException)
        {
            return Failed(attempt.Result with { ProvidersAfter = null }, problem) with { IsUncertain = true };
        }
    }

    // The service does not say whether it kept every setting.
    private async Task<ClientReport> CompareAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        AppClient now;
        try
        {
            now = await ReadAsync(caller, attempt.Item.UserPoolId, attempt.Item.ClientId, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception unread) when (unread is OperationCanceledException or CognitoException)
        {
            return Done(attempt, $"The service accepted the change. The app client could not be read afterwards, so its other settings were not compared{(unread is CognitoException ? $": {unread.Message}" : ".")}");
        }

        attempt.Result = attempt.Result with { ProvidersAfter = now.SupportedIdentityProviders };
        var wanted = AppClientSettings.WithProviders(attempt.Client!.Raw, attempt.Judgement!.Result.ProvidersAfter!);
        return AppClientSettings.Differences(wanted, now.Raw) is { Count: > 0 } differences
            ? Failed(attempt.Result, new UnlinkException(
                ErrorId.ClientSettingsDiffer,
                $"App client {attempt.Item.Name(now)} was changed, but other settings now differ from what was sent: {string.Join(", ", differences)}. Either the service did not keep them, or someone changed the client at the same time."))
            : Done(attempt);
    }

    private static ClientReport Done(Attempt attempt, string? reason = null) =>
        new(attempt.Result with { Outcome = attempt.Item.Closes ? ClientOutcome.Closed : ClientOutcome.Reopened, Reason = reason }, null);

    private static CognitoUnlinkException Refused(Attempt attempt, CognitoException problem)
    {
        if (problem.Kind != CognitoErrorKind.InvalidParameter)
        {
            return problem;
        }

        var shown = attempt.Client!.Raw;
        var named = AppClientSettings.NamedIn(shown, problem.Message);
        var unknown = AppClientSettings.Unknown(shown).Except(named).ToList();
        var which = named.Count > 0 ? $" It names {string.Join(", ", named)}." : string.Empty;
        var others = named.Count == 0 && unknown.Count > 0 ? $" This version does not know {string.Join(", ", unknown)}." : string.Empty;
        return new UnlinkException(
            ErrorId.ClientSettingRefused,
            $"Nothing was changed: the service rejected the settings of app client {attempt.Item.Name(attempt.Client)} that it had just returned: {problem.Message}{which}{others}",
            problem);
    }

    private sealed class Attempt(ClientItem item)
    {
        public ClientItem Item => item;

        public AppClient? Client { get; set; }

        public ClientReport? Judgement { get; set; }

        public ClientProviderResult Result { get; set; } = item.ToResult();

        public bool IsIntentWritten { get; set; }

        public bool MayBeDone { get; set; }
    }
}

/// <summary>The settings of an app client as JSON: everything that the service returned, known or not.</summary>
internal static class AppClientSettings
{
    private const string Providers = "SupportedIdentityProviders";

    // The service returns these, but accepts none of them.
    private static readonly string[] s_notSent = ["ClientSecret", "CreationDate", "LastModifiedDate"];

    // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html
    private static readonly HashSet<string> s_known =
    [
        "UserPoolId", "ClientId", "ClientName", "RefreshTokenValidity", "AccessTokenValidity", "IdTokenValidity", "TokenValidityUnits", "ReadAttributes", "WriteAttributes",
        "ExplicitAuthFlows", Providers, "CallbackURLs", "LogoutURLs", "DefaultRedirectURI", "AllowedOAuthFlows", "AllowedOAuthScopes", "AllowedOAuthFlowsUserPoolClient",
        "AnalyticsConfiguration", "PreventUserExistenceErrors", "EnableTokenRevocation", "EnablePropagateAdditionalUserContextData", "AuthSessionValidity", "RefreshTokenRotation",
    ];

    /// <summary>The request that changes only the providers. It has all settings, because UpdateUserPoolClient resets those that are left out.</summary>
    /// <param name="shown">The client as DescribeUserPoolClient returned it.</param>
    /// <param name="providers">The new providers.</param>
    public static JsonElement WithProviders(JsonElement shown, IReadOnlyList<string> providers)
    {
        var settings = new JsonObject();
        foreach (var member in Sent(shown))
        {
            settings[member.Name] = JsonSerializer.SerializeToNode(member.Value, CoreJson.Default.JsonElement);
        }

        settings[Providers] = new JsonArray([.. providers.Select(name => (JsonNode)name)]);
        return JsonSerializer.SerializeToElement(settings, CoreJson.Default.JsonObject);
    }

    /// <summary>The names of the settings in which two states of a client differ, sorted. The order of lists does not matter.</summary>
    /// <param name="wanted">One state.</param>
    /// <param name="shown">The other.</param>
    public static IReadOnlyList<string> Differences(JsonElement wanted, JsonElement shown)
    {
        var (one, other) = (Comparable(wanted), Comparable(shown));
        return [.. one.Keys.Union(other.Keys).Where(name => one.GetValueOrDefault(name) != other.GetValueOrDefault(name)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The names of settings that this version does not know.</summary>
    /// <param name="shown">The client as the service returned it.</param>
    public static IReadOnlyList<string> Unknown(JsonElement shown) => [.. Sent(shown).Select(member => member.Name).Where(name => !s_known.Contains(name))];

    /// <summary>The settings mentioned in a text from the service.</summary>
    /// <param name="shown">The client as the service returned it.</param>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<string> NamedIn(JsonElement shown, string text) =>
        [.. Sent(shown).Select(member => member.Name).Where(name => text.Contains(name, StringComparison.OrdinalIgnoreCase) && name is not ("UserPoolId" or "ClientId"))];

    private static IEnumerable<JsonProperty> Sent(JsonElement shown) => shown.EnumerateObject().Where(member => !s_notSent.Contains(member.Name));

    private static Dictionary<string, string> Comparable(JsonElement client) => Sent(client)
        .Where(member => member.Value.ValueKind != JsonValueKind.Null)
        .ToDictionary(member => member.Name, member => member.Value is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? string.Join(',', list.EnumerateArray().Select(Canonical).Order(StringComparer.Ordinal))
            : Canonical(member.Value));

    // Not JsonNode.DeepEquals, which does not terminate with some numbers.
    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{JsonSerializer.Serialize(member.Name, CoreJson.Default.String)}:{Canonical(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Canonical))}]",
        JsonValueKind.String => JsonSerializer.Serialize(value.GetString()!, CoreJson.Default.String),
        JsonValueKind.Number when value.TryGetDecimal(out var number) => number.ToString("G29", CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };
}
