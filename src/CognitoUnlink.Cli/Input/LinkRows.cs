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
            IReadOnlyList<LinkItem> items = [];
            var error = row.Error;
            try
            {
                items = row.Meaning is { } meaning ? ItemsOf(row, meaning) : [];
            }
            catch (UnlinkException problem)
            {
                error = file.At(row, problem);
            }

            if (error is not null)
            {
                yield return new RowEntry<LinkItem>(session.NameFor(row), row.Username, null, error);
            }
            else if (row.Meaning is null)
            {
                PassedOver++;
            }

            foreach (var item in items)
            {
                yield return new RowEntry<LinkItem>(item.UserPoolId, item.Username, item, null);
            }
        }
    }

    private IReadOnlyList<LinkItem> ItemsOf(FileRow row, RowMeaning meaning)
    {
        UserPoolId = session.PoolOf(row);
        return [.. meaning.ToLinkItems(UserPoolId).Where(item => filter.IsMatch(item.Source.ProviderName))];
    }
}
