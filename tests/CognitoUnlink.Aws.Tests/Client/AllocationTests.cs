using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using CognitoUnlink.Aws.Credentials;
using CognitoUnlink.Aws.Tests.Credentials;
using CognitoUnlink.Calling;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Running;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Aws.Tests.Client;

/// <summary>
/// Bytes allocated for one unlinked identity and for one listed user, from the row to the network and back. The number does not depend on the speed of the
/// machine. If a change needs more than 20% over the budget, raise the budget here and say why.
/// </summary>
[Collection(AloneInTheProcess.Name)]
public sealed class AllocationTests(ITestOutputHelper output)
{
    private const string PoolId = "eu-west-1_Pool";
    private const int PageSize = 60;
    private static readonly byte[] s_nothing = "{}"u8.ToArray();

    [Fact]
    public async Task Unlinking_an_identity_stays_within_its_memory_budget()
    {
        const int Count = 1_000;
        byte[][] before = [.. Enumerable.Range(0, Count).Select(number => Single(number, Attributes(number)))];
        byte[][] after = [.. Enumerable.Range(0, Count).Select(number => Single(number, Attributes(number, isLinked: false)))];
        var items = Enumerable.Range(0, Count).Select(number => new UnlinkItem
        {
            UserPoolId = PoolId,
            Username = $"person{number}",
            Target = new ProviderUser("Google", ProviderUser.CognitoSubject, Subject(number)),
        }).ToArray();
        await AssertBytesAsync("per identity", 26_100, Count, () => UnlinkAsync(items, before, after));
    }

    [Fact]
    public async Task Listing_a_user_stays_within_its_memory_budget()
    {
        const int Pages = 100;
        var pages = Enumerable.Range(0, Pages).Select(page =>
        {
            var users = string.Join(',', Enumerable.Range(page * PageSize, PageSize).Select(number => $$"""{"Username":"person{{number}}","UserStatus":"CONFIRMED","Enabled":true,"Attributes":[{{Attributes(number)}}]}"""));
            return Text(page < Pages - 1 ? $$"""{"Users":[{{users}}],"PaginationToken":"{{page + 1}}"}""" : $$"""{"Users":[{{users}}]}""");
        }).ToArray();
        await AssertBytesAsync("per user", 1_420, Pages * PageSize, () => ListAsync(pages));
    }

    private async Task AssertBytesAsync(string unit, double budget, int count, Func<Task> work)
    {
        var least = double.MaxValue;
        for (var time = 0; time < 5; time++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await work();
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)count);
        }

        output.WriteLine($"{least:0} bytes {unit}");
        Assert.InRange(least, budget / 2, budget * 1.2);
    }

    private static async Task UnlinkAsync(UnlinkItem[] items, byte[][] before, byte[][] after)
    {
        var isRead = new bool[items.Length];
        using var gateway = Gateway((operation, body) => operation switch
        {
            "AdminGetUser" => User(NumberIn(body)),
            "DescribeUserPool" => Text($$$"""{"UserPool":{"Id":"{{{PoolId}}}"}}"""),
            "ListIdentityProviders" => Text("""{"Providers":[{"ProviderName":"Google","ProviderType":"Google"}]}"""),
            _ => s_nothing,
        });
        using var client = new PoolClient(() => new ServiceCaller(gateway));
        await using var run = new UnlinkRun(new Host(), new RunOptions { ThrottleLimit = 1 }, new UnlinkOptions(), null, TestContext.Current.CancellationToken);
        await run.RunAsync(items.ToAsyncEnumerable().Select(item => (Action)(() => run.Add(client, item))), () => { });
        Assert.Equal((items.Length, 0), ((int)run.Changes, (int)run.Errors));

        // Linked at the first read, unlinked at the second.
        byte[] User(int number)
        {
            var answer = isRead[number] ? after[number] : before[number];
            isRead[number] = true;
            return answer;
        }
    }

    private static async Task ListAsync(byte[][] pages)
    {
        var page = 0;
        using var gateway = Gateway((_, _) => pages[page++]);
        var identities = 0;
        await foreach (var user in new UserReader(new ServiceCaller(gateway)).ListUsersAsync(PoolId, TestContext.Current.CancellationToken))
        {
            identities += LinkedIdentities.Of(PoolId, user).Count;
        }

        Assert.Equal(pages.Length * PageSize, identities);
    }

    private static int NumberIn(byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        return int.Parse(json.RootElement.GetProperty("Username").GetString().AsSpan("person".Length), CultureInfo.InvariantCulture);
    }

    private static byte[] Text(string json) => Encoding.UTF8.GetBytes(json);

    private static string Subject(int number) => $"1234567890123456{number:00000}";

    private static byte[] Single(int number, string attributes) =>
        Text($$"""{"Username":"person{{number}}","UserStatus":"CONFIRMED","Enabled":true,"UserAttributes":[{{attributes}}]}""");

    private static string Attributes(int number, bool isLinked = true)
    {
        var identities = $$"""[{\"userId\":\"{{Subject(number)}}\",\"providerName\":\"Google\",\"providerType\":\"Google\",\"issuer\":null,\"primary\":false,\"dateCreated\":1720531919374}]""";
        return $$"""{"Name":"sub","Value":"{{new Guid(number, 0, 0, new byte[8])}}"},{"Name":"{{(isLinked ? "identities" : "locale")}}","Value":"{{identities}}"},{"Name":"email_verified","Value":"true"},{"Name":"given_name","Value":"Ada"},{"Name":"family_name","Value":"Lovelace"},{"Name":"email","Value":"person{{number}}@example.com"}""";
    }

    private static CognitoGateway Gateway(Func<string, byte[], byte[]> answer) => new(
        new NamedCredentials(new BasicAWSCredentials("AKIATEST", "secret"), "a test"), "eu-west-1", new Uri("http://127.0.0.1:9/"), null, TimeSpan.FromSeconds(60), null, new Answering(answer));

    private sealed class Answering(Func<string, byte[], byte[]> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var operation = request.Headers.GetValues("X-Amz-Target").Single().Split('.')[1];
            var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(answer(operation, body)) };
        }
    }

    private sealed class Host : IRunHost<UnlinkReport>
    {
        public bool Confirm(UnlinkReport preview) => true;

        public void Show(UnlinkReport report)
        {
        }

        public void Warn(string text)
        {
        }

        public void ShowNothingToDo(string text, bool isNamed)
        {
        }
    }
}
