namespace CognitoUnlink.Probe.Findings;

/// <summary>What a probe asks.</summary>
/// <param name="Id">Its name: that of a switch of the local user pool's behaviour, or another.</param>
/// <param name="Asks">What it asks, in words.</param>
/// <param name="Assumed">What the local user pool assumes.</param>
public sealed record Question(string Id, string Asks, string Assumed)
{
    /// <summary>The values that the switch can have; null when the question is about none. Of a switch that is a number none are named.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Whether the answer sets a switch.</summary>
    public bool IsSwitch => Values is not null;

    /// <summary>A question about a switch whose values are words.</summary>
    internal static Question OfSwitch(string id, string asks, params string[] values) => new(id, asks, values[0]) { Values = values };

    /// <summary>A question about a switch that is on or off.</summary>
    internal static Question OfFlag(string id, string asks, bool assumed) => OfSwitch(id, asks, assumed ? ["true", "false"] : ["false", "true"]);

    /// <summary>A question about a switch that is a number.</summary>
    internal static Question OfNumber(string id, string asks) => new(id, asks, "0") { Values = [] };
}
