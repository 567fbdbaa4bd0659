using CognitoUnlink.Errors;
using CognitoUnlink.Probe.Experiments;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe;

/// <summary>Makes a pool, runs all experiments on it, and deletes it however the run ends.</summary>
/// <param name="client">Sends the requests.</param>
/// <param name="keep">Leave the pool when all is done. After an interruption it is deleted all the same.</param>
public sealed class ProbeRun(ProbeClient client, bool keep)
{
    private static readonly TimeSpan s_clockStep = TimeSpan.FromMilliseconds(1100);
    private static readonly TimeSpan s_localClockStep = TimeSpan.FromMilliseconds(10);

    // After Ctrl+C people do not wait long; the program ends by itself after ten seconds.
    private static readonly TimeSpan s_deletion = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_hastyDeletion = TimeSpan.FromSeconds(8);

    // How long to wait for the answer that says which pool was created.
    private static readonly TimeSpan s_lastAnswer = TimeSpan.FromSeconds(4);

    private string? _id;
    private bool _mayBeMade;

    /// <summary>The name of the pool that it makes.</summary>
    public string PoolName { get; } = PoolMark.NewName();

    /// <summary>How many experiments there are.</summary>
    public static int Experiments => AllExperiments.List.Count;

    /// <summary>The maximum number of users that it makes.</summary>
    public static int Users => AllExperiments.Users;

    /// <summary>Experiments done so far.</summary>
    public int Done { get; private set; }

    /// <summary>The pool that is left, on purpose or not; null if none is.</summary>
    public string? Left { get; private set; }

    /// <summary>Why the pool could not be deleted; null if it was, or was to stay.</summary>
    public UnlinkException? Problem { get; private set; }

    /// <summary>Runs the probe.</summary>
    /// <param name="cancellationToken">Cancels the probe; the pool is deleted first.</param>
    /// <returns>A finding for each question.</returns>
    /// <exception cref="CognitoException">The pool could not be made, or requests no longer work.</exception>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken)
    {
        var isDone = false;
        try
        {
            _id = await MakeAsync(cancellationToken).ConfigureAwait(false);
            var pool = await ProbePool.MakeAsync(client, _id, cancellationToken).ConfigureAwait(false);
            var findings = new List<Finding>();
            foreach (var experiment in AllExperiments.List)
            {
                findings.AddRange(await TryAsync(pool, experiment, cancellationToken).ConfigureAwait(false));
                Done++;
            }

            findings.AddRange(AllExperiments.NotTried.Select(entry => new Finding(entry.Question, FindingResult.NotTried, entry.Reason, [])));
            isDone = true;
            return findings;
        }
        finally
        {
            if (keep && isDone)
            {
                Left = $"{PoolName} ({_id})";
            }
            else
            {
                await TakeAwayAsync(cancellationToken.IsCancellationRequested ? s_hastyDeletion : s_deletion).ConfigureAwait(false);
            }
        }
    }

    private async Task<string> MakeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var patience = new CancellationTokenSource();
        await using var stop = cancellationToken.Register(() => patience.CancelAfter(s_lastAnswer)).ConfigureAwait(false);
        _mayBeMade = true;
        try
        {
            return await client.CreatePoolAsync(PoolName, patience.Token).ConfigureAwait(false);
        }
        catch (CognitoException error) when (!error.MayHaveBeenCarriedOut && error.Kind != CognitoErrorKind.UnexpectedResponse)
        {
            _mayBeMade = false;
            throw;
        }
    }

    private async Task<IEnumerable<Finding>> TryAsync(ProbePool pool, Experiment experiment, CancellationToken cancellationToken)
    {
        var lab = new Lab(pool, experiment, client.Place.Instance is null ? s_clockStep : s_localClockStep);
        var (result, reason) = (FindingResult.NotAnswered, "The experiment gave no answer.");
        try
        {
            await experiment.RunAsync(lab, cancellationToken).ConfigureAwait(false);
        }
        catch (UndecidedException problem)
        {
            reason = problem.Message;
        }
        catch (CognitoException error) when (error.Kind == CognitoErrorKind.OperationNotSupported)
        {
            (result, reason) = (FindingResult.NotSupported, $"This server does not support {error.Operation}.");
        }
        catch (CognitoException error) when (error.Kind == CognitoErrorKind.AccessDenied)
        {
            reason = $"Not permitted: cognito-idp:{error.Operation}.";
        }
        catch (CognitoException error) when (!EndsAll(error))
        {
            reason = error.Message.StartsWith($"{error.Operation} ", StringComparison.Ordinal) ? error.Message : $"{error.Operation}: {error.Message}";
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException and not ForeignPoolException)
        {
            // If a server does not answer as the service's model says, the other questions can still be asked.
            reason = $"An answer did not match the service's model: {error.Message}";
        }

        return experiment.Questions.Select(question => lab.Findings.GetValueOrDefault(question.Id)
            ?? new Finding(question, result, Strike.From(reason, [pool.Password, pool.ClientId]), []));
    }

    private static bool EndsAll(CognitoException error) => error.Kind is CognitoErrorKind.CredentialsRefused or CognitoErrorKind.CredentialsNotFound or CognitoErrorKind.LoginRequired
        or CognitoErrorKind.ConnectionFailed or CognitoErrorKind.Timeout or CognitoErrorKind.OperationNotEnabled;

    private async Task TakeAwayAsync(TimeSpan longest)
    {
        using var patience = new CancellationTokenSource(longest);
        try
        {
            if (_id is { } id)
            {
                await client.DeletePoolAsync(id, patience.Token).ConfigureAwait(false);
                return;
            }

            // Without an answer it is unknown whether the pool was created.
            foreach (var pool in !_mayBeMade ? [] : await client.FindPoolsAsync(PoolName, patience.Token).ConfigureAwait(false))
            {
                await client.DeletePoolAsync(pool.UserPoolId, patience.Token).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is CognitoException or OperationCanceledException)
        {
            Left = _id is null ? PoolName : $"{PoolName} ({_id})";
            var why = error is CognitoException ? error.Message : FormattableString.Invariant($"There was no answer within {longest.TotalSeconds} seconds.");
            Problem = new UnlinkException(ErrorId.ProbePoolLeft, _id is null ? $"User pool {PoolName} may have been created, and the search for it failed: {why}" : $"User pool {Left} could not be deleted: {why}", error);
        }
    }
}
