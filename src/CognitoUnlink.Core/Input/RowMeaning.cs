using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;
using CognitoUnlink.Linking;
using CognitoUnlink.Texts;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Input;

/// <summary>What a row specifies: one identity, or a user whose identities are selected by a provider or a filter.</summary>
public sealed record RowMeaning
{
    /// <summary>The user pool; null when the row does not say.</summary>
    public string? UserPoolId { get; init; }

    /// <summary>How the row names the user: by username, sub or e-mail address; null if it names none.</summary>
    public string? Username { get; init; }

    /// <summary>The <c>sub</c> of the user; null when the row does not say.</summary>
    public string? Sub { get; init; }

    /// <summary>The identity; null if the row names only a user, or a user and a provider.</summary>
    public ProviderUser? Identity { get; init; }

    /// <summary>The provider's exact name; null when the row does not say.</summary>
    public string? ProviderName { get; init; }

    /// <summary>The provider's type; null when the row does not say.</summary>
    public string? ProviderType { get; init; }

    /// <summary>The user, if the row shows for certain which identities there are. The status may be missing.</summary>
    public CognitoUser? User { get; init; }

    /// <summary>What the row says about its user that may have changed since; null if nothing.</summary>
    public UserAsSaid? Said { get; init; }

    /// <summary>The journal that the row is a record of, as the subject of a sentence in messages; null if it is no record.</summary>
    public string? Journal { get; init; }

    /// <summary>Where that record was made; null when it does not say.</summary>
    public Place? Made { get; init; }

    /// <summary>Whether this product wrote the row; its CSV has an apostrophe before anything that a spreadsheet would take for a formula.</summary>
    public bool IsOutput { get; init; }

    /// <summary>Whether the attribute's name is just the one in <c>identities</c>, which does not keep the one that a link was made with.</summary>
    public bool IsShown { get; init; }

    /// <summary>The item to unlink, if the row names an identity.</summary>
    /// <param name="userPoolId">The pool.</param>
    public UnlinkItem ToUnlinkItem(string userPoolId) => new()
    {
        UserPoolId = userPoolId,
        Username = Username,
        Target = Identity!,
        ProviderType = ProviderType,
        SeenOnSub = Sub,
        MayTryMappedAttributes = IsShown,
        MayBeEscaped = true,
        ListedUser = User,
        SeenUser = User,
        Said = Said,
    };

    /// <summary>Whether the row and a filter select any identity of the user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="filter">Selects identities; null for all.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.MalformedIdentities"/>.</exception>
    public bool Means(CognitoUser user, ProviderFilter? filter) => IdentitiesReader.Read(user).Any(entry =>
        (ProviderName is null || entry.ProviderName == ProviderName || entry.ProviderName == FormulaText.Unescape(ProviderName))
        && (filter is null or { Patterns.Count: 0 } || filter.Patterns.Any(pattern => pattern.IsMatch(entry.ProviderName))));

    /// <summary>The identities of the user that the row and a filter select.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="user">The user.</param>
    /// <param name="filter">Selects identities; null for all that the row selects.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.OtherUser"/>, <see cref="ErrorId.MalformedIdentities"/>.</exception>
    public IReadOnlyList<UnlinkItem> ItemsOf(string userPoolId, CognitoUser user, ProviderFilter? filter)
    {
        // Without a status, it is not known which sign-in remains.
        var listed = user.UserStatus is null ? null : user;
        return [.. IdentitiesOf(userPoolId, user, filter).Select(identity => UnlinkItem.For(identity, listed) with { Said = Said })];
    }

    /// <summary>The identities of the user that the row and a filter select: just one if the row names it.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="user">The user.</param>
    /// <param name="filter">Selects identities; null for all that the row selects.</param>
    /// <param name="settings">How people sign in to the pool; null if not known.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.OtherUser"/>, <see cref="ErrorId.MalformedIdentities"/>.</exception>
    public IEnumerable<LinkedIdentity> IdentitiesOf(string userPoolId, CognitoUser user, ProviderFilter? filter, SignInSettings? settings = null)
    {
        CheckUser(user);
        var identities = LinkedIdentities.Of(userPoolId, user, settings);
        var provider = ProviderName is null || identities.Any(identity => identity.ProviderName == ProviderName) ? ProviderName : FormulaText.Unescape(ProviderName) ?? ProviderName;
        return identities.Where(identity => (provider is null || identity.ProviderName == provider)
            && filter?.IsMatch(identity.ProviderName) != false
            && (Identity is null || identity.ProviderAttributeValue == Identity.ProviderAttributeValue || identity.ProviderAttributeValue == FormulaText.Unescape(Identity.ProviderAttributeValue)));
    }

    /// <summary>Refuses a row that does not say which identities of its user are meant, before the user is read.</summary>
    /// <param name="filter">Selects identities; null if not specified.</param>
    /// <param name="lacking">What would have specified them, in the host's terms.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.ProviderNotSpecified"/>, <see cref="ErrorId.NativeNotAsked"/>.</exception>
    public void CheckFilter(ProviderFilter? filter, string lacking)
    {
        if (ProviderName is null && filter is null)
        {
            throw new UnlinkException(
                ErrorId.ProviderNotSpecified,
                $"It is not clear which identities of user '{Username}' to unlink: {lacking}.");
        }

        if (ProviderName == ProviderUser.CognitoProvider)
        {
            throw new UnlinkException(ErrorId.NativeNotAsked, $"'{ProviderUser.CognitoProvider}' is the password sign-in, not an external one.");
        }
    }

    /// <summary>The items to link again: the identity that the row names, or all that it shows for its user.</summary>
    /// <param name="userPoolId">The pool.</param>
    /// <exception cref="UnlinkException">
    /// <see cref="ErrorId.UsernameMissing"/>, <see cref="ErrorId.IncompleteRow"/>, <see cref="ErrorId.MalformedIdentities"/>.
    /// </exception>
    public IReadOnlyList<LinkItem> ToLinkItems(string userPoolId)
    {
        if (Username is null)
        {
            throw new UnlinkException(ErrorId.UsernameMissing, "Nothing was sent: no user is named, and an identity can be linked only to a user.");
        }

        if (Identity is not null)
        {
            // If the identity is gone, no user shows its spelling; but this product's own CSV is known to be escaped.
            string Plain(string text) => IsOutput ? FormulaText.Unescape(text) ?? text : text;
            if (Journal is null && ShortenedNumber.IsLikely(Identity.ProviderAttributeValue))
            {
                throw RowReader.Shortened(Identity.ProviderAttributeValue);
            }

            var source = Identity with { ProviderName = Plain(Identity.ProviderName), ProviderAttributeValue = Plain(Identity.ProviderAttributeValue) };
            return [new LinkItem { UserPoolId = userPoolId, Username = Username, Source = source, ProviderType = ProviderType, SeenOnSub = Sub, Said = Said, Journal = Journal, Made = Made }];
        }

        if (User is null or { Identities: "" })
        {
            throw new UnlinkException(ErrorId.IncompleteRow, $"Nothing was sent: the row of user '{Username}' does not name an identity. It has neither a provider and subject nor an attribute 'identities'.");
        }

        return
        [
            .. LinkedIdentities.Of(userPoolId, User).Where(identity => ProviderName is null || identity.ProviderName == ProviderName).Select(identity => new LinkItem
            {
                UserPoolId = userPoolId,
                Username = identity.Username,
                Source = new ProviderUser(identity.ProviderName, identity.ProviderAttributeName, identity.ProviderAttributeValue),
                ProviderType = identity.ProviderType,
                SeenOnSub = identity.Sub,
                Said = Said,
            }),
        ];
    }

    // A name can be given to another user; a sub cannot.
    private void CheckUser(CognitoUser user)
    {
        if (Sub is not null && user.Sub is not null && Sub != user.Sub)
        {
            throw UnlinkGuard.OtherUser(Sub, user);
        }
    }
}

/// <summary>
/// What an undo takes from rows: of records and results, only what a run unlinked itself; identities as they are. For unlinks that were interrupted
/// before the answer, and records of what was linked again since, see <see cref="RecordUndo{T}"/>.
/// </summary>
public static class UndoRule
{
    /// <summary>Why there is nothing to undo in a row; null if there may be.</summary>
    /// <param name="row">A record, a result or an identity.</param>
    public static string? PassedOver(IRow row) =>
        row.Has(nameof(JournalRecord.Event)) ? Unless(row, nameof(JournalRecord.Event), JournalEvent.Unlinked)
        : row.Has(nameof(UnlinkResult.Outcome)) ? Unless(row, nameof(UnlinkResult.Outcome), UnlinkOutcome.Unlinked)
        : null;

    /// <summary>The event of a record; null for other rows.</summary>
    /// <param name="row">A record, or another row.</param>
    internal static JournalEvent? EventOf(IRow row) => Value<JournalEvent>(row, nameof(JournalRecord.Event));

    private static string? Unless<T>(IRow row, string name, T wanted)
        where T : struct, Enum =>
        Value<T>(row, name) is { } value && EqualityComparer<T>.Default.Equals(value, wanted) ? null : $"{name} is '{row.Text(name)}', not '{wanted}'";

    // JSON holds enumerations as numbers unless configured otherwise.
    private static T? Value<T>(IRow row, string name)
        where T : struct, Enum => Enum.TryParse<T>(row.Text(name), ignoreCase: true, out var value) ? value : null;
}
