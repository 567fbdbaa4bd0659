using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.InFlight;

namespace CognitoUnlink.Changes;

/// <summary>
/// Users whom a change is at work on: one change at a time for each, over all runs of the process, by whatever name each calls the user.
/// Otherwise two runs that each leave the user one identity could together leave none.
/// </summary>
internal static class HeldUsers
{
    private static readonly KeyedLock<(string Endpoint, string UserPoolId, string Sub)> s_locks = new();
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>Reads a user and holds them. The read is made again where another change had to be waited for.</summary>
    /// <param name="users">Reads the user.</param>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="name">The username or an alias.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.UserBusy"/>, after two minutes; <see cref="ErrorId.InvalidUsername"/>.</exception>
    /// <exception cref="CognitoException">The user cannot be read.</exception>
    public static async Task<(CognitoUser User, IDisposable Hold)> HoldAsync(UserReader users, string userPoolId, string name, CancellationToken cancellationToken)
    {
        var user = await users.GetUserAsync(userPoolId, name, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var key = (users.Caller.Gateway.Endpoint.AbsoluteUri, userPoolId, user.Sub ?? user.Username);
            if (s_locks.TryTake(key) is { } free)
            {
                return (user, free);
            }

            var hold = await s_locks.TakeAsync(key, s_patience, users.Caller.Pace.Clock, cancellationToken).ConfigureAwait(false)
                ?? throw new UnlinkException(ErrorId.UserBusy, $"Nothing was sent: another run of this process has been changing user '{user.Username}' for two minutes.");
            try
            {
                var again = await users.GetUserAsync(userPoolId, name, cancellationToken).ConfigureAwait(false);
                if ((again.Sub, again.Username) == (user.Sub, user.Username))
                {
                    return (again, hold);
                }

                user = again;
            }
            catch
            {
                hold.Dispose();
                throw;
            }

            hold.Dispose();
        }
    }
}
