using System.Globalization;

namespace CognitoUnlink.Probe.Findings;

/// <summary>What a probe found out about a question.</summary>
/// <param name="Question">The question.</param>
/// <param name="Result">How it came out.</param>
/// <param name="Answered">The answer; or why there is none.</param>
/// <param name="RequestIds">The requests that it was learnt from, for whoever asks AWS.</param>
public sealed record Finding(Question Question, FindingResult Result, string Answered, IReadOnlyList<string> RequestIds)
{
    /// <summary>The value to set the switch to; null when the answer is none of its values.</summary>
    public string? SwitchValue => Result is FindingResult.Same or FindingResult.Different && IsValue ? Answered : null;

    private bool IsValue => Question.Values switch
    {
        null => false,
        [] => int.TryParse(Answered, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        var values => values.Contains(Answered),
    };
}

/// <summary>How a question came out.</summary>
public enum FindingResult
{
    /// <summary>As the local user pool assumes.</summary>
    Same,

    /// <summary>Not as the local user pool assumes.</summary>
    Different,

    /// <summary>The experiment did not come to an answer.</summary>
    NotAnswered,

    /// <summary>The server lacks an operation that it needs.</summary>
    NotSupported,

    /// <summary>It takes a person who signs in through an identity provider.</summary>
    NotTried,
}
