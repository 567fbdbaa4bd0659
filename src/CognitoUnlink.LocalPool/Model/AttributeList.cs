using System.Collections;

namespace CognitoUnlink.LocalPool.Model;

/// <summary>Few name-value pairs in the order they were set; an array takes far less room than a dictionary for a million users.</summary>
internal sealed class AttributeList : IEnumerable<KeyValuePair<string, string>>
{
    private KeyValuePair<string, string>[] _items = [];

    public string? this[string name]
    {
        get
        {
            var index = IndexOf(name);
            return index < 0 ? null : _items[index].Value;
        }
        set
        {
            var index = IndexOf(name);
            if (value is null)
            {
                _items = index < 0 ? _items : [.. _items[..index], .. _items[(index + 1)..]];
            }
            else if (index < 0)
            {
                _items = [.. _items, new(string.IsInterned(name) ?? name, value)];
            }
            else
            {
                _items[index] = new(_items[index].Key, value);
            }
        }
    }

    /// <summary>Sets all at once; the names are distinct.</summary>
    public void Fill(params KeyValuePair<string, string>[] items) => _items = items;

    public AttributeList Copy() => new() { _items = [.. _items] };

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string>>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int IndexOf(string name) => Array.FindIndex(_items, item => item.Key == name);
}
