namespace CognitoUnlink.Report;

/// <summary>Things by name that are also known by number, in the order in which they came.</summary>
internal sealed class OrderedDictionaryOf<T>
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<T> _all = [];

    public IReadOnlyList<T> All => _all;

    public T At(int index) => _all[index];

    public int IndexOf(string name, Func<T> create)
    {
        if (!_indexes.TryGetValue(name, out var index))
        {
            index = _indexes[name] = _all.Count;
            _all.Add(create());
        }

        return index;
    }
}
