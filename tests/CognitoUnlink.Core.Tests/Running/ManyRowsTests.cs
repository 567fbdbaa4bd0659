using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Linking;
using CognitoUnlink.Running;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Running;

/// <summary>A rehearsal of many rows lists their pool instead of sending a request per row, with the same results.</summary>
public sealed class ManyRowsTests
{
    private const long TooLarge = 1_000_000;

    private static readonly ProviderFilter s_all = new([]);

    [Theory]
    [InlineData(10, 10, 0)]
    [InlineData(1000, 100, 21)]
    public async Task Few_rows_are_looked_up_one_by_one_and_many_with_one_listing(int rows, int searches, int pages)
    {
        var pool = new SearchedPool(People(1250));

        var results = await RehearseAsync(pool, pool.Users.Take(rows).Select(user => new RowMeaning { Username = user.Username }));

        Assert.Equal(pool.Users.Take(rows).Select(user => $"{user.Username} WouldUnlink"), results.Select(result => $"{result.Username} {result.Outcome}"));
        Assert.Equal((searches, pages), (pool.Searches, pool.Pages));
        Assert.DoesNotContain("AdminGetUser", pool.Gateway.Calls);
    }

    [Fact]
    public async Task Searching_and_listing_give_the_same_results_in_the_same_order()
    {
        var sub = "0a1b2c3d-0000-4000-8000-00000000ABCD".ToLowerInvariant();
        List<CognitoUser> users =
        [
            .. People(400),
            Person("amy") with { Email = "amy@example.com", PhoneNumber = "+49123", PreferredUsername = "Amy" },
            Person("ben") with { Sub = sub, UserStatus = "FORCE_CHANGE_PASSWORD" },
            Person("twin1") with { Email = "Twins@example.com", PreferredUsername = "twin" },
            Person("twin2") with { Email = "twins@example.com", PreferredUsername = "TWIN" },
            Person("cat@example.com") with { Email = "other@example.com" },
            Person("cat2") with { Email = "CAT@example.com" },
            Person("=cmd()") with { UserStatus = "EXTERNAL_PROVIDER" },
            Person("'=quoted") with { UserStatus = "CONFIRMED" },
            Person("=quoted") with { UserStatus = "UNCONFIRMED" },
            Person("b\\ack\"slash"),
            Person("Ünï"),
            Person("none") with { Identities = null },
            Person("empty") with { Identities = "[]" },
            Person("torn") with { Identities = "[{" },
            Person("odd") with { Identities = """[{"userId":17,"providerName":"Okta","primary":"true","other":{"x":1}},{"userId":"a","providerName":"Google"}]""", Sub = "no uuid", Enabled = false },
            Person("two") with { UserStatus = "FORCE_CHANGE_PASSWORD", Identities = """[{"userId":"1","providerName":"Okta"},{"userId":"2","providerName":"Google"}]""" },
        ];
        string[] names =
        [
            "amy", "Amy", "AMY", "amy@example.com", "AMY@EXAMPLE.COM", "'+49123", "+49123", "'@nobody", sub, sub.ToUpperInvariant(), "twins@example.com", "twin", "twin1",
            "cat@example.com", "Cat@example.com", "=cmd()", "'=cmd()", "'=quoted", "''=quoted", "b\\ack\"slash", "Ünï", "ünï", "none", "empty", "torn", "odd", "two", "two",
            "nobody", "User1", "a blank", " ", "",
        ];
        List<RowMeaning> rows =
        [
            .. users.Take(100).Select(user => new RowMeaning { Username = user.Username }),
            .. names.Select(name => new RowMeaning { Username = name }),
            .. names.Select(name => new RowMeaning { Username = name, Identity = new ProviderUser("Okta", "Cognito_Subject", $"at-{name}"), ProviderName = "Okta", Sub = $"sub-{name}" }),
            .. names.Select(name => new RowMeaning { Username = name, ProviderName = "Google", Sub = name == "amy" ? "another" : null }),
            .. names.Select(name => new RowMeaning { Username = name, User = Person(name), ProviderName = "Okta" }),
            .. users.Skip(100).Take(200).Select(user => new RowMeaning { Username = user.Username, Sub = user.Sub, Said = new UserAsSaid("FORCE_CHANGE_PASSWORD", SignInAfterUnlink.None) }),
        ];
        var searched = new SearchedPool(users) { Estimate = TooLarge };
        var listed = new SearchedPool(users.AsEnumerable().Reverse());

        var one = await RehearseAsync(searched, rows);
        var other = await RehearseAsync(listed, rows);

        Assert.Equal(one.Select(Comparable), other.Select(Comparable));
        Assert.Equal(0, searched.Pages);
        Assert.InRange(listed.Searches, 100, 110);
        Assert.Equal(7, listed.Pages);
        Assert.All((UnlinkOutcome[])[UnlinkOutcome.WouldUnlink, UnlinkOutcome.Skipped, UnlinkOutcome.Failed, UnlinkOutcome.AlreadyUnlinked], outcome => Assert.Contains(other, result => result.Outcome == outcome));
        Assert.Contains(other, result => result.Reason?.StartsWith("Several users", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("the journal 'okta.jsonl'")]
    public async Task Searching_and_listing_give_the_same_results_for_links(string? journal)
    {
        List<CognitoUser> users = [.. People(400), Person("amy") with { Email = "amy@example.com" }];
        string[] names = [.. users.Take(300).Select(user => user.Username), "amy@example.com", "nobody", "a blank", "'=nobody"];
        List<LinkItem> items = [.. names.Select(name => new LinkItem { UserPoolId = FakeGateway.PoolId, Username = name, Source = new ProviderUser(name.EndsWith('7') ? "Okta" : "Google", "Cognito_Subject", $"at-{name}"), Journal = journal })];
        var searched = new SearchedPool(users) { Estimate = TooLarge };
        var listed = new SearchedPool(users);

        var one = await RehearseAsync(searched, items);
        var other = await RehearseAsync(listed, items);

        Assert.All(one, result => Assert.NotEqual(default, result.Timestamp));
        Assert.Equal(one.Select(result => result with { Timestamp = default }), other.Select(result => result with { Timestamp = default }));
        Assert.Equal((0, 7, 100), (searched.Pages, listed.Pages, listed.Searches));
        Assert.All((LinkOutcome[])[LinkOutcome.WouldLink, LinkOutcome.AlreadyLinked, LinkOutcome.Failed, LinkOutcome.NotPossible], outcome => Assert.Contains(other, result => result.Outcome == outcome));
    }

    [Fact]
    public async Task Without_permission_to_describe_it_a_pool_is_listed_while_that_takes_fewer_requests()
    {
        var rows = People(300).Select(user => new RowMeaning { Username = user.Username }).ToList();
        var small = new SearchedPool(People(3000)) { Estimate = null };
        var large = new SearchedPool(People(30_000).Reverse()) { Estimate = null };

        var one = await RehearseAsync(small, rows);
        var other = await RehearseAsync(large, rows);

        Assert.Equal(one.Select(Comparable), other.Select(Comparable));
        Assert.Equal((100, 50), (small.Searches, small.Pages));
        Assert.Equal((300, 200), (large.Searches, large.Pages));
    }

    [Fact]
    public async Task If_a_listing_fails_the_rows_are_searched_one_by_one()
    {
        var rows = People(300).Select(user => new RowMeaning { Username = user.Username }).ToList();
        var pool = new SearchedPool(People(1000))
        {
            BeforeAnswer = (filter, token, _) => filter is null && token == "120" ? throw FakeGateway.Error(CognitoErrorKind.InvalidParameter, "no", "ListUsers") : Task.CompletedTask,
        };

        var results = await RehearseAsync(pool, rows);

        Assert.Equal(300, results.Count(result => result.Outcome == UnlinkOutcome.WouldUnlink));

        // Users whom the listing showed by username before it failed are not searched for again.
        Assert.Equal(100 + 200 - 20, pool.Searches);
    }

    [Fact]
    public async Task If_a_token_is_refused_once_the_listing_starts_again()
    {
        var refused = 0;
        List<CognitoUser> users = [Person("amy") with { Email = "amy@example.com" }, .. People(1000)];
        var pool = new SearchedPool(users)
        {
            BeforeAnswer = (_, token, _) => token == "120" && refused++ == 0 ? throw PagedPool.TokenRefused() : Task.CompletedTask,
        };

        var results = await RehearseAsync(pool, [.. People(300).Select(user => new RowMeaning { Username = user.Username }), new RowMeaning { Username = "amy@example.com" }]);

        Assert.Equal(301, results.Count(result => result.Outcome == UnlinkOutcome.WouldUnlink));
        Assert.Equal(100, pool.Searches);
    }

    [Fact]
    public async Task Pools_with_few_rows_each_are_searched_and_not_listed()
    {
        var pool = new SearchedPool(People(1000));
        var rows = Enumerable.Range(0, 30).SelectMany(number => People(10).Select(user => new RowMeaning { Username = user.Username, UserPoolId = $"eu-west-1_Pool{number}" }));

        await RehearseAsync(pool, rows);

        Assert.Equal((300, 0), (pool.Searches, pool.Pages));
    }

    [Fact]
    public async Task Waiting_rows_count_as_not_begun_if_the_run_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var listing = new TaskCompletionSource();
        var pool = new SearchedPool(People(1000))
        {
            BeforeAnswer = async (filter, _, cancellationToken) =>
            {
                if (filter is null)
                {
                    listing.TrySetResult();
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }
            },
        };
        using var client = new PoolClient(() => new ServiceCaller(pool.Gateway));
        var host = new Host<UnlinkReport>();
        await using var run = UnlinkRun(host, client, stop.Token);

        var running = run.RunAsync(Input(People(500).Select(user => (Action)(() => run.AddRow(client, FakeGateway.PoolId, new RowMeaning { Username = user.Username }, s_all)))), () => { });
        await listing.Task;
        while (run.UnderWay is null)
        {
            // The listing can begin before the run notes that it has.
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        Assert.Equal("0 users listed to compare with 400 rows", run.UnderWay);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await run.StopAsync();

        var summary = run.Summarize();
        Assert.Equal(500, summary.Ended + summary.NotBegun);
        Assert.InRange(summary.NotBegun, 400, 500);
    }

    [Fact]
    public async Task An_error_that_would_fail_every_lookup_ends_the_run_while_rows_wait()
    {
        var pool = new SearchedPool(People(1000))
        {
            BeforeAnswer = async (_, _, cancellationToken) =>
            {
                await Task.Delay(20, cancellationToken);
                throw FakeGateway.Error(CognitoErrorKind.AccessDenied, "no", "ListUsers");
            },
        };
        using var client = new PoolClient(() => new ServiceCaller(pool.Gateway));
        var host = new Host<UnlinkReport>();
        await using var run = UnlinkRun(host, client, TestContext.Current.CancellationToken);

        await run.RunAsync(Input(People(500).Select(user => (Action)(() => run.AddRow(client, FakeGateway.PoolId, new RowMeaning { Username = user.Username }, s_all)))), () => { });

        Assert.Equal(CognitoErrorKind.AccessDenied, Assert.IsType<CognitoException>(run.Failure).Kind);
        Assert.Single(host.Reports);
        Assert.Equal(0, pool.Pages);
    }

    [Fact]
    public async Task The_first_of_many_rows_are_shown_before_the_last_is_read()
    {
        var pool = new SearchedPool(People(1000));
        using var client = new PoolClient(() => new ServiceCaller(pool.Gateway));
        var host = new Host<UnlinkReport>();
        await using var run = UnlinkRun(host, client, TestContext.Current.CancellationToken);
        var shownBeforeTheLast = 0;

        await run.RunAsync(
            Input([.. People(300).Select(user => (Action)(() => run.AddRow(client, FakeGateway.PoolId, new RowMeaning { Username = user.Username }, s_all))), () => shownBeforeTheLast = host.Reports.Count]),
            () => { });

        Assert.InRange(shownBeforeTheLast, 50, 100);
        Assert.Equal(300, host.Reports.Count);
    }

    [Theory]
    [InlineData("FORCE_CHANGE_PASSWORD", "Password", UnlinkOutcome.WouldUnlink, "The row says FORCE_CHANGE_PASSWORD; the pool says CONFIRMED.")]
    [InlineData("CONFIRMED", "Federated", UnlinkOutcome.WouldUnlink, "SignInAfterUnlink is Federated in the row; according to the pool, it is Password.")]
    [InlineData("UNCONFIRMED", "None", UnlinkOutcome.WouldUnlink, "The row says UNCONFIRMED; the pool says CONFIRMED. SignInAfterUnlink is None in the row; according to the pool, it is Password.")]
    [InlineData("confirmed", "Password", UnlinkOutcome.WouldUnlink, null)]
    public async Task A_difference_between_row_and_pool_is_reported_without_changing_the_outcome(string status, string signIn, UnlinkOutcome outcome, string? reason)
    {
        var pool = new SearchedPool([Person("amy")]);
        var row = new RowReader().Read(TestRow.Of($"Username=amy,ProviderName=Okta,ProviderAttributeValue=at-amy,UserStatus={status},SignInAfterUnlink={signIn}"));

        var result = Assert.Single(await RehearseAsync(pool, [row]));

        Assert.Equal((outcome, reason), (result.Outcome, result.Reason));
    }

    [Fact]
    public async Task A_refusal_also_reports_what_has_changed_since_the_row()
    {
        var pool = new SearchedPool([Person("amy") with { UserStatus = "FORCE_CHANGE_PASSWORD" }]);

        var result = Assert.Single(await RehearseAsync(pool, [new RowReader().Read(TestRow.Of("Username=amy,ProviderName=Okta,UserStatus=CONFIRMED"))]));

        Assert.Equal((UnlinkOutcome.Skipped, ErrorId.WouldLockOut), (result.Outcome, result.ErrorId));
        Assert.EndsWith(" Nothing was sent. The row says CONFIRMED; the pool says FORCE_CHANGE_PASSWORD.", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_in_a_row_that_the_user_no_longer_has_is_already_unlinked()
    {
        var pool = new SearchedPool([Person("amy") with { Identities = "[]" }]);
        var row = new RowMeaning { Username = "amy", User = Person("amy"), Sub = Person("amy").Sub };

        var result = Assert.Single(await RehearseAsync(pool, [row]));

        Assert.Equal((UnlinkOutcome.AlreadyUnlinked, "The user no longer has this identity."), (result.Outcome, result.Reason));
    }

    [Fact]
    public async Task Two_rows_for_one_user_that_were_each_true_alone_show_no_difference()
    {
        var pool = new SearchedPool([Person("two") with { UserStatus = "FORCE_CHANGE_PASSWORD", Identities = """[{"userId":"1","providerName":"Okta"},{"userId":"2","providerName":"Google"}]""" }]);
        RowMeaning Row(string provider, string subject) =>
            new RowReader().Read(TestRow.Of($"Username=two,ProviderName={provider},ProviderAttributeValue={subject},UserStatus=FORCE_CHANGE_PASSWORD,SignInAfterUnlink=Federated"));

        var results = await RehearseAsync(pool, [Row("Okta", "1"), Row("Google", "2")]);

        Assert.Equal([UnlinkOutcome.WouldUnlink, UnlinkOutcome.Skipped], results.Select(result => result.Outcome));
        Assert.All(results, result => Assert.DoesNotContain("in the row", result.Reason ?? string.Empty, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_whom_this_run_has_listed_is_not_looked_up_again()
    {
        var pool = new SearchedPool([]);
        var listed = Person("amy") with { ListedAt = new DateTime(2024, 11, 3, 14, 3, 5, DateTimeKind.Utc) };

        var (results, summary) = await RehearseWithSummaryAsync(pool, [new RowMeaning { Username = "amy", User = listed }]);

        Assert.Equal(UnlinkOutcome.WouldUnlink, Assert.Single(results).Outcome);
        Assert.Equal((2, listed.ListedAt), (summary.Requests, summary.ListedAt));
        Assert.EndsWith(" s, as of 2024-11-03 14:03:05 UTC (listings can lag; the real run reads each user again)", summary.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_whose_identity_is_also_a_federated_user_counts_as_uncertain_to_undo(bool isLinkFirst)
    {
        var twin = Person("Okta_at-amy") with { UserStatus = "EXTERNAL_PROVIDER", Identities = """[{"userId":"at-amy","providerName":"Okta","providerType":"OIDC","primary":true}]""" };
        CognitoUser[] users = isLinkFirst ? [Person("amy"), Person("bob"), twin] : [twin, Person("amy"), Person("bob")];

        var (results, summary) = await RehearseWithSummaryAsync(new SearchedPool(users), users.Select(user => new RowMeaning { Username = user.Username }));

        Assert.Equal((2, 1, 1), (summary.WouldUnlink, summary.Skipped, summary.UndoUncertain));
        Assert.Contains(", 1 may not be restorable; ", summary.ToString(), StringComparison.Ordinal);
        var reason = results.Single(result => result.Username == "amy").Reason;
        Assert.Equal(isLinkFirst ? null : "Undo is uncertain: the identity also exists as a federated user of its own.", reason);
        Assert.Null(results.Single(result => result.Username == "bob").Reason);
    }

    private static UnlinkResult Comparable(UnlinkResult result) => result with { Timestamp = default };

    private static IEnumerable<CognitoUser> People(int count) => Enumerable.Range(0, count).Select(number => Person($"user{number}"));

    private static CognitoUser Person(string name) => new()
    {
        Username = name,
        Sub = $"sub-{name}",
        UserStatus = "CONFIRMED",
        Enabled = true,
        Identities = $$"""[{"userId":{{System.Text.Json.JsonSerializer.Serialize($"at-{name}")}},"providerName":"Okta","providerType":"OIDC","issuer":null,"primary":false,"dateCreated":1720531919374}]""",
    };

    private static UnlinkRun UnlinkRun(IRunHost<UnlinkReport> host, PoolClient client, CancellationToken stop) =>
        new(host, new RunOptions { WhatIf = true, UserPoolId = FakeGateway.PoolId, Client = client }, new UnlinkOptions(), null, stop);

    private static async Task<IReadOnlyList<UnlinkResult>> RehearseAsync(SearchedPool pool, IEnumerable<RowMeaning> rows) => (await RehearseWithSummaryAsync(pool, rows)).Results;

    private static async Task<(IReadOnlyList<UnlinkResult> Results, RunSummary Summary)> RehearseWithSummaryAsync(SearchedPool pool, IEnumerable<RowMeaning> rows)
    {
        using var client = new PoolClient(() => new ServiceCaller(pool.Gateway));
        var host = new Host<UnlinkReport>();
        await using var run = UnlinkRun(host, client, TestContext.Current.CancellationToken);
        await run.RunAsync(Input(rows.Select(row => (Action)(() => run.AddRow(client, row.UserPoolId ?? FakeGateway.PoolId, row, s_all)))), () => { });
        return ([.. host.Reports.Select(report => report.Result)], run.Summarize());
    }

    private static async Task<IReadOnlyList<LinkResult>> RehearseAsync(SearchedPool pool, IEnumerable<LinkItem> items)
    {
        using var client = new PoolClient(() => new ServiceCaller(pool.Gateway));
        var host = new Host<LinkReport>();
        await using var run = new LinkRun(host, new RunOptions { WhatIf = true, UserPoolId = FakeGateway.PoolId, Client = client }, null, TestContext.Current.CancellationToken);
        await run.RunAsync(Input(items.Select(item => (Action)(() => run.Add(client, item)))), () => { });
        return [.. host.Reports.Select(report => report.Result)];
    }

    private static async IAsyncEnumerable<Action> Input(IEnumerable<Action> actions)
    {
        await Task.Yield();
        foreach (var action in actions)
        {
            yield return action;
        }
    }

    private sealed class Host<TReport> : IRunHost<TReport>
        where TReport : Changes.ChangeReport
    {
        public List<TReport> Reports { get; } = [];

        public bool Confirm(TReport preview) => throw new NotSupportedException();

        public void Show(TReport report) => Reports.Add(report);

        public void Warn(string text)
        {
        }

        public void ShowNothingToDo(string text, bool isNamed)
        {
        }
    }
}
