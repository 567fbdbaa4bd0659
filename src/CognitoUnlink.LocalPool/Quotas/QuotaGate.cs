using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Quotas;

/// <summary>Lets calls through at the pace that the quotas allow. Its pools share the quotas, as those of an account do.</summary>
internal sealed class QuotaGate(TimeProvider clock)
{
    private readonly object _gate = new();
    private LocalUserPoolQuotas _quotas = new();
    private BucketSet<string> _categories = new(null, clock);
    private BucketSet<(string? Pool, string User, bool Reads)> _users = new(null, clock);

    public LocalUserPoolQuotas Quotas
    {
        get
        {
            lock (_gate)
            {
                return _quotas;
            }
        }
        set
        {
            QuotaCheck.Check(value);
            lock (_gate)
            {
                _quotas = value;
                _categories = new(value.Burst, clock);
                _users = new(value.Burst, clock);
            }
        }
    }

    /// <exception cref="ServiceException">There are too many requests; nothing is taken from any quota.</exception>
    public void Pass(CallTarget call)
    {
        var quotas = Quotas;
        var category = QuotaCategories.Of(call.Operation, quotas.UnlinkCategory);
        var reads = category is QuotaCategories.UserRead or QuotaCategories.UserResourceRead;
        var perUser = reads ? quotas.UserReadsPerSecond : quotas.UserWritesPerSecond;
        var user = perUser is null ? null : call.Username;
        lock (_gate)
        {
            TokenBucket?[] buckets =
            [
                quotas.RequestsPerSecond.TryGetValue(category, out var rate) ? _categories.Find(category, rate) : null,
                user is not null ? _users.Find((call.UserPoolId, user, reads), perUser!.Value) : null,
            ];
            if (Array.Exists(buckets, static bucket => bucket is { HasToken: false }))
            {
                throw ServiceErrors.RateExceeded(quotas.ThrottleStatusCode);
            }

            Array.ForEach(buckets, static bucket => bucket?.Take());
        }
    }
}
