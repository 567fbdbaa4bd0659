using System.Diagnostics;
using System.Text.Json;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Soak;

/// <summary>The process that is never killed, with its own pool.</summary>
internal sealed class SteadyProcess : IDisposable
{
    private const int MostUsers = 400;

    private readonly Process _process;
    private readonly PoolProcess _pool;
    private readonly RequestTally _tally;
    private readonly PoolPicture _before;
    private readonly Problems _problems;
    private readonly Task _reading;
    private readonly Task<string> _error;
    private long _heap;

    private SteadyProcess(Process process, PoolProcess pool, PoolPicture before, Problems problems)
    {
        (_process, _pool, _before, _problems) = (process, pool, before, problems);
        _tally = new RequestTally(pool);
        _reading = ReadAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    public int Rounds { get; private set; }

    public long Unlinked { get; private set; }

    public long Linked { get; private set; }

    public SteadyLine Latest { get; private set; } = new();

    public static async Task<SteadyProcess> StartAsync(string folder, SoakOptions options, Problems problems)
    {
        var pool = await PoolProcess.StartAsync(Math.Min(MostUsers, options.Users), options.Seed);
        var before = PoolPicture.Of(await pool.SnapshotAsync());
        await Faults.AddAsync(pool);
        var process = Children.Start(
            Children.This,
            [SteadyEngine.Command, folder, pool.EndpointUrl, LocalUserPoolOptions.DefaultUserPoolId],
            TemporaryCredentials.Environment(folder));
        return new SteadyProcess(process, pool, before, problems);
    }

    public Task AddStormAsync(int kind) => Faults.AddStormAsync(_pool, kind);

    public async Task<Sample> SampleAsync(double second)
    {
        await _tally.PullAsync();
        return Sample.Of(_process, second, Interlocked.Read(ref _heap));
    }

    /// <summary>Whether the process has reported its heap.</summary>
    public bool HasHeap => Interlocked.Read(ref _heap) > 0;

    /// <summary>Lets it finish its round, and checks its pool.</summary>
    public async Task EndAsync()
    {
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _problems.Add("stuck", "steady: it did not end");
            return;
        }

        await _reading;
        _problems.Unless(_process.ExitCode == 0, "steady", $"exit code {_process.ExitCode}: {await _error}");
        await _tally.PullAsync();
        await CheckAsync(Faults.Unlink, Unlinked);
        await CheckAsync(Faults.Link, Linked);
        PoolCheck.Undone(_before, PoolPicture.Of(await _pool.SnapshotAsync()), [.. _before.Links], "steady", _problems);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _pool.Dispose();
    }

    private async Task CheckAsync(string operation, long items)
    {
        var answered = _tally.DoneBy(operation).Values.Sum();
        var unseen = await Faults.DoneUnseenAsync(_pool, operation);
        _problems.Unless(answered + unseen == items, "changes", $"steady: {answered} answered and {unseen} unseen {operation}, for {items} items");
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } text)
        {
            var line = JsonSerializer.Deserialize<SteadyLine>(text)!;
            if (line.Heap is { } heap)
            {
                Interlocked.Exchange(ref _heap, heap);
                continue;
            }

            Rounds++;
            Unlinked += line.Unlinked;
            Linked += line.Linked;
            Latest = line;
            _problems.Each(line.Problems, "steady");
        }
    }
}
