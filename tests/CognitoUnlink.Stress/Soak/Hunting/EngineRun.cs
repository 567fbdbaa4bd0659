using CognitoUnlink.Aws;
using CognitoUnlink.Calling;
using CognitoUnlink.Changes;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.Running;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>A run of the engine in this process.</summary>
internal sealed class EngineRun(HuntPlan plan, HuntSetting setting, string endpointUrl, string? journalPath) : IRunHost<UnlinkReport>
{
    private const string UserPoolId = LocalUserPoolOptions.DefaultUserPoolId;

    private readonly List<HuntResult> _results = [];

    public async Task<IReadOnlyList<HuntResult>> RunAsync()
    {
        using var client = new PoolClient(() => new ServiceCaller(new CognitoGatewayFactory().Create(new GatewayOptions
        {
            IsLocalUserPool = true,
            AccessKey = plan.Name,
            SecretKey = LocalUserPoolDefaultSecret,
            Region = UserPoolIdRule.RegionOf(UserPoolId),
            EndpointUrl = endpointUrl,
        })));
        await using var journal = journalPath is null ? null : await UnlinkJournal.OpenAsync(journalPath);
        await using var run = new UnlinkRun(this, new RunOptions { ThrottleLimit = plan.InFlight, UserPoolId = UserPoolId, Client = client }, Options(setting), journal, CancellationToken.None);
        await run.RunAsync(plan.Rows.Count == 0 ? PoolInput(run, client) : plan.Rows.Select(row => Input(run, client, row)).ToAsyncEnumerable(), () => { });
        foreach (var report in await run.StopAsync())
        {
            Show(report);
        }

        return _results;
    }

    private const string LocalUserPoolDefaultSecret = "local";

    private static UnlinkOptions Options(HuntSetting setting) => new()
    {
        AllowNoRecovery = setting.AllowNoRecovery,
        CheckFactors = setting.CheckFactors,
        Repair = setting.Repair,
        Verify = setting.Verify,
    };

    private ProviderFilter Filter => new([.. plan.Providers]);

    public bool Confirm(UnlinkReport preview) => true;

    public void Show(UnlinkReport report) => _results.Add(HuntResult.Of(plan, report));

    public void Warn(string text)
    {
    }

    public void ShowNothingToDo(string text, bool isNamed)
    {
    }

    private Action Input(UnlinkRun run, PoolClient client, HuntRow row) => row.IsNative
        ? () => run.Add(client, new UnlinkItem { UserPoolId = UserPoolId, Username = row.Name, Target = ProviderUser.Native(row.Name) })
        : () => run.AddRow(
            client,
            UserPoolId,
            new RowMeaning
            {
                Username = row.Name,
                Sub = row.Sub,
                ProviderName = row.Value is null ? row.Provider : null,
                Identity = row.Value is null ? null : new ProviderUser(row.Provider!, ProviderUser.CognitoSubject, row.Value),
                IsShown = true,
            },
            Filter);

    private async IAsyncEnumerable<Action> PoolInput(UnlinkRun run, PoolClient client)
    {
        var users = await client.ConnectAsync(CancellationToken.None);
        await foreach (var user in users.ListUsersAsync(UserPoolId, CancellationToken.None))
        {
            yield return () => run.AddRow(client, UserPoolId, new RowMeaning { Username = user.Username, User = user }, Filter);
        }
    }
}
