namespace CognitoUnlink.Calling;

/// <summary>
/// Tells throttling caused by our pace from throttling that happens whatever our pace is, for instance because of the live
/// application. Slowing down ends the first but not the second, and slowing down again and again would end the run.
/// </summary>
internal sealed class ThrottleJudge
{
    /// <summary>Up to this share of throttled answers, the rate is fine.</summary>
    private const double Tolerable = 0.01;

    /// <summary>From this share on, the rate is lowered whatever the cause.</summary>
    private const double Heavy = 0.5;

    /// <summary>After this many reductions in a row without effect, the pace is unlikely to be the cause.</summary>
    private const int ReductionsOnTrial = 3;

    /// <summary>This many throttles at a lower rate show that it changes nothing.</summary>
    private const int ThrottlesOfProbe = 3;

    /// <summary>This many throttles are counted before their share is trusted.</summary>
    private const int Sample = 25;

    /// <summary>If this many throttles were expected and none came, it may be chance; with twice as many, it is not.</summary>
    private const double Unlikely = 4;

    private Mode _mode;
    private double _first;
    private int _reductions;
    private int _windows;
    private int _answers;
    private int _throttled;
    private int _answersSinceThrottle;

    private enum Mode
    {
        Following,
        Holding,
        Probing,
    }

    /// <summary>The share of answers that is throttled whatever the pace; zero while there seems to be none.</summary>
    public double Background { get; private set; }

    /// <summary>Whether the rate is lowered for a moment only.</summary>
    public bool IsProbing => _mode == Mode.Probing;

    private double Share => (double)_throttled / _answers;

    /// <summary>Whether so much is throttled that there is no need to wait for more answers.</summary>
    /// <param name="share">The share of throttled answers.</param>
    public bool IsHeavy(double share) => share >= Math.Max(Heavy, 4 * Background);

    /// <summary>Judges the answers of a window.</summary>
    /// <param name="answers">How many there were.</param>
    /// <param name="throttled">How many of them were throttles.</param>
    public PaceVerdict Judge(int answers, int throttled)
    {
        var share = (double)throttled / answers;
        if (IsHeavy(share))
        {
            return Follow(PaceVerdict.Reduce, 0);
        }

        _windows++;
        _answers += answers;
        _throttled += throttled;
        _answersSinceThrottle = throttled == 0 ? _answersSinceThrottle + answers : 0;
        return _mode switch
        {
            Mode.Holding => WhileHolding(share),
            Mode.Probing => WhileProbing(),
            _ => WhileFollowing(share),
        };
    }

    private PaceVerdict WhileFollowing(double share)
    {
        if (HasHelped())
        {
            _first = 0;
        }

        if (share <= Tolerable)
        {
            return share == 0 ? PaceVerdict.Grow : PaceVerdict.Hold;
        }

        if (_first == 0)
        {
            return Follow(PaceVerdict.Reduce, share);
        }

        if (_reductions < ReductionsOnTrial)
        {
            _reductions++;
            return PaceVerdict.Reduce;
        }

        Background = Share;
        _first = Math.Max(_first, Share);
        return Enter(Mode.Holding, PaceVerdict.Hold);
    }

    /// <summary>Whether throttling has clearly fallen below half of what it was before the first reduction.</summary>
    private bool HasHelped() =>
        (_windows >= ReductionsOnTrial && _throttled + (2 * Math.Sqrt(_throttled)) < _first / 2 * _answers)
        || IsCalm(Math.Max(_first, Share), Unlikely);

    private PaceVerdict WhileHolding(double share)
    {
        if (IsCalm(Background, 2 * Unlikely))
        {
            return Follow(PaceVerdict.Grow, 0);
        }

        if (_throttled < Sample)
        {
            return IsCalm(Background, Unlikely) ? PaceVerdict.Grow : PaceVerdict.Hold;
        }

        if (Share > 2 * _first)
        {
            return Follow(PaceVerdict.Reduce, share);
        }

        Background = Share;
        return Enter(Mode.Probing, PaceVerdict.Probe);
    }

    private PaceVerdict WhileProbing() =>
        IsCalm(Background, 2 * Unlikely) ? Follow(PaceVerdict.Grow, 0)
        : _throttled >= ThrottlesOfProbe ? Enter(Mode.Holding, PaceVerdict.Restore)
        : PaceVerdict.Hold;

    /// <summary>Whether that many throttles were expected since the last one, and none came.</summary>
    private bool IsCalm(double share, double expected) => _answersSinceThrottle * share >= expected;

    private PaceVerdict Follow(PaceVerdict verdict, double share)
    {
        (_first, _reductions, Background) = (share, 1, 0);
        return Enter(Mode.Following, verdict);
    }

    private PaceVerdict Enter(Mode mode, PaceVerdict verdict)
    {
        (_mode, _windows, _answers, _throttled, _answersSinceThrottle) = (mode, 0, 0, 0, 0);
        return verdict;
    }
}

/// <summary>What a window of answers says about the pace.</summary>
internal enum PaceVerdict
{
    /// <summary>There is room.</summary>
    Grow,

    /// <summary>Leave it as it is.</summary>
    Hold,

    /// <summary>It is too fast.</summary>
    Reduce,

    /// <summary>The pace seems not to matter: go slower for a moment, to be sure.</summary>
    Probe,

    /// <summary>Going slower made no difference: return to the previous pace.</summary>
    Restore,
}
