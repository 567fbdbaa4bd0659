using System.Globalization;
using System.Text.RegularExpressions;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>What a probe found about a question.</summary>
/// <param name="Question">The question.</param>
/// <param name="Result">The kind of result.</param>
/// <param name="Answered">The answer; or why there is none.</param>
/// <param name="RequestIds">The requests that it is based on, for inquiries to AWS.</param>
public sealed record Finding(Question Question, FindingResult Result, string Answered, IReadOnlyList<string> RequestIds)
{
    /// <summary>The value to set the switch to; null if the answer is not one of its values.</summary>
    public string? SwitchValue => Result is FindingResult.Same or FindingResult.Different && IsValue ? Answered : null;

    private bool IsValue => Question.Values switch
    {
        null => false,
        [] => int.TryParse(Answered, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        var values => values.Contains(Answered),
    };
}

/// <summary>The kind of result for a question.</summary>
public enum FindingResult
{
    /// <summary>As the local user pool assumes.</summary>
    Same,

    /// <summary>Not as the local user pool assumes.</summary>
    Different,

    /// <summary>The experiment gave no answer.</summary>
    NotAnswered,

    /// <summary>The server lacks an operation that it needs.</summary>
    NotSupported,

    /// <summary>It needs a person to sign in through an identity provider.</summary>
    NotTried,
}

/// <summary>A question of a probe.</summary>
/// <param name="Id">Its name: that of a switch of the local user pool's behavior, or another.</param>
/// <param name="Text">The question in words.</param>
/// <param name="Assumed">What the local user pool assumes.</param>
public sealed record Question(string Id, string Text, string Assumed)
{
    /// <summary>The values that the switch can have; null if the question is about none, empty if the switch is a number.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>Whether the answer sets a switch.</summary>
    public bool IsSwitch => Values is not null;

    /// <summary>A question about a switch whose values are words.</summary>
    internal static Question OfSwitch(string id, string text, params string[] values) => new(id, text, values[0]) { Values = values };

    /// <summary>A question about a switch that is on or off.</summary>
    internal static Question OfFlag(string id, string text, bool assumed) => OfSwitch(id, text, assumed ? ["true", "false"] : ["false", "true"]);

    /// <summary>A question about a switch that is a number.</summary>
    internal static Question OfNumber(string id, string text) => new(id, text, "0") { Values = [] };
}

/// <summary>Removes from a text anything private or different each time: account numbers, ARNs, keys, ids of pools and clients, secrets.</summary>
internal static partial class Strike
{
    public static string From(string text, IEnumerable<string> secrets)
    {
        foreach (var secret in secrets.Where(secret => secret.Length > 0))
        {
            text = text.Replace(secret, "***", StringComparison.Ordinal);
        }

        text = Arn().Replace(text, "ARN");
        text = PoolId().Replace(text, "POOL");
        text = KeyId().Replace(text, "KEY");
        return Printable.Of(Account().Replace(text, "ACCOUNT"));
    }

    [GeneratedRegex(@"\barn:[\w-]+:[^\s""']*", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 200)]
    private static partial Regex Arn();

    [GeneratedRegex(@"\b[a-z]{2}(-[a-z]+)+-\d+_[0-9a-zA-Z]+\b", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex PoolId();

    [GeneratedRegex(@"\b(AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex KeyId();

    [GeneratedRegex(@"(?<![\w-])\d{12}(?![\w-])", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Account();
}
