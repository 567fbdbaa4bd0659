namespace CognitoUnlink.LocalPool.Quotas;

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
