using System.Text.Json;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Tries one thing, with users of its own, so that no experiment depends on another.</summary>
internal abstract class Experiment
{
    /// <summary>The questions that it may answer.</summary>
    public abstract IReadOnlyList<Question> Questions { get; }

    /// <summary>Part of the names of its users, subjects and providers, so that texts with these names are the same each time.</summary>
    public string Name => GetType().Name;

    /// <summary>Runs the experiment, which reports its findings to the lab. Questions without a finding stay unanswered.</summary>
    /// <exception cref="Errors.CognitoException">A step failed that is not one of the questions.</exception>
    /// <exception cref="UndecidedException">The result is inconclusive.</exception>
    public abstract Task RunAsync(Lab lab, CancellationToken cancellationToken);
}

/// <summary>An experiment cannot answer its questions.</summary>
/// <param name="reason">Why not, in words.</param>
internal sealed class UndecidedException(string reason) : Exception(reason);

/// <summary>The answer to a request that may fail.</summary>
internal sealed record Trial(JsonElement Json, string? RequestId, CognitoException? Error)
{
    /// <summary>The text for success.</summary>
    public const string Done = "done";

    public bool IsDone => Error is null;

    public string? Code => Error?.ErrorCode;

    /// <summary>Status, code and text of the error, or that it was done.</summary>
    public string Text => Error is null ? Done : FormattableString.Invariant($"{Error.StatusCode} {Error.ErrorCode}: {Error.Message}");

    /// <summary>Whether both failed with exactly the same error.</summary>
    public bool SaysSameAs(Trial other) => !IsDone && !other.IsDone && Text == other.Text;
}

/// <summary>A user as AdminGetUser shows it.</summary>
internal sealed record UserState(string Status, bool Enabled, double LastModified, IReadOnlyDictionary<string, string> Attributes, string? RequestId)
{
    /// <summary>The attribute <c>identities</c>; null when it is not there.</summary>
    public string? Identities => Attributes.GetValueOrDefault("identities");

    public string? EmailVerified => Attributes.GetValueOrDefault("email_verified");

    /// <summary>Whether an identity with that id is linked.</summary>
    public bool Shows(string userId) => Identities?.Contains($"\"{userId}\"", StringComparison.Ordinal) == true;
}
