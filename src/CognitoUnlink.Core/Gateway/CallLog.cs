using System.Collections.Concurrent;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Gateway;

/// <summary>
/// What is told of requests while they are made. They end on any thread; whoever shows the lines takes them, in that order, on
/// a thread of its own. There is none where nobody asked for it.
/// </summary>
/// <param name="tellsRequests">Whether a line for each request is wanted.</param>
/// <param name="tellsAttempts">Whether lines about throttles and repetitions are wanted.</param>
public sealed class CallLog(bool tellsRequests, bool tellsAttempts)
{
    // Far more than piles up between two takes. It bounds the memory of a command from which nobody reads.
    private const int MostLines = 100_000;

    private readonly ConcurrentQueue<CallLogLine> _lines = new();
    private readonly AsyncLocal<string?> _user = new();
    private long _leftOut;

    /// <summary>Whose identity the requests of this asynchronous flow are about: the request to unlink names no user.</summary>
    public string? User
    {
        get => _user.Value;
        set => _user.Value = value;
    }

    /// <summary>Tells of a request, or of what all requests have in common.</summary>
    /// <param name="text">The text.</param>
    public void Tell(string text)
    {
        if (tellsRequests)
        {
            Add(text, isAttempt: false);
        }
    }

    /// <summary>Tells of an attempt.</summary>
    /// <param name="text">The text.</param>
    public void TellOfAttempt(string text)
    {
        if (tellsAttempts)
        {
            Add(text, isAttempt: true);
        }
    }

    /// <summary>Takes the oldest line.</summary>
    /// <param name="line">The line.</param>
    public bool TryTake(out CallLogLine line)
    {
        if (_lines.TryDequeue(out line))
        {
            return true;
        }

        if (Interlocked.Exchange(ref _leftOut, 0) is > 0 and var leftOut)
        {
            line = new CallLogLine($"{leftOut} lines were left out, since nobody took them.", IsAttempt: !tellsRequests);
            return true;
        }

        return false;
    }

    private void Add(string text, bool isAttempt)
    {
        if (_lines.Count < MostLines)
        {
            _lines.Enqueue(new CallLogLine(Printable.Of(text), isAttempt));
        }
        else
        {
            Interlocked.Increment(ref _leftOut);
        }
    }
}

/// <summary>A line of a <see cref="CallLog"/>.</summary>
/// <param name="Text">The text, without secrets and line ends.</param>
/// <param name="IsAttempt">Whether it is about attempts and not about a request.</param>
public readonly record struct CallLogLine(string Text, bool IsAttempt);
