namespace CognitoUnlink.LocalPool.Quotas;

/// <summary>Full at first; a request takes a token, time brings them back. One caller at a time.</summary>
internal sealed class TokenBucket(double perSecond, double? burst, TimeProvider clock)
{
    private readonly double _size = Math.Max(1, burst ?? perSecond);
    private double _tokens = Math.Max(1, burst ?? perSecond);
    private long _filled = clock.GetTimestamp();

    public bool IsFull
    {
        get
        {
            Fill();
            return _tokens >= _size;
        }
    }

    public bool HasToken
    {
        get
        {
            Fill();
            return _tokens >= 1;
        }
    }

    public void Take() => _tokens--;

    private void Fill()
    {
        var now = clock.GetTimestamp();
        _tokens = Math.Min(_size, _tokens + (clock.GetElapsedTime(_filled, now).TotalSeconds * perSecond));
        _filled = now;
    }
}
