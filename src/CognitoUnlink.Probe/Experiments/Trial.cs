using System.Text.Json;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>How a request was answered that may well fail.</summary>
internal sealed record Trial(JsonElement Json, string? RequestId, CognitoException? Error)
{
    /// <summary>What stands for success in an answer.</summary>
    public const string Done = "done";

    public bool IsDone => Error is null;

    public string? Code => Error?.ErrorCode;

    /// <summary>Status, code and text of the error, or that it was done.</summary>
    public string Text => Error is null ? Done : FormattableString.Invariant($"{Error.StatusCode} {Error.ErrorCode}: {Error.Message}");

    /// <summary>Whether the service said the same, word for word.</summary>
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
