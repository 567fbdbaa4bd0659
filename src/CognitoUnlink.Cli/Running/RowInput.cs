using System.Runtime.CompilerServices;
using CognitoUnlink.Cli.Input;
using CognitoUnlink.Errors;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Retirement;
using CognitoUnlink.Running;

namespace CognitoUnlink.Cli.Running;

/// <summary>Passes the rows of files to a run, in the files' order. A row that cannot be used is a failure, and the rest go on.</summary>
/// <param name="files">The files.</param>
/// <param name="session">The pool.</param>
/// <param name="shard">Only rows of this shard; null for all.</param>
internal sealed class RowInput(RowFiles files, PoolSession session, Shard? shard)
{
    private readonly ShardSplit? _split = shard is { Count: > 1 } ? new ShardSplit(shard) : null;

    /// <summary>What delays the rows, in words; usually null.</summary>
    public string? UnderWay => _split?.UnderWay;

    /// <summary>Rows that were skipped because their own event or outcome is not Unlinked.</summary>
    public int PassedOver { get; private set; }

    /// <summary>Adds the identities of the rows, to unlink them.</summary>
    /// <param name="run">The run.</param>
    /// <param name="filter">Selects identities; null if not specified, which is enough for rows that name a provider.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public IAsyncEnumerable<Action> Unlink(UnlinkRun run, ProviderFilter? filter, CancellationToken cancellationToken) => ReadAsync(
        (pool, row) =>
        {
            row.CheckFilter(filter, "the row names none, and neither --provider nor --all-providers was given");
            run.AddRow(session.ClientFor(pool), pool, row, filter);
        },
        run.AddFailure,
        cancellationToken);

    /// <summary>Adds the users of the rows, to set passwords for them.</summary>
    /// <param name="run">The run.</param>
    /// <param name="filter">The providers that go; null if not specified, which is enough for rows that name a provider.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public IAsyncEnumerable<Action> Fallback(FallbackRun run, ProviderFilter? filter, CancellationToken cancellationToken) => ReadAsync(
        (pool, row) =>
        {
            row.CheckFilter(filter, "the row names none, and --provider was not given");
            run.AddRow(session.ClientFor(pool), pool, row, filter);
        },
        run.AddFailure,
        cancellationToken);

    /// <summary>Adds the identities of the rows, to link them again.</summary>
    /// <param name="run">The run.</param>
    /// <param name="filter">Selects identities.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public IAsyncEnumerable<Action> Link(LinkRun run, ProviderFilter filter, CancellationToken cancellationToken) => ReadAsync(
        (pool, row) =>
        {
            foreach (var item in row.ToLinkItems(pool))
            {
                run.Add(session.ClientFor(pool), item, filter);
            }
        },
        run.AddFailure,
        cancellationToken);

    private async IAsyncEnumerable<Action> ReadAsync(
        Action<string, RowMeaning> add, Action<string, string?, CognitoUnlinkException> addFailure, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var ((file, row), problem) in RowsAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return () =>
            {
                if ((problem ?? row.Error) is { } error)
                {
                    addFailure(session.NameFor(row), row.Username, error);
                }
                else if (row.Meaning is null)
                {
                    PassedOver++;
                }
                else
                {
                    Add(file, row, row.Meaning);
                }
            };
        }

        IAsyncEnumerable<((RowFile File, FileRow Row), CognitoUnlinkException? Problem)> RowsAsync(CancellationToken cancellation) =>
            _split?.PickAsync(files.ReadAsync(cancellation), UserOf, HasWithoutUser, cancellation)
            ?? files.ReadAsync(cancellation).Select(row => (row, (CognitoUnlinkException?)null));

        void Add(RowFile file, FileRow row, RowMeaning meaning)
        {
            try
            {
                add(session.PoolOf(row), meaning);
            }
            catch (UnlinkException problem)
            {
                addFailure(session.NameFor(row), row.Username, problem.Scope == FailureScope.Run ? problem : file.At(row, problem));
            }
        }
    }

    // A journal has the users' real names.
    private RowUser? UserOf((RowFile File, FileRow Row) read)
    {
        if (read.File.Journal is not null || read.Row.Meaning?.Username is not { } name)
        {
            return null;
        }

        try
        {
            var pool = session.PoolOf(read.Row);
            return new RowUser(session.ClientFor(pool), pool, name);
        }
        catch (UnlinkException)
        {
            // Reported with the row.
            return null;
        }
    }

    // A broken row belongs to one shard like any other; a file that cannot be read concerns all shards.
    private bool HasWithoutUser((RowFile File, FileRow Row) read) =>
        read.Row.Error?.ErrorId == ErrorId.FileNotReadable
        || shard!.Has(read.Row.Meaning ?? new RowMeaning { UserPoolId = read.Row.UserPoolId, Username = read.Row.Username });
}
