using System.Runtime.CompilerServices;
using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Identities;

/// <summary>
/// One listing of users, page by page to its end. Tokens last an hour; if one is refused, the listing is read again from the
/// beginning, skipping the users already returned.
/// <see href="https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html"/>
/// </summary>
/// <param name="caller">Makes the calls.</param>
/// <param name="userPoolId">The pool.</param>
/// <param name="filter">A ListUsers filter; null for all.</param>
/// <param name="noticesDuplicates">Whether a user who is listed twice is returned once.</param>
internal sealed class UserListing(ServiceCaller caller, string userPoolId, string? filter, bool noticesDuplicates = false)
{
    // The order of users is not guaranteed, so only a new user shows that reading again makes progress.
    private const int FruitlessReadings = 3;

    /// <summary>The maximum number of pages to read.</summary>
    public int MostPages { get; init; } = int.MaxValue;

    /// <summary>Whether a second reading may return users again. If so, none are remembered.</summary>
    public bool MayRepeat { get; init; }

    public bool IsWhole { get; private set; }

    public async IAsyncEnumerable<CognitoUser> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var listed = MayRepeat ? null : new ListedUsers(noticesDuplicates);
        var (fruitless, pages) = (0, 0);
        var tokens = new PageTokens();
        string? token = null;
        IsWhole = false;
        do
        {
            if (pages++ == MostPages)
            {
                yield break;
            }

            if (await TryReadPageAsync(token, isLastTry: fruitless == FruitlessReadings, cancellationToken).ConfigureAwait(false) is not { } page)
            {
                fruitless++;
                listed?.BeginAgain();
                page = await ReadPageAsync(null, cancellationToken).ConfigureAwait(false);
                tokens = new PageTokens();
            }

            foreach (var user in page.Items.Where(user => listed?.Add(user) != false))
            {
                fruitless = listed is null ? fruitless : 0;
                yield return user;
            }

            token = tokens.Next(page.NextToken);
        }
        while (token is not null);
        IsWhole = true;
    }

    /// <summary>A page; null if its token was refused.</summary>
    private async Task<Page<CognitoUser>?> TryReadPageAsync(string? token, bool isLastTry, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadPageAsync(token, cancellationToken).ConfigureAwait(false);
        }
        catch (CognitoException problem) when (problem.Kind == CognitoErrorKind.InvalidParameter && token is not null && !isLastTry)
        {
            return null;
        }
    }

    private Task<Page<CognitoUser>> ReadPageAsync(string? token, CancellationToken cancellationToken) => caller.CallAsync(
        QuotaCategory.UserList, (gateway, cancellation) => gateway.ListUsersAsync(userPoolId, filter, Pages.Largest, token, cancellation), cancellationToken);
}

/// <summary>
/// The users of a listing that were already returned, by sub. Noting a user takes 16 bytes. Looking users up takes 28 to 56,
/// spent only once the listing is read again, or from the start if duplicates are to be noticed.
/// </summary>
internal sealed class ListedUsers
{
    // Small enough to stay out of the large object heap.
    private const int ChunkLength = 4096;

    private readonly HashSet<string> _usernamesOfOthers = new(StringComparer.Ordinal);
    private readonly HashSet<Guid> _subs = [];
    private readonly List<Guid[]> _notes = [];
    private int _notesInLastChunk = ChunkLength;
    private bool _looksUp;

    /// <param name="noticesDuplicates">Whether the listing may show a user twice; otherwise only a second reading does.</param>
    public ListedUsers(bool noticesDuplicates) => _looksUp = noticesDuplicates;

    /// <returns>Whether to return the user: false if that was done before.</returns>
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

    /// <summary>Prepares for reading the listing again from the beginning.</summary>
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

    // As far as is known, subs are case-sensitive.
    private static bool IsUuid(string? sub, out Guid value) =>
        Guid.TryParseExact(sub, "D", out value) && !sub.AsSpan().ContainsAnyInRange('A', 'F');
}
