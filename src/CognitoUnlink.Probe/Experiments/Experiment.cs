using CognitoUnlink.Probe.Findings;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>Tries one thing, with users of its own, so that no experiment depends on another.</summary>
internal abstract class Experiment
{
    /// <summary>What it may answer.</summary>
    public abstract IReadOnlyList<Question> Questions { get; }

    /// <summary>How its users, subjects and providers are named, so that texts that name them are the same each time.</summary>
    public string Name => GetType().Name;

    /// <summary>Tries it, and says what it found by way of the lab. What is left open has no answer.</summary>
    /// <exception cref="Errors.CognitoException">A step failed that is none of the questions.</exception>
    /// <exception cref="NoAnswerException">It cannot tell.</exception>
    public abstract Task RunAsync(Lab lab, CancellationToken cancellationToken);
}

/// <summary>An experiment cannot answer its questions.</summary>
/// <param name="reason">Why not, in words.</param>
internal sealed class NoAnswerException(string reason) : Exception(reason);
