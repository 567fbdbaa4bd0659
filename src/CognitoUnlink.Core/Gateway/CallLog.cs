using System.Collections.Concurrent;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Gateway;

/// <summary>
/// A log of requests as they are made. Requests end on any thread; the consumer takes the lines, in that order, on its own
/// thread. There is no log unless one was requested.
/// </summary>
/// <param name="logsRequests">Whether to log each request.</param>
/// <param name="logsAttempts">Whether to log throttles and retries.</param>
public sealed class CallLog(bool logsRequests, bool logsAttempts)
{
    // Far more than piles up between two takes. It bounds the memory of a command whose log is not read.
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

    /// <summary>Logs a request, or what all requests have in common.</summary>
    /// <param name="text">The text.</param>
    public void Write(string text)
    {
        if (logsRequests)
        {
            Add(text, isAttempt: false);
        }
    }

    /// <summary>Logs an attempt.</summary>
    /// <param name="text">The text.</param>
    public void WriteAttempt(string text)
    {
        if (logsAttempts)
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
            line = new CallLogLine($"{leftOut} lines were dropped because the log was not read in time.", IsAttempt: !logsRequests);
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
/// <param name="Text">The text, without secrets or line breaks.</param>
/// <param name="IsAttempt">Whether it is about attempts and not about a request.</param>
public readonly record struct CallLogLine(string Text, bool IsAttempt);
