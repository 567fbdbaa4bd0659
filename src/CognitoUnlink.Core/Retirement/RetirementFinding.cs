using CognitoUnlink.Texts;

namespace CognitoUnlink.Retirement;

/// <summary>How much a finding matters, the worst first.</summary>
public enum FindingSeverity
{
    /// <summary>It stands in the way: somebody would be locked out, or a guard would refuse.</summary>
    Blocker,

    /// <summary>It may undo the work, or surprise people.</summary>
    Warning,

    /// <summary>Good to know.</summary>
    Information,
}

/// <summary>What a finding is about.</summary>
public enum RetirementCheck
{
    /// <summary>The pool does not have the provider any more.</summary>
    DeletedProvider,

    /// <summary>The provider is all that an app client offers.</summary>
    LastProviderOfClient,

    /// <summary>Users who would be left without a way in.</summary>
    WithoutWayIn,

    /// <summary>Users who would be left with a password that they cannot reset.</summary>
    WithoutRecovery,

    /// <summary>Users who would be left with only providers that no app client offers.</summary>
    WithUnofferedProvider,

    /// <summary>Users whose status does not show how they could sign in.</summary>
    UnknownStatus,

    /// <summary>Federated users whose own identity is from the provider.</summary>
    OwnProfile,

    /// <summary>Something could not be checked.</summary>
    NotChecked,

    /// <summary>App clients that still offer the provider besides others.</summary>
    AppClient,

    /// <summary>A trigger that may link people again when they sign in.</summary>
    LinkingTrigger,

    /// <summary>Federated users whose identity is also linked.</summary>
    Twin,

    /// <summary>Everybody who signs in at the pool itself needs a second factor.</summary>
    MfaRequired,

    /// <summary>Only administrators create users.</summary>
    OnlyAdministratorsCreateUsers,

    /// <summary>The group that the service made for the provider's users.</summary>
    ProviderGroup,

    /// <summary>Links to the provider.</summary>
    Link,

    /// <summary>What unlinking costs, and how long it takes.</summary>
    Cost,
}

/// <summary>Something to know before a provider is retired.</summary>
public sealed record RetirementFinding
{
    /// <summary>The user pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The provider's name.</summary>
    public required string ProviderName { get; init; }

    /// <summary>What it is about.</summary>
    public required RetirementCheck Check { get; init; }

    /// <summary>How much it matters.</summary>
    public required FindingSeverity Severity { get; init; }

    /// <summary>How many there are: users, identities, app clients or triggers.</summary>
    public long Count { get; init; }

    /// <summary>What was found.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Recommendation { get; init; }

    /// <summary>Names of some or, if requested, of all: users, app clients, functions.</summary>
    public IReadOnlyList<string> Examples { get; set; } = [];

    /// <summary>The finding and what to do, as lines for the user. Directory values in them are shown, never executed.</summary>
    /// <param name="width">The width of a line, in cells.</param>
    public IReadOnlyList<string> ToLines(int width)
    {
        List<string> texts = [Message, $"What to do: {Recommendation}"];
        if (Examples.Count > 0)
        {
            texts.Add($"{(Examples.Count < Count ? "For instance" : "These")}: {string.Join(", ", Examples)}");
        }

        return [.. texts.SelectMany(text => TextWrap.Lines(Printable.Of(text), width))];
    }
}
