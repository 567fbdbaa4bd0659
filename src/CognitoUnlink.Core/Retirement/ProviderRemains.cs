using System.Globalization;

namespace CognitoUnlink.Retirement;

/// <summary>What a listing shows that users still have of some providers.</summary>
internal sealed class ProviderRemains
{
    private const int MostNames = 3;

    private readonly Dictionary<string, Counts> _providers = new(StringComparer.Ordinal);

    /// <summary>How many providers there are.</summary>
    public int Providers => _providers.Count;

    /// <summary>Adds a provider to look for.</summary>
    public void LookFor(string providerName) => _providers.TryAdd(providerName, new Counts());

    /// <summary>Counts an identity in the listing.</summary>
    /// <param name="providerName">Its provider, which may be none of those to look for.</param>
    /// <param name="isOwn">Whether it is a federated user's own profile.</param>
    public void Add(string providerName, bool isOwn)
    {
        if (!_providers.TryGetValue(providerName, out var counts))
        {
            return;
        }

        if (isOwn)
        {
            counts.Profiles++;
        }
        else
        {
            counts.Links++;
        }
    }

    /// <summary>What is left, in at most two sentences.</summary>
    public IEnumerable<string> Describe()
    {
        if (Find(counts => counts.Links) is { Count: > 0 } links)
        {
            yield return $"{Words(links, "identity", "identities")} {(Total(links) == 1 ? "is" : "are")} still linked in this pool.";
        }

        if (Find(counts => counts.Profiles) is { Count: > 0 } profiles)
        {
            yield return $"{Words(profiles, "federated user", "federated users")} {(Total(profiles) == 1 ? "is" : "are")} still in this pool and cannot sign in once the provider is deleted.";
        }
    }

    private List<(string Name, long Count)> Find(Func<Counts, long> count) =>
    [
        .. _providers
            .Select(provider => (Name: provider.Key, Count: count(provider.Value)))
            .Where(provider => provider.Count > 0)
            .OrderByDescending(provider => provider.Count)
            .ThenBy(provider => provider.Name, StringComparer.Ordinal),
    ];

    private static long Total(IEnumerable<(string Name, long Count)> found) => found.Sum(provider => provider.Count);

    private static string Words(List<(string Name, long Count)> found, string one, string many)
    {
        List<string> parts = [.. found.Take(MostNames).Select((provider, index) => $"{Number(provider.Count)}{(index > 0 ? string.Empty : provider.Count == 1 ? $" {one}" : $" {many}")} from {provider.Name}")];
        if (found.Count > MostNames)
        {
            parts.Add($"{Number(Total(found.Skip(MostNames)))} from other providers");
        }

        return parts.Count == 1 ? parts[0] : $"{string.Join(", ", parts.SkipLast(1))} and {parts[^1]}";
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private sealed class Counts
    {
        public long Links { get; set; }

        public long Profiles { get; set; }
    }
}
