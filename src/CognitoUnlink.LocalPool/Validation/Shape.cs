using System.Text.Json;

namespace CognitoUnlink.LocalPool.Validation;

/// <summary>A shape of the service model: what values of one type must be like.</summary>
internal abstract record Shape
{
    /// <summary>Its values are never repeated in an error text.</summary>
    public bool Sensitive { get; init; }

    /// <summary>Checks a value that is there; a wrong JSON type throws at once, broken constraints are collected.</summary>
    public abstract void Check(JsonElement value, string path, Violations violations);

    /// <summary>The constraints that a value breaks, without path and value: how members of lists and maps are reported.</summary>
    public IReadOnlyList<string> ConstraintsBrokenBy(JsonElement value)
    {
        var violations = new Violations();
        Check(value, "", violations);
        return violations.Constraints;
    }
}
