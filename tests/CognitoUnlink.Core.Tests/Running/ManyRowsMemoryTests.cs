using System.Globalization;
using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Running;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Running;

[Collection(nameof(AloneInTheProcess))]
public sealed class ManyRowsMemoryTests(ITestOutputHelper output)
{
    private const int PageSize = 60;

    [Theory]
    [InlineData(80_000, 100_000, true)]
    [InlineData(80_000, 100_000, false)]
    [InlineData(20_000, 1_000_000, true)]
    public async Task A_rehearsal_takes_at_most_200_bytes_per_row_beyond_the_row_for_any_pool_size(int rowCount, int poolSize, bool isIdentity)
    {
        // Other activity in the process also shows in the figures, but not in every attempt.
        var isWithin = false;
        for (var attempt = 0; attempt < 3 && !isWithin; attempt++)
        {
            var (ofRow, listing, answering) = await MeasureAsync(rowCount, poolSize, isIdentity);
            isWithin = listing >= 1 && listing <= 200 && answering >= -ofRow && answering <= 200;
        }

        Assert.True(isWithin);
    }

    private async Task<(long OfRow, long Listing, long Answering)> MeasureAsync(int rowCount, int poolSize, bool isIdentity)
    {
        var (listings, searches, others) = (0, 0, 0);
        long before = 0, afterListing = 0, largestAfterwards = 0;
        var lastPage = ((poolSize / PageSize) + 1) / 10 * 10;
        var gateway = new FakeGateway
        {
            OnListUsers = (filter, token, _) =>
            {
                if (filter is not null)
                {
                    Interlocked.Increment(ref searches);
                    return Task.FromResult(new Page<CognitoUser>([Person(int.Parse(filter.AsSpan("username = \"person".Length, 7), CultureInfo.InvariantCulture))], null));
                }

                listings++;
                var page = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
                if (page == lastPage)
                {
                    afterListing = ProcessMemory.Alive();
                }

                var end = Math.Min(poolSize, (page + 1) * PageSize);
                return Task.FromResult(new Page<CognitoUser>(
                    [.. Enumerable.Range(page * PageSize, end - (page * PageSize)).Select(Person)], end == poolSize ? null : (page + 1).ToString(CultureInfo.InvariantCulture)));
            },
            OnDescribeUserPool = () => new UserPool { UserPoolId = FakeGateway.PoolId, EstimatedNumberOfUsers = poolSize },
            OnCall = _ => others++,
        };
        using var client = new PoolClient(() => new ServiceCaller(gateway));
        var shown = 0;
        var host = new CountingHost(() =>
        {
            if (++shown % (rowCount / 5) == 0)
            {
                largestAfterwards = Math.Max(largestAfterwards, ProcessMemory.Alive());
            }
        });
        await using var run = new UnlinkRun(host, new RunOptions { WhatIf = true, UserPoolId = FakeGateway.PoolId, Client = client }, new UnlinkOptions(), null, TestContext.Current.CancellationToken);
        ProviderFilter all = new([]);

        before = await ProcessMemory.AliveWhenSettledAsync();
        var rows = Rows(rowCount, isIdentity).ToArray();
        var ofRow = (ProcessMemory.Alive() - before) / rowCount;
        GC.KeepAlive(rows);
        rows = null;

        await run.RunAsync(
            InputAsync(Rows(rowCount, isIdentity).Select(row => (Action)(() =>
            {
                if (row is UnlinkItem item)
                {
                    run.Add(client, item);
                }
                else
                {
                    run.AddRow(client, FakeGateway.PoolId, (RowMeaning)row, all);
                }
            }))),
            () => { });

        var (listing, answering) = (((afterListing - before) / rowCount) - ofRow, ((largestAfterwards - before) / rowCount) - ofRow);
        output.WriteLine(
            $"{rowCount} rows of {ofRow} bytes, {poolSize} users: {listings} pages, {searches} searches, {run.Summarize().Duration.TotalSeconds:0.0} s; {listing} bytes per row beyond the row once listed, {answering} while rows are answered");
        Assert.Equal((rowCount, rowCount), (shown, (int)run.Changes));
        Assert.Equal(((poolSize + PageSize - 1) / PageSize, 100, 3), (listings, searches, others));
        return (ofRow, listing, answering);
    }

    // Every second user first, then the others.
    private static IEnumerable<object> Rows(int count, bool isIdentity) => Enumerable.Range(0, count)
        .Select(number => number * 2 < count ? number * 2 : (number * 2 % count) + 1)
        .Select(number => isIdentity ? Item(number) : (object)new RowMeaning { Username = Name(number) });

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"person{number:0000000}@example.com");

    private static UnlinkItem Item(int number) => new()
    {
        UserPoolId = FakeGateway.PoolId,
        Username = Name(number),
        Target = new ProviderUser("Okta", "Cognito_Subject", Subject(number)),
    };

    private static string Subject(int number) => string.Create(CultureInfo.InvariantCulture, $"00u1abcd2efgh{number:0000000}");

    private static CognitoUser Person(int number) => new()
    {
        Username = Name(number),
        Sub = string.Create(CultureInfo.InvariantCulture, $"aaaaaaaa-0000-4000-8000-00000{number:0000000}"),
        UserStatus = "CONFIRMED",
        Enabled = true,
        Email = Name(number),
        Identities = $$"""[{"userId":"{{Subject(number)}}","providerName":"Okta","providerType":"SAML","issuer":"http://www.okta.com/exk1","primary":false,"dateCreated":1720531919374}]""",
    };

    private static async IAsyncEnumerable<Action> InputAsync(IEnumerable<Action> actions)
    {
        await Task.Yield();
        foreach (var action in actions)
        {
            yield return action;
        }
    }

    private sealed class CountingHost(Action shown) : IRunHost<UnlinkReport>
    {
        public bool Confirm(UnlinkReport preview) => throw new NotSupportedException();

        public void Show(UnlinkReport report) => shown();

        public void Warn(string text)
        {
        }

        public void ShowNothingToDo(string text, bool isNamed)
        {
        }
    }
}
