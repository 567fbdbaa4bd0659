using CognitoUnlink.LocalUserPools;
using static CognitoUnlink.LocalPool.Documents.DocumentReader;

namespace CognitoUnlink.LocalPool.Quotas;

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
