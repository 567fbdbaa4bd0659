using CognitoUnlink.Changes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Retirement;

/// <summary>The result for one app client and a provider. It contains no secrets.</summary>
public sealed record ClientProviderResult
{
    /// <summary>The user pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The app client's id.</summary>
    public required string ClientId { get; init; }

    /// <summary>The app client's name; null when it was not read.</summary>
    public string? ClientName { get; init; }

    /// <summary>The provider's exact name.</summary>
    public required string ProviderName { get; init; }

    /// <summary>How it ended.</summary>
    public ClientOutcome Outcome { get; init; }

    /// <summary>The reason, if any.</summary>
    public string? Reason { get; init; }

    /// <summary>The id of its error, as in <see cref="KnownErrors"/>; null when there is none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>The providers that the client offered before, COGNITO for the pool's own sign-in; null when it was not read.</summary>
    public IReadOnlyList<string>? ProvidersBefore { get; init; }

    /// <summary>The providers that it offers now, or would; null when it was not read.</summary>
    public IReadOnlyList<string>? ProvidersAfter { get; init; }

    /// <summary>How many requests to change it were sent.</summary>
    public int Attempts { get; init; }

    /// <summary>How many of them the service throttled.</summary>
    public int Throttled { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The id of the request that the service accepted.</summary>
    public string? RequestId { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTime Timestamp { get; init; }
}

/// <summary>How the change of an app client ended.</summary>
public enum ClientOutcome
{
    /// <summary>It offered the provider and no longer does.</summary>
    Closed,

    /// <summary>It did not offer the provider before.</summary>
    AlreadyClosed,

    /// <summary>In a rehearsal: the run would remove the provider.</summary>
    WouldClose,

    /// <summary>It offers the provider again.</summary>
    Reopened,

    /// <summary>It offered the provider before.</summary>
    AlreadyOpen,

    /// <summary>In a rehearsal: the run would put the provider back.</summary>
    WouldReopen,

    /// <summary>A guard refused, and nothing was sent.</summary>
    Skipped,

    /// <summary>It failed.</summary>
    Failed,
}

/// <summary>The report on an app client to close to a provider, or to open again.</summary>
/// <param name="Result">The result, even of a failed item.</param>
/// <param name="Error">Why it failed or was kept; null when there is nothing to report.</param>
public sealed record ClientReport(ClientProviderResult Result, CognitoUnlinkException? Error) : ChangeReport(Error)
{
    /// <summary>The result, with the error's id.</summary>
    public ClientProviderResult Result { get; init; } = Error is null ? Result : Result with { ErrorId = Error.ErrorId };

    /// <summary>Whether a client was changed, or may have been by a request without an answer.</summary>
    public override bool IsChange =>
        Result.Outcome is ClientOutcome.Closed or ClientOutcome.Reopened or ClientOutcome.WouldClose or ClientOutcome.WouldReopen
        || MayHaveBeenMadeBy("UpdateUserPoolClient") || Error is UnlinkException { ErrorId: Errors.ErrorId.ClientSettingsDiffer };

    /// <inheritdoc/>
    public override string Outcome => Result.Outcome.ToString();

    /// <inheritdoc/>
    public override bool IsFailure => Result.Outcome == ClientOutcome.Failed;

    /// <inheritdoc/>
    public override object Item => Result;
}

/// <summary>An app client to remove a provider from, or to put it back into.</summary>
public sealed record ClientItem
{
    /// <summary>The user pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The app client's id.</summary>
    public required string ClientId { get; init; }

    /// <summary>The provider's exact name.</summary>
    public required string ProviderName { get; init; }

    /// <summary>Whether to remove the provider; otherwise it is put back.</summary>
    public required bool Closes { get; init; }

    /// <summary>The client as read for a preview; it is read again before it is changed. Null if it was not read.</summary>
    public AppClient? Read { get; init; }

    /// <summary>The providers that it had before it was closed, according to a journal: their order is restored. Null if not known.</summary>
    public IReadOnlyList<string>? ProvidersBefore { get; init; }

    /// <summary>Describes the change.</summary>
    public string Describe() => $"provider '{ProviderName}' and app client {Name(Read)}";

    internal ClientProviderResult ToResult() => new() { UserPoolId = UserPoolId, ClientId = ClientId, ClientName = Read?.ClientName, ProviderName = ProviderName };

    internal string Name(AppClient? client) => client?.ClientName is { } name ? $"'{name}' ({ClientId})" : $"'{ClientId}'";
}
