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
                items = row.Meaning is { } meaning ? await ItemsAsync(row, meaning, cancellationToken).ConfigureAwait(false) : [];
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
                yield return new RowEntry<UnlinkItem>(session.NameFor(row), row.Username, null, error);
            }

            foreach (var item in items)
            {
                yield return new RowEntry<UnlinkItem>(item.UserPoolId, item.Username, item, null);
            }
        }
    }

    private async Task<IReadOnlyList<UnlinkItem>> ItemsAsync(FileRow row, RowMeaning meaning, CancellationToken cancellationToken)
    {
        var userPoolId = UserPoolId = session.PoolOf(row);
        if (meaning.Identity is null)
        {
            meaning.CheckFilter(filter, "the row names none, and neither --provider nor --all-providers was given");
            var user = meaning.User ?? await session.ReaderFor(userPoolId).GetUserAsync(userPoolId, meaning.Username!, cancellationToken).ConfigureAwait(false);
            var items = meaning.ItemsOf(userPoolId, user, filter);
            await CheckProviderAsync(userPoolId, meaning, items.Count, cancellationToken).ConfigureAwait(false);
            return items;
        }

        var item = meaning.ToUnlinkItem(userPoolId);
        if (filter?.IsMatch(item.Target.ProviderName) == false)
        {
            return [];
        }

        await new GivenIdentityRule(session.ReaderFor(userPoolId)).CheckAsync(item, cancellationToken).ConfigureAwait(false);
        return [item];
    }

    private async Task CheckProviderAsync(string userPoolId, RowMeaning meaning, int found, CancellationToken cancellationToken)
    {
        if (found == 0 && meaning.ProviderName is { } provider
            && await session.ReaderFor(userPoolId).ProviderNamesAsync(userPoolId, cancellationToken).ConfigureAwait(false) is { } names
            && !names.Contains(provider, StringComparer.Ordinal))
        {
            throw ProviderFilter.Unknown(userPoolId, provider, names);
        }
    }
}
