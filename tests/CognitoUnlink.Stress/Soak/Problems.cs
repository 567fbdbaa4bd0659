namespace CognitoUnlink.Soak;

/// <summary>What went wrong. Of many similar problems, only the first few are kept.</summary>
internal sealed class Problems
{
    private const int EnoughOfAKind = 5;
    private readonly Dictionary<string, int> _counts = [];
    private readonly List<string> _texts = [];

    public IReadOnlyDictionary<string, int> Counts => _counts;

    public IReadOnlyList<string> Texts => _texts;

    public bool Any => _counts.Count > 0;

    public void Add(string kind, string text)
    {
        lock (_counts)
        {
            _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
            if (_counts[kind] <= EnoughOfAKind)
            {
                _texts.Add($"{kind}: {text}");
                Console.Error.WriteLine($"PROBLEM {kind}: {text}");
            }
        }
    }

    public void Unless(bool isFine, string kind, string text)
    {
        if (!isFine)
        {
            Add(kind, text);
        }
    }

    /// <summary>Adds each item of <paramref name="items"/>.</summary>
    public void Each<T>(IEnumerable<T> items, string kind)
    {
        foreach (var item in items)
        {
            Add(kind, $"{item}");
        }
    }
}
