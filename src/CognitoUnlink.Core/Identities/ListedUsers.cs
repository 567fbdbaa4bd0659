using CognitoUnlink.Gateway;

namespace CognitoUnlink.Identities;

/// <summary>
/// Who of a listing was handed on already, by sub. To note a user takes 16 bytes. To look users up takes 28 to 56, which are
/// spent only once the listing is read again, or from the start where duplicates are to be noticed.
/// </summary>
internal sealed class ListedUsers
{
    // Small enough to stay off the large object heap.
    private const int ChunkLength = 4096;

    private readonly HashSet<string> _usernamesOfOthers = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _subs = [];
    private readonly List<Guid[]> _notes = [];
    private int _notesInLastChunk = ChunkLength;
    private bool _looksUp;

    /// <param name="noticesDuplicates">Whether the listing may show a user twice; otherwise only a second reading does.</param>
    public ListedUsers(bool noticesDuplicates) => _looksUp = noticesDuplicates;

    /// <summary>Remembers a user.</summary>
    /// <returns>Whether the user is to be handed on: false when that was done before.</returns>
    public bool Add(CognitoUser user)
    {
        if (!IsUuid(user.Sub, out var sub))
        {
            return _usernamesOfOthers.Add(user.Username) || !_looksUp;
        }

        if (_looksUp)
        {
            return _subs.Add(sub);
        }

        Note(sub);
        return true;
    }

    /// <summary>The listing is read again from its beginning.</summary>
    public void BeginAgain()
    {
        _looksUp = true;
        for (var (chunk, left) = (0, NoteCount); left > 0; chunk++, left -= ChunkLength)
        {
            _subs.UnionWith(_notes[chunk].Take(left));
        }

        _notes.Clear();
        _notesInLastChunk = ChunkLength;
    }

    private int NoteCount => ((_notes.Count - 1) * ChunkLength) + _notesInLastChunk;

    private void Note(Guid sub)
    {
        if (_notesInLastChunk == ChunkLength)
        {
            _notes.Add(new Guid[ChunkLength]);
            _notesInLastChunk = 0;
        }

        _notes[^1][_notesInLastChunk++] = sub;
    }

    // For all that is known, a sub in upper case is another one than the same in lower case.
    private static bool IsUuid(string? sub, out Guid value) =>
        Guid.TryParseExact(sub, "D", out value) && !sub.AsSpan().ContainsAnyInRange('A', 'F');
}
