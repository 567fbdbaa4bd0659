using CognitoUnlink.Errors;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Running;

/// <summary>The provider names specified for a run, by pool. A name that matches nothing may be misspelled, which is known only at the end.</summary>
internal sealed class SpecifiedProviders
{
    private readonly HashSet<(PoolClient Client, string UserPoolId, ProviderFilter Filter)> _filters = [];

    /// <summary>Remembers a filter.</summary>
    public void Add(PoolClient client, string userPoolId, ProviderFilter filter) => _filters.Add((client, userPoolId, filter));

    /// <summary>Forgets the filters for a pool that could not be read.</summary>
    public void Forget(string userPoolId) => _filters.RemoveWhere(each => each.UserPoolId == userPoolId);

    /// <summary>Returns an error for each name that matched nothing and that its pool does not know.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<IReadOnlyList<(CognitoUnlinkException Problem, string? UserPoolId)>> FindUnknownAsync(CancellationToken cancellationToken)
    {
        List<(CognitoUnlinkException, string?)> problems = [];
        foreach (var (client, userPoolId, filter) in _filters.Where(each => each.Filter.HasUnmatched))
        {
            try
            {
                var users = await client.ConnectAsync(cancellationToken).ConfigureAwait(false);
                if (await users.ProviderNamesAsync(userPoolId, cancellationToken).ConfigureAwait(false) is { } names)
                {
                    problems.AddRange(filter.TakeUnknown(userPoolId, names).Select(problem => ((CognitoUnlinkException)problem, (string?)userPoolId)));
                }
            }
            catch (CognitoUnlinkException problem)
            {
                problems.Add((problem, userPoolId));
            }
        }

        return problems;
    }
}

/// <summary>One piece of a run's input, small enough to wait along with many others.</summary>
/// <param name="Source">What it shares with its neighbors; null if it cannot be used.</param>
/// <param name="What">An item, a row, or an <see cref="UnusableInput"/>.</param>
internal readonly record struct RunInput(InputSource? Source, object What);

/// <summary>What many inputs have in common.</summary>
/// <param name="Client">The client for the pool.</param>
/// <param name="UserPoolId">The pool.</param>
/// <param name="Filter">Selects identities by provider; null for all.</param>
/// <param name="IsNamed">Whether somebody typed the user's name.</param>
internal sealed record InputSource(PoolClient Client, string UserPoolId, ProviderFilter? Filter, bool IsNamed);

/// <summary>Something that cannot be used, to be reported in its turn.</summary>
/// <param name="UserPoolId">The pool; empty if not known.</param>
/// <param name="Username">The user, if known.</param>
/// <param name="Problem">The reason.</param>
internal sealed record UnusableInput(string UserPoolId, string? Username, CognitoUnlinkException Problem);
