using System.Threading.Channels;
using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Identities;

/// <summary>
/// Every user of a pool, read in 16 partitions at once: those whose sub begins with 0, with 1 … with f. Each user is returned
/// once, in no particular order. Subs are lower-case UUIDs; a user with none or another would be in no partition. So the
/// number of users is compared with the service's estimate at the end: see <see cref="Check"/>.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html"/>
/// </summary>
/// <remarks>
/// It holds up to 1,920 users not requested yet, and remembers the sub of those that were: 28 to 56 bytes per user. If a
/// partition cannot be read, the others end, and its <see cref="CognitoException"/> is thrown after the users read by then.
/// Disposing the enumerator cancels all calls.
/// </remarks>
/// <param name="caller">Makes the calls, at most 17 at once.</param>
/// <param name="userPoolId">The pool.</param>
public sealed class PartitionedUserList(ServiceCaller caller, string userPoolId) : IAsyncEnumerable<CognitoUser>
{
    private const string FirstDigits = "0123456789abcdef";

    /// <summary>How many users the last enumeration read, and how many there should be; null until one is complete.</summary>
    public UserCountCheck? Check { get; private set; }

    /// <summary>Starts reading. One enumeration at a time.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async IAsyncEnumerator<CognitoUser> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        Check = null;
        var count = 0L;
        var users = Channel.CreateBounded<CognitoUser>(new BoundedChannelOptions(FirstDigits.Length * Pages.Largest) { SingleReader = true });
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Requested at the start, so that people who sign up during a long run do not count as missed.
        var estimate = EstimateAsync(ending.Token);
        var reading = ReadAsync(users.Writer, ending);
        try
        {
            while (await users.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (users.Reader.TryRead(out var user))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    count++;
                    yield return user;
                }
            }

            Check = (await estimate.ConfigureAwait(false)) with { UserPoolId = userPoolId, Listed = count };
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(reading, estimate).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<UserCountCheck> EstimateAsync(CancellationToken cancellationToken)
    {
        var check = new UserCountCheck { UserPoolId = userPoolId };
        try
        {
            var pool = await caller.CallAsync(
                QuotaCategory.UserPoolRead,
                (gateway, cancellation) => gateway.DescribeUserPoolAsync(userPoolId, cancellation), cancellationToken).ConfigureAwait(false);
            return check with { Estimated = pool.EstimatedNumberOfUsers, Problem = pool.EstimatedNumberOfUsers is null ? "DescribeUserPool returned no estimate." : null };
        }
        catch (CognitoException problem)
        {
            return check with { Problem = problem.Message };
        }
    }

    private async Task ReadAsync(ChannelWriter<CognitoUser> users, CancellationTokenSource ending)
    {
        Exception? first = null;
        await Task.WhenAll(FirstDigits.Select(EndAllOnErrorAsync)).ConfigureAwait(false);
        users.Complete(first);

        async Task EndAllOnErrorAsync(char firstDigit)
        {
            try
            {
                await ReadPartitionAsync(firstDigit, users, ending.Token).ConfigureAwait(false);
            }
            catch (Exception problem)
            {
                Interlocked.CompareExchange(ref first, problem, null);
                await ending.CancelAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task ReadPartitionAsync(char firstDigit, ChannelWriter<CognitoUser> users, CancellationToken cancellationToken)
    {
        var filter = $"sub ^= \"{firstDigit}\"";
        var listing = new UserListing(caller, userPoolId, filter, noticesDuplicates: true);
        await foreach (var user in listing.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            // Some emulators ignore filters, which would show every user 16 times: https://github.com/floci-io/floci/issues/233
            if (user.Sub is not [var digit, ..] || char.ToLowerInvariant(digit) != firstDigit)
            {
                throw new CognitoException(
                    CognitoErrorKind.UnexpectedResponse,
                    $"The pool cannot be read in parallel: the filter {filter} listed user '{user.Username}' with sub '{user.Sub}', so the server at the endpoint does not filter as Amazon Cognito does. Read it again, but not in parallel.");
            }

            await users.WriteAsync(user, cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>Compares the number of users read with the service's estimate.</summary>
public sealed record UserCountCheck
{
    /// <summary>The pool.</summary>
    public required string UserPoolId { get; init; }

    /// <summary>The number of users read.</summary>
    public long Listed { get; init; }

    /// <summary>
    /// The service's estimate of the number of users when the reading began; null if not available.
    /// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html"/>
    /// </summary>
    public long? Estimated { get; init; }

    /// <summary>Why there is no estimate, for instance a missing permission; null if there is one.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// Whether more users are missing than the estimate may be off by: 1 %; in pools of fewer than 2,000 users 20, but never
    /// more than 10 %.
    /// </summary>
    public bool IsShort => Estimated is { } estimated && estimated - Listed > Math.Max(estimated / 100.0, Math.Min(20, estimated / 10.0));

    /// <summary>The warning that users may be missing, or that this could not be checked; null when all is well.</summary>
    public string? Warning =>
        Estimated is null ? $"{Listed} users of pool {UserPoolId} were read in parallel. Whether any are missing could not be checked: {Problem}"
        : IsShort ? $"{Listed} users of pool {UserPoolId} were read in parallel, but Amazon Cognito estimates that there are {Estimated}. Some may be missing. Read the pool again, but not in parallel."
        : null;
}
