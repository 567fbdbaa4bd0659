using System.Management.Automation;
using CognitoUnlink.Calling;
using CognitoUnlink.Errors;
using CognitoUnlink.Running;
using CognitoUnlink.Texts;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>A cmdlet that reads one whole user pool, changes nothing, and ends with a human-readable line.</summary>
public abstract class PoolReadingCmdlet : CognitoCmdlet
{
    private PoolClient? _client;
    private string _userPoolId = string.Empty;
    private Task<long?>? _total;

    /// <summary>
    /// Read the pool in 16 parallel parts, which is faster for large pools. At the end, a warning is shown if fewer users were read than Amazon
    /// Cognito estimates.
    /// </summary>
    [Parameter]
    public SwitchParameter Parallel { get; set; }

    /// <summary>The users read so far.</summary>
    private protected abstract long UsersRead { get; }

    private protected override QuotaCategory MainQuota => QuotaCategory.UserList;

    private protected override (long Done, long? Total, long Errors, string Items) Count() => (UsersRead, EstimatedTotal(), 0, "users");

    /// <summary>Reads a pool. A failure ends the command, unless the pool was piped and others may follow.</summary>
    private protected void Read(string userPoolId, Action<PoolClient> read)
    {
        try
        {
            _userPoolId = userPoolId;
            _total = null;
            _client = ClientFor(userPoolId);
            UntilStopped(() => read(_client));
        }
        catch (CognitoUnlinkException problem)
        {
            var record = ErrorRecords.Of(problem, userPoolId, StoppedAfter(UsersRead, "user", "users"));
            if (IsPoolTyped || !problem.LeavesOtherPools)
            {
                ThrowTerminatingError(record);
            }

            WriteError(record);
        }
        finally
        {
            EndProgress();
        }
    }

    /// <summary>Waits for work that runs elsewhere.</summary>
    private protected void Wait(Func<CancellationToken, Task> start) => Wait(async cancellationToken =>
    {
        await start(cancellationToken).ConfigureAwait(false);
        return true;
    });

    /// <summary>Writes the command's last line, on the host and never into the output.</summary>
    private protected void WriteEnd(string line) =>
        WriteInformation(new HostInformationMessage { Message = Printable.Of($"{MyInvocation.MyCommand.Name}: {line}") }, ["PSHOST"]);

    // Fetched only if there is progress to show.
    private long? EstimatedTotal()
    {
        if (_client is not { } client)
        {
            return null;
        }

        _total ??= EstimateAsync(client);
        return _total.IsCompletedSuccessfully ? _total.Result : null;
    }

    private async Task<long?> EstimateAsync(PoolClient client) =>
        await (await client.ConnectAsync(StopToken).ConfigureAwait(false)).EstimatedNumberOfUsersAsync(_userPoolId, StopToken).ConfigureAwait(false);
}
