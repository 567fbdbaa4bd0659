using System.Runtime.CompilerServices;
using CognitoUnlink.Errors;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Linking;

namespace CognitoUnlink.Cli.Input;

/// <summary>What files of rows ask to link again.</summary>
/// <param name="files">The files.</param>
/// <param name="session">The pool.</param>
/// <param name="filter">Chooses identities.</param>
internal sealed class LinkRows(RowFiles files, PoolSession session, ProviderFilter filter)
{
    /// <summary>The pool of the last row that tells; empty when none did.</summary>
    public string UserPoolId { get; private set; } = session.UserPoolId;

    /// <summary>How many rows say of themselves that there is nothing to undo.</summary>
    public int PassedOver { get; private set; }

    /// <summary>The items in the files' order. A row that cannot be used is an error, and the rest go on.</summary>
    public async IAsyncEnumerable<RowEntry<LinkItem>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (file, row) in files.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            LinkItem? item = null;
            var error = row.Error;
            try
            {
                item = error is null ? ItemOf(row) : null;
            }
            catch (UnlinkException problem)
            {
                error = file.At(row, problem);
            }

            if (item is not null || error is not null)
            {
                yield return new RowEntry<LinkItem>(session.NameFor(row), item?.Username ?? row.Text(nameof(LinkedIdentity.Username)), item, error);
            }
        }
    }

    private LinkItem? ItemOf(FileRow row)
    {
        if (UndoRule.PassedOver(row) is not null)
        {
            PassedOver++;
            return null;
        }

        var item = IdentityRow.ToLinkItem(row, UserPoolId = session.PoolOf(row));
        return filter.IsMatch(item.Source.ProviderName) ? item : null;
    }
}
