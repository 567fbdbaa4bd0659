using System.Globalization;
using CognitoUnlink.Calling;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Core.Tests.Journaling;
using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;
using CognitoUnlink.Retirement;
using CognitoUnlink.Running;

namespace CognitoUnlink.Core.Tests.Retirement;

/// <summary>Reading a large pool takes no more memory than reading a small one, except for the 16 bytes that the listing keeps per user.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class ManyUsersMemoryTests : IDisposable
{
    private const int Few = 60;
    private const int Many = 60_000;

    private readonly JournalFile _journal = new();

    public void Dispose() => _journal.Dispose();

    [Fact]
    public async Task A_check_of_many_users_takes_no_more_memory_than_one_of_a_few()
    {
        await AssertMemoryIsFlatAsync(async client =>
        {
            var assessment = new RetirementAssessment(client, FakeGateway.PoolId, "Okta");
            await assessment.ReadAsync(TestContext.Current.CancellationToken);
            return (assessment, assessment.Users);
        });
    }

    [Fact]
    public async Task A_comparison_with_many_users_takes_no_more_memory_than_with_a_few()
    {
        await _journal.WriteAsync(JournalFile.Record(1) with { UserPoolId = FakeGateway.PoolId }, JournalFile.Record(1, JournalEvent.Unlinked) with { UserPoolId = FakeGateway.PoolId });
        await AssertMemoryIsFlatAsync(async client =>
        {
            var comparison = new LinkComparison(client, FakeGateway.PoolId, [new JournalSource(_journal.Path)]);
            await comparison.ReadAsync(TestContext.Current.CancellationToken);
            return (comparison, comparison.Users);
        });
    }

    private static async Task AssertMemoryIsFlatAsync(Func<PoolClient, Task<(object Reading, long Users)>> read)
    {
        _ = await ProcessMemory.AliveWhenSettledAsync();
        var few = await AliveAfterAsync(Few);
        var many = await AliveAfterAsync(Many);

        Assert.InRange(many - few, long.MinValue, (Many * 16) + 1_000_000);

        async Task<long> AliveAfterAsync(int count)
        {
            var (reading, users) = await read(new PoolClient(() => new ServiceCaller(Pool(count))));
            Assert.Equal(count, users);
            var alive = ProcessMemory.Alive();
            GC.KeepAlive(reading);
            return alive;
        }
    }

    private static FakeGateway Pool(int count) => new()
    {
        Providers = { ["Okta"] = new() { ProviderName = "Okta", ProviderType = "SAML" } },
        OnListUsers = (_, token, _) =>
        {
            var page = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
            List<CognitoUser> users = [.. Enumerable.Range(page * Few, Few).Select(Person)];
            return Task.FromResult(new Page<CognitoUser>(users, (page + 1) * Few < count ? (page + 1).ToString(CultureInfo.InvariantCulture) : null));
        },
    };

    private static CognitoUser Person(int number) => new()
    {
        Username = $"person-{number}",
        Sub = new Guid(number, 0, 0, new byte[8]).ToString(),
        UserStatus = "CONFIRMED",
        HasVerifiedEmail = true,
        Identities = $$"""[{"userId":"{{number}}","providerName":"{{(number % 100 == 0 ? "Okta" : "Google")}}","primary":false,"dateCreated":1720531919374}]""",
    };
}
