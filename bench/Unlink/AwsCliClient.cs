using System.Diagnostics;
using CognitoUnlink.Bench.Pool;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Bench.Unlink;

/// <summary>The AWS CLI, one call after another.</summary>
/// <param name="items">Calls.</param>
internal sealed class AwsCliClient(int items) : IUnlinkClient
{
    public string Name => "AWS CLI in a loop, one call an item";

    public int Items => items;

    public int WarmUp => 1;

    public async Task<UnlinkTime> RunAsync(PoolProcess server, LinkedPool pool)
    {
        await UnlinkAsync(server, 0, WarmUp);
        var watch = Stopwatch.StartNew();
        await UnlinkAsync(server, WarmUp, Items);
        return new UnlinkTime(watch.Elapsed, null);
    }

    private static async Task UnlinkAsync(PoolProcess server, int first, int count)
    {
        foreach (var item in LinkedPool.Items(server.Pool.UserPoolId, "Okta", first, count))
        {
            var (provider, name, value) = (item.Target.ProviderName, item.Target.ProviderAttributeName, item.Target.ProviderAttributeValue);
            var result = await Tool.RunAsync(
                "aws",
                [
                    "cognito-idp", "admin-disable-provider-for-user", "--endpoint-url", server.Pool.EndpointUrl, "--user-pool-id", item.UserPoolId,
                    "--user", $"ProviderName={provider},ProviderAttributeName={name},ProviderAttributeValue={value}",
                ],
                server.Environment);
            if (result.ExitCode != 0)
            {
                throw new InvalidOperationException($"AWS CLI: {result}");
            }
        }
    }
}
