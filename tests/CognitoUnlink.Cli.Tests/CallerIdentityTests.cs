using CognitoUnlink.Journaling;

namespace CognitoUnlink.Cli.Tests;

/// <summary>Who made a run, as STS says.</summary>
public sealed class CallerIdentityTests : IDisposable
{
    private const string Arn = "arn:aws:iam::123456789012:user/alice";

    private readonly RowFolder _files = new();
    private int _asked;

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(true, "--no-caller-identity")]
    [InlineData(false)]
    public async Task A_run_asks_once_where_there_is_an_STS_and_nobody_said_no(bool hasSts, params string[] options)
    {
        await using var server = new AnsweringServer((operation, body) =>
        {
            if (!body.StartsWith("Action=GetCallerIdentity&", StringComparison.Ordinal))
            {
                return operation == "ListIdentityProviders" ? """{"Providers":[{"ProviderName":"Okta","ProviderType":"SAML"}]}""" : "{}";
            }

            Interlocked.Increment(ref _asked);
            return $"<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>{Arn}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>";
        });
        var rows = _files.Write("rows.csv", "ProviderName,Subject\nOkta,1\nOkta,2\nOkta,3\n");

        var run = await server.RunWithAsync(
            hasSts ? new() { ["AWS_ENDPOINT_URL_STS"] = server.Url } : [],
            ["unlink", "--from", rows, "--yes", "--journal", _files.PathOf("j.jsonl"), .. options]);

        Assert.Contains("3 unlinked", run.Error, StringComparison.Ordinal);
        var asks = hasSts && options.Length == 0;
        Assert.Equal(asks ? 1 : 0, _asked);
        Assert.Equal(
            asks ? RunCaller.OfArn(Arn) : RunCaller.OfProcess(),
            Assert.Single(new JournalReader(_files.PathOf("j.jsonl")).Read(), record => record.Event == JournalEvent.RunCaller).Caller);
    }
}
