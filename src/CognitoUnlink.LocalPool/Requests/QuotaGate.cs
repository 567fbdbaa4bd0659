using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalUserPools;
using static CognitoUnlink.LocalPool.Documents.DocumentReader;

namespace CognitoUnlink.LocalPool.Requests;

/// <summary>Throttles calls by the quotas, which the server's pools share as those of an account do.</summary>
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
        Require(quotas.ThrottleStatusCode is >= 400 and <= 599, "$.throttleStatusCode", "An error's status must be from 400 to 599.");
    }

    private static void CheckCategory(string category, string path) =>
        Require(QuotaCategories.All.Contains(category), path, $"'{category}' is not a quota category. The categories are: {string.Join(", ", QuotaCategories.All)}.");

    private static void CheckPositive(double? rate, string path)
    {
        Require(rate is null or > 0, path, "This must be more than 0.");
        CheckFinite(rate, path);
    }

    private static void CheckFinite(double? number, string path) => Require(number is not double.PositiveInfinity, path, "This number is too large.");
}

/// <summary>Starts full. Not thread-safe.</summary>
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

/// <summary>A bucket for each key. Full ones are dropped now and then, so that a million users do not fill the memory.</summary>
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

/// <summary>
/// Which quota each operation counts against.
/// https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
/// </summary>
internal static class QuotaCategories
{
    public const string UserRead = nameof(UserRead);
    private const string UserUpdate = nameof(UserUpdate);
    private const string UserList = nameof(UserList);
    private const string UserCreation = nameof(UserCreation);
    private const string UserAccountRecovery = nameof(UserAccountRecovery);
    public const string UserResourceRead = nameof(UserResourceRead);
    private const string UserAuthentication = nameof(UserAuthentication);
    private const string UserPoolClientRead = nameof(UserPoolClientRead);
    private const string UserPoolClientUpdate = nameof(UserPoolClientUpdate);
    private const string UserPoolRead = nameof(UserPoolRead);
    private const string UserPoolUpdate = nameof(UserPoolUpdate);
    private const string UserPoolResourceRead = nameof(UserPoolResourceRead);
    private const string UserPoolResourceUpdate = nameof(UserPoolResourceUpdate);

    private static readonly Dictionary<string, string> s_byOperation = new()
    {
        ["AdminAddUserToGroup"] = UserUpdate,
        ["AdminCreateUser"] = UserCreation,
        ["AdminDeleteUser"] = UserUpdate,
        ["AdminDisableUser"] = UserUpdate,
        ["AdminEnableUser"] = UserUpdate,
        ["AdminGetUser"] = UserRead,
        ["AdminGetUserAuthFactors"] = UserRead,
        ["AdminInitiateAuth"] = UserAuthentication,
        ["AdminLinkProviderForUser"] = UserUpdate,
        ["AdminListGroupsForUser"] = UserResourceRead,
        ["AdminRemoveUserFromGroup"] = UserUpdate,
        ["AdminResetUserPassword"] = UserAccountRecovery,
        ["AdminSetUserMFAPreference"] = UserUpdate,
        ["AdminSetUserPassword"] = UserAccountRecovery,
        ["AdminUpdateUserAttributes"] = UserUpdate,
        ["AdminUserGlobalSignOut"] = UserUpdate,
        ["CreateGroup"] = UserPoolResourceUpdate,
        ["CreateIdentityProvider"] = UserPoolResourceUpdate,
        ["CreateUserPool"] = UserPoolUpdate,
        ["CreateUserPoolClient"] = UserPoolClientUpdate,
        ["DeleteGroup"] = UserPoolResourceUpdate,
        ["DeleteIdentityProvider"] = UserPoolResourceUpdate,
        ["DeleteUserPool"] = UserPoolUpdate,
        ["DeleteUserPoolClient"] = UserPoolClientUpdate,
        ["DescribeIdentityProvider"] = UserPoolResourceRead,
        ["DescribeUserPool"] = UserPoolRead,
        ["DescribeUserPoolClient"] = UserPoolClientRead,
        ["GetGroup"] = UserPoolResourceRead,
        ["ListGroups"] = UserPoolResourceRead,
        ["ListIdentityProviders"] = UserPoolResourceRead,
        ["ListUserPoolClients"] = UserPoolClientRead,
        ["ListUserPools"] = UserPoolRead,
        ["ListUsers"] = UserList,
        ["ListUsersInGroup"] = UserList,
        ["UpdateIdentityProvider"] = UserPoolResourceUpdate,
        ["UpdateUserPool"] = UserPoolUpdate,
        ["UpdateUserPoolClient"] = UserPoolClientUpdate,
    };

    public static IEnumerable<string> All => s_byOperation.Values.Distinct().Order(StringComparer.Ordinal);

    /// <param name="operation">The operation.</param>
    /// <param name="unlinkCategory">The category of AdminDisableProviderForUser, which is not documented.</param>
    public static string Of(string operation, string unlinkCategory) => s_byOperation.GetValueOrDefault(operation, unlinkCategory);
}
