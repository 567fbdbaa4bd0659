using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalUserPools;
using static CognitoUnlink.LocalPool.Documents.DocumentReader;

namespace CognitoUnlink.LocalPool.Requests;

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

/// <summary>Refuses quotas that make no sense.</summary>
internal static class QuotaCheck
{
    public static void Check(LocalUserPoolQuotas quotas)
    {
        Require(quotas.RequestsPerSecond is not null, "$.requestsPerSecond", "null is not allowed.");
        foreach (var (category, rate) in quotas.RequestsPerSecond)
        {
            CheckCategory(category, $"$.requestsPerSecond.{category}");
            CheckPositive(rate, $"$.requestsPerSecond.{category}");
        }

        CheckCategory(quotas.UnlinkCategory, "$.unlinkCategory");
        Require(quotas.Burst is null or >= 1, "$.burst", "This must be 1 or more.");
        CheckFinite(quotas.Burst, "$.burst");
        CheckPositive(quotas.UserReadsPerSecond, "$.userReadsPerSecond");
        CheckPositive(quotas.UserWritesPerSecond, "$.userWritesPerSecond");
        Require(quotas.ThrottleStatusCode is >= 400 and <= 599, "$.throttleStatusCode", "An error's status is from 400 to 599.");
    }

    private static void CheckCategory(string category, string path) =>
        Require(QuotaCategories.All.Contains(category), path, $"'{category}' is no quota category; there are {string.Join(", ", QuotaCategories.All)}.");

    private static void CheckPositive(double? rate, string path)
    {
        Require(rate is null or > 0, path, "This must be more than 0.");
        CheckFinite(rate, path);
    }

    private static void CheckFinite(double? number, string path) => Require(number is not double.PositiveInfinity, path, "This number is too large.");
}
