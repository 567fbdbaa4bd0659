namespace CognitoUnlink.LocalPool.Requests;

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

/// <summary>A bucket for each key. Full ones are forgotten now and then, so that a million users do not fill the memory.</summary>
internal sealed class BucketSet<TKey>(double? burst, TimeProvider clock)
    where TKey : notnull
{
    private const int FewEnough = 10_000;

    private readonly Dictionary<TKey, TokenBucket> _buckets = [];
    private int _forgetAt = FewEnough;

    public TokenBucket Find(TKey key, double perSecond)
    {
        if (_buckets.TryGetValue(key, out var bucket))
        {
            return bucket;
        }

        if (_buckets.Count >= _forgetAt)
        {
            ForgetFull();
        }

        return _buckets[key] = new TokenBucket(perSecond, burst, clock);
    }

    private void ForgetFull()
    {
        foreach (var (key, bucket) in _buckets)
        {
            if (bucket.IsFull)
            {
                _buckets.Remove(key);
            }
        }

        _forgetAt = Math.Max(FewEnough, _buckets.Count * 2);
    }
}
