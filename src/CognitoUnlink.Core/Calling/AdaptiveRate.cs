namespace CognitoUnlink.Calling;

/// <summary>
/// A rate that adapts to what the service accepts: answers are judged in windows; throttling lowers it by the throttled
/// share, and calm windows raise it. Times are relative to any fixed moment. Not thread-safe.
/// </summary>
/// <param name="limit">The maximum number of requests per second; null for no limit, in which case there is no rate until the service throttles.</param>
internal sealed class AdaptiveRate(double? limit)
{
    private const int AnswersOfWindow = 20;
    private const int AnswersOfLongWindow = 5;
    private const int AnswersToReactAt = 10;
    private const int ThrottlesToReactAt = 6;
    private const int WindowsUntilCalm = 5;
    private const double Growth = 1.01;
    private const double CalmGrowth = 1.05;
    private const double LargestReduction = 0.5;
    private const double LowestShareOfLimit = 0.1;
    private const double BindingShare = 0.8;

    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longWindow = TimeSpan.FromSeconds(5);

    private readonly ThrottleJudge _judge = new();
    private readonly double _ceiling = limit ?? double.PositiveInfinity;
    private readonly double _floor = Math.Min(limit ?? 1, Math.Max(1, LowestShareOfLimit * (limit ?? 0)));
    private TimeSpan? _start;
    private TimeSpan _lastSent;
    private int _answers;
    private int _throttled;
    private int _calmWindows;
    private double _afterProbe;

    /// <summary>Requests per second; null for any number.</summary>
    public double? Rate { get; private set; } = limit;

    /// <summary>Whether the rate is worth reporting: it is not falling, and not lowered for a moment only.</summary>
    public bool IsSettled { get; private set; } = true;

    /// <summary>Records that a request was sent.</summary>
    /// <param name="now">When it was sent.</param>
    public void Sent(TimeSpan now) => _start ??= now;

    /// <summary>Records an answer.</summary>
    /// <param name="sent">When its request was sent.</param>
    /// <param name="now">When it arrived.</param>
    /// <param name="throttled">Whether it was throttled.</param>
    public void Answered(TimeSpan sent, TimeSpan now, bool throttled)
    {
        // For a request sent at the previous rate.
        if (sent < _start)
        {
            return;
        }

        _answers++;
        _throttled += throttled ? 1 : 0;
        _lastSent = sent > _lastSent ? sent : _lastSent;
        var duration = _lastSent - _start.GetValueOrDefault();
        if (IsWindow(duration) || MustReact())
        {
            Adapt(_answers / duration.TotalSeconds);
            (_start, _answers, _throttled) = (now, 0, 0);
        }
    }

    private bool IsWindow(TimeSpan duration) =>
        (duration >= s_window && _answers >= AnswersOfWindow) || (duration >= s_longWindow && _answers >= AnswersOfLongWindow);

    private bool MustReact() =>
        Rate is not null && _answers == AnswersToReactAt && _throttled >= ThrottlesToReactAt && _judge.IsHeavy((double)_throttled / _answers);

    /// <param name="perSecond">Requests per second that were actually sent.</param>
    private void Adapt(double perSecond)
    {
        var verdict = _judge.Judge(_answers, _throttled);
        if (Rate is not { } rate)
        {
            IsSettled = verdict != PaceVerdict.Reduce;
            Rate = IsSettled ? null : Math.Max(_floor, perSecond * (_answers - _throttled) / _answers);
            return;
        }

        // If nothing waits for the pace, calm windows prove nothing.
        var binds = perSecond >= BindingShare * rate;
        _calmWindows = verdict == PaceVerdict.Grow ? _calmWindows + 1 : 0;
        var adapted = verdict switch
        {
            PaceVerdict.Grow when binds => rate * (_calmWindows > WindowsUntilCalm ? CalmGrowth : Growth),
            PaceVerdict.Reduce => rate * (1 - Math.Min(LargestReduction, (double)_throttled / _answers)),
            PaceVerdict.Probe => Math.Min(rate, perSecond) * (1 - Math.Min(LargestReduction, 1.5 * _judge.Background)),
            PaceVerdict.Restore => _afterProbe,
            _ => rate,
        };
        if (verdict == PaceVerdict.Probe)
        {
            _afterProbe = binds ? rate * CalmGrowth : rate;
        }

        Rate = Math.Clamp(adapted, _floor, _ceiling);
        IsSettled = Rate >= rate && !_judge.IsProbing;
    }
}
