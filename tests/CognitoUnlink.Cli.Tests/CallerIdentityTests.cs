using CognitoUnlink.Journaling;

namespace CognitoUnlink.Cli.Tests;

/// <summary>Who started a run, according to STS.</summary>
public sealed class CallerIdentityTests : IDisposable
{
    private const string Arn = "arn:aws:iam::123456789012:user/alice";

    private readonly RowFolder _files = new();
    private int _stsCalls;

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(true, "--no-caller-identity")]
    [InlineData(false)]
    public async Task A_run_calls_STS_once_only_if_there_is_an_STS_endpoint_and_no_opt_out(bool hasSts, params string[] options)
    {
        await using var server = new AnsweringServer((operation, body) =>
        {
            if (!body.StartsWith("Action=GetCallerIdentity&", StringComparison.Ordinal))
            {
                return operation == "ListIdentityProviders" ? """{"Providers":[{"ProviderName":"Okta","ProviderType":"SAML"}]}""" : "{}";
            }

            Interlocked.Increment(ref _stsCalls);
            return $"<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>{Arn}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>";
        });
        var rows = _files.Write("rows.csv", "ProviderName,Subject\nOkta,1\nOkta,2\nOkta,3\n");

        var run = await server.RunWithAsync(
            hasSts ? new() { ["AWS_ENDPOINT_URL_STS"] = server.Url } : [],
            ["unlink", "--from", rows, "--yes", "--journal", _files.PathOf("j.jsonl"), .. options]);

        Assert.Contains("3 unlinked", run.Error, StringComparison.Ordinal);
        var callsSts = hasSts && options.Length == 0;
        Assert.Equal(callsSts ? 1 : 0, _stsCalls);
        Assert.Equal(
            callsSts ? RunCaller.OfArn(Arn) : RunCaller.OfProcess(),
            Assert.Single(new JournalReader(_files.PathOf("j.jsonl")).Read(), record => record.Event == JournalEvent.RunCaller).Caller);
    }
}
