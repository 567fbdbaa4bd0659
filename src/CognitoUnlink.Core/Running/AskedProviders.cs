using CognitoUnlink.Errors;
using CognitoUnlink.Identities;

namespace CognitoUnlink.Running;

/// <summary>The provider names that a run was asked for, by pool. A name that nobody has may be misspelled, which shows only at the end.</summary>
internal sealed class AskedProviders
{
    private readonly HashSet<(PoolClient Client, string UserPoolId, ProviderFilter Filter)> _filters = [];

    /// <summary>Remembers a filter.</summary>
    public void Add(PoolClient client, string userPoolId, ProviderFilter filter) => _filters.Add((client, userPoolId, filter));

    /// <summary>An error for each name that matched nothing and that its pool does not know.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
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
