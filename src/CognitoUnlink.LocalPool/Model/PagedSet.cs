namespace CognitoUnlink.LocalPool.Model;

/// <summary>
/// Items in the order they came, each once. A position stays with its item, so a page can go on where the last one
/// ended however many were removed in between.
/// </summary>
internal sealed class PagedSet<T>
    where T : class
{
    private readonly List<T?> _items = [];
    private readonly Dictionary<T, int> _positions = new(ReferenceEqualityComparer.Instance);

    public IEnumerable<T> Items => _items.OfType<T>();

    public void EnsureCapacity(int count)
    {
        _items.EnsureCapacity(count);
        _positions.EnsureCapacity(count);
    }

    public bool Contains(T item) => _positions.ContainsKey(item);

    public bool Add(T item)
    {
        if (!_positions.TryAdd(item, _items.Count))
        {
            return false;
        }

        _items.Add(item);
        return true;
    }

    public bool Remove(T item)
    {
        if (!_positions.Remove(item, out var position))
        {
            return false;
        }

        _items[position] = null;
        return true;
    }

    /// <summary>The matching items from a position on, and the position of the next match; null if there is none.</summary>
    public (List<T> Items, int? Next) Page(int start, int limit, Predicate<T>? matches)
    {
        var page = new List<T>(limit);
        for (var position = start; position < _items.Count; position++)
        {
            if (_items[position] is not { } item || !(matches?.Invoke(item) ?? true))
            {
                continue;
            }

            if (page.Count == limit)
            {
                return (page, position);
            }

            page.Add(item);
        }

        return (page, null);
    }
}
