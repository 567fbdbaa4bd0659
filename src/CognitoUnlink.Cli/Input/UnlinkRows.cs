using System.Runtime.CompilerServices;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Cli.Input;

/// <summary>What files of rows ask to unlink: the identities that they name, and those of the users that they name.</summary>
/// <param name="files">The files.</param>
/// <param name="session">The pool.</param>
/// <param name="filter">Chooses identities; null when nothing was said, which will do for rows that name an identity.</param>
internal sealed class UnlinkRows(RowFiles files, PoolSession session, ProviderFilter? filter)
{
    /// <summary>The pool of the last row that tells; empty when none did.</summary>
    public string UserPoolId { get; private set; } = session.UserPoolId;

    /// <summary>The items in the files' order, those of one user together. A row that cannot be used is an error, and the rest go on.</summary>
    /// <exception cref="UnlinkException"><see cref="ErrorId.ProviderNotSpecified"/>: rows that name only a user cannot be used at all.</exception>
    public async IAsyncEnumerable<RowEntry<UnlinkItem>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (file, row) in files.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            IReadOnlyList<UnlinkItem> items = [];
            Exception? error = row.Error;
            try
            {
                items = error is null ? await ItemsAsync(row, cancellationToken).ConfigureAwait(false) : [];
            }
            catch (UnlinkException problem) when (!problem.DoomsTheRun)
            {
                error = file.At(row, problem);
            }
            catch (CognitoException problem)
            {
                error = problem;
            }

            if (error is not null)
            {
                yield return new RowEntry<UnlinkItem>(session.NameFor(row), row.Text(nameof(LinkedIdentity.Username)), null, error);
            }

            foreach (var item in items)
            {
                yield return new RowEntry<UnlinkItem>(item.UserPoolId, item.Username, item, null);
            }
        }
    }

    private async Task<IReadOnlyList<UnlinkItem>> ItemsAsync(FileRow row, CancellationToken cancellationToken)
    {
        var userPoolId = UserPoolId = session.PoolOf(row);
        var username = row.Text(nameof(LinkedIdentity.Username));
        if (username is null && row.Has(nameof(LinkedIdentity.Username)))
        {
            throw new UnlinkException(ErrorId.UsernameMissing, "Nothing was sent: the username is empty.");
        }

        if (IdentityRow.IsIdentity(row))
        {
            var item = IdentityRow.ToUnlinkItem(row, userPoolId, username);
            if (filter?.IsMatch(item.Target.ProviderName) == false)
            {
                return [];
            }

            await new GivenIdentityRule(session.ReaderFor(userPoolId)).CheckAsync(item, cancellationToken).ConfigureAwait(false);
            return [item];
        }

        return await OfUserAsync(row, userPoolId, username, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<UnlinkItem>> OfUserAsync(FileRow row, string userPoolId, string? username, CancellationToken cancellationToken)
    {
        if (IdentityRow.HasProvider(row))
        {
            throw IdentityRow.Lacking(row, "ProviderAttributeName or ProviderAttributeValue");
        }

        if (username is null)
        {
            throw new UnlinkException(ErrorId.UsernameMissing, "Nothing was sent: the row names neither a user nor an identity.");
        }

        if (filter is null)
        {
            throw new UnlinkException(
                ErrorId.ProviderNotSpecified,
                $"Nothing says which identities of user '{username}' are to go: the row names none, and neither --provider nor --all-providers was given.");
        }

        var user = await session.ReaderFor(userPoolId).GetUserAsync(userPoolId, username, cancellationToken).ConfigureAwait(false);
        return [.. LinkedIdentities.Of(userPoolId, user).Where(identity => filter.IsMatch(identity.ProviderName)).Select(identity => UnlinkItem.For(identity, user))];
    }
}
