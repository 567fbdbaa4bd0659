using System.Net;
using System.Text.Json.Nodes;
using CognitoUnlink.Journaling;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests.StepFunctions;

/// <summary>The sample's scripts and templates with the AWS CLI, against AWS as simulated by moto.</summary>
public sealed class MotoTests(MotoServer moto) : IClassFixture<MotoServer>, IDisposable
{
    private const string Accounts = """
        import boto3, json, sys
        def client(service, region, keys={}):
            return boto3.client(service, region_name=region, endpoint_url=sys.argv[1], **keys)
        organizations, sts = client('organizations', 'us-east-1'), client('sts', 'us-east-1')
        organizations.create_organization()
        accounts = [organizations.create_account(Email=name + '@example.com', AccountName=name)['CreateAccountStatus']['AccountId'] for name in ('one', 'two')]
        made = {}
        for account, region, name, providers in [
                (accounts[0], 'eu-west-1', 'first', ['Okta', 'Google']), (accounts[0], 'eu-west-1', 'second', ['Okta']), (accounts[0], 'us-east-1', 'third', ['Okta']),
                (accounts[1], 'eu-west-1', 'other', ['Okta-2']), (accounts[1], 'us-east-1', 'fourth', ['Okta'])]:
            keys = sts.assume_role(RoleArn=f'arn:aws:iam::{account}:role/CognitoUnlink', RoleSessionName='seed')['Credentials']
            cognito = client('cognito-idp', region, dict(aws_access_key_id=keys['AccessKeyId'], aws_secret_access_key=keys['SecretAccessKey'], aws_session_token=keys['SessionToken']))
            made[name] = cognito.create_user_pool(PoolName=name)['UserPool']['Id']
            for provider in providers:
                cognito.create_identity_provider(UserPoolId=made[name], ProviderName=provider, ProviderType='SAML', ProviderDetails={'MetadataURL': 'https://example.com'})
        print(accounts[0], accounts[1], made['first'], made['second'], made['third'], made['fourth'])
        """;

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task The_manifest_for_an_organization_has_a_row_per_shard_of_each_pool_with_the_provider()
    {
        Skip.Unless(MotoServer.Missing is null, MotoServer.Missing ?? string.Empty);
        var seeded = await Tool.RunAsync("python3", ["-c", Accounts, moto.Url], moto.Variables);
        Assert.True(seeded.ExitCode == 0, seeded.ToString());
        var words = seeded.Output.Trim().Split(' ');
        var (one, two) = (words[0], words[1]);

        _ = new TaskContainer(_files, hasS3: false);
        var plans = Directory.CreateDirectory(_files.PathOf("plans")).FullName;
        var run = await Tool.RunAsync(
            Repository.PathOf("samples", "step-functions", "pools.sh"),
            ["--provider", "Okta", "--region", "eu-west-1", "--region", "us-east-1", "--shards", "2", "--requests-per-second", "20", "--external-id", "word", "--plans", plans],
            new Dictionary<string, string?>(moto.Variables) { ["PATH"] = $"{_files.PathOf("bin")}:{Environment.GetEnvironmentVariable("PATH")}" },
            timeout: TimeSpan.FromMinutes(10));

        Assert.True(run.ExitCode == 0, run.ToString());
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(File.ReadLines(Repository.PathOf("samples", "step-functions", "manifest.csv")).First(), lines[0]);
        (string Account, string Pool, string Rate)[] expected = [(one, words[2], "5"), (one, words[3], "5"), (one, words[4], "10"), (two, words[5], "10")];
        Assert.Equal(
            from pool in expected
            from shard in (string[])["1/2", "2/2"]
            let row = $"{pool.Account},{pool.Pool.Split('_')[0]},{pool.Pool},arn:aws:iam::{pool.Account}:role/CognitoUnlink,plans/{pool.Pool}.csv,{shard},{pool.Rate}"
            orderby row
            select row,
            lines.Skip(1).Order());
        Assert.Equal(words[2..].Select(pool => $"{pool}.csv").Order(), Directory.GetFiles(plans).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(plans), plan => Assert.Contains("ProviderAttributeValue", File.ReadAllText(plan), StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_account_that_cannot_be_read_makes_the_manifest_incomplete()
    {
        Skip.Unless(MotoServer.Missing is null, MotoServer.Missing ?? string.Empty);
        var variables = moto.Variables;
        variables["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = "http://127.0.0.1:1";
        variables["AWS_MAX_ATTEMPTS"] = "1";

        var run = await Tool.RunAsync(Repository.PathOf("samples", "step-functions", "pools.sh"), ["--provider", "Okta", "--region", "eu-west-1", "111122223333"], variables);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("111122223333, eu-west-1: the pools cannot be listed.", run.Error, StringComparison.Ordinal);
        Assert.EndsWith("The manifest is incomplete: 1 could not be read.\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stacks_deploy_and_the_state_machine_matches_the_one_read_from_the_template()
    {
        Skip.Unless(MotoServer.Missing is null, MotoServer.Missing ?? string.Empty);
        var sample = Repository.PathOf("samples", "step-functions");

        // AWS generates lowercase names for repositories, moto does not.
        var template = _files.Write("template.yaml", File.ReadAllText(Path.Combine(sample, "template.yaml")).Replace("EmptyOnDelete: true", "RepositoryName: repository", StringComparison.Ordinal));
        var (network, subnets) = (await moto.AwsAsync("ec2", "describe-vpcs", "--query", "Vpcs[0].VpcId", "--output", "text"), await moto.AwsAsync("ec2", "describe-subnets", "--query", "Subnets[0:2].SubnetId", "--output", "text"));
        await moto.AwsAsync(
            "cloudformation", "create-stack", "--stack-name", "home", "--template-body", $"file://{template}", "--capabilities", "CAPABILITY_IAM",
            "--parameters", $"ParameterKey=VpcId,ParameterValue={network}", $"ParameterKey=SubnetIds,ParameterValue='{subnets.Replace('\t', ',')}'", "ParameterKey=ToleratedFailurePercentage,ParameterValue=7");
        await moto.AwsAsync(
            "cloudformation", "create-stack", "--stack-name", "member", "--template-body", $"file://{Path.Combine(sample, "member-role.yaml")}", "--capabilities", "CAPABILITY_NAMED_IAM",
            "--parameters", "ParameterKey=HomeAccount,ParameterValue=123456789012", "ParameterKey=TrustedRoleArns,ParameterValue=arn:aws:iam::123456789012:role/task", "ParameterKey=ExternalId,ParameterValue=word");

        var deployed = JsonNode.Parse(await moto.AwsAsync("stepfunctions", "describe-state-machine", "--state-machine-arn", "arn:aws:states:eu-west-1:123456789012:stateMachine:home", "--query", "definition", "--output", "text"))!;
        var (map, parameters) = (deployed["States"]!["EachRow"]!, deployed["States"]!["EachRow"]!["ItemProcessor"]!["States"]!["Unlink"]!["Parameters"]!);
        var values = new Dictionary<string, string>(ShardedWalkTests.Stack)
        {
            ["Bucket"] = (string)map["ItemReader"]!["Parameters"]!["Bucket"]!,
            ["MaxConcurrency"] = "20",
            ["ToleratedFailurePercentage"] = "7",
            ["Cluster.Arn"] = (string)parameters["Cluster"]!,
            ["TaskDefinition"] = (string)parameters["TaskDefinition"]!,
            ["Subnets"] = subnets.Replace("\t", "\",\"", StringComparison.Ordinal),
            ["TaskSecurityGroup.GroupId"] = (string)parameters["NetworkConfiguration"]!["AwsvpcConfiguration"]!["SecurityGroups"]![0]!,
        };

        // In a text for Fn::Sub, moto replaces $$ with $; AWS does not.
        Assert.Equal(StateMachine.Definition("StateMachine", values).ToJsonString().Replace("$$.", "$.", StringComparison.Ordinal), deployed.ToJsonString());
        Assert.Contains("\"sts:ExternalId\": \"word\"", await moto.AwsAsync("iam", "get-role", "--role-name", "CognitoUnlink", "--query", "Role.AssumeRolePolicyDocument"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_AWS_CLI_another_execution_is_refused_and_a_takeover_loses_no_journal_entries()
    {
        Skip.Unless(MotoServer.Missing is null, MotoServer.Missing ?? string.Empty);
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 80 });
        var plan = _files.Write("plan.csv", await Cli.RunAsync(server.UserPool, "list", "--provider", "Okta", "--output", "csv"));
        await moto.AwsAsync("s3", "mb", "s3://bucket");
        await moto.AwsAsync("s3", "cp", plan, "s3://bucket/prefix/plans/plan.csv");
        server.AddFault(new LocalUserPoolFault { Operation = "AdminGetUser", LatencyMilliseconds = 2000 });
        var tasks = new TaskContainer(_files, hasS3: false);
        Dictionary<string, string?> variables = new(TaskContainer.Variables(server.UserPool))
        {
            ["AWS_ENDPOINT_URL"] = null,
            ["AWS_ENDPOINT_URL_S3"] = moto.Url,
            ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = server.UserPool.EndpointUrl,
            ["AWS_DEFAULT_REGION"] = "eu-west-1",
            ["EXECUTION"] = "a",
            ["KEEP_SECONDS"] = "60",
            ["OPTIONS"] = "--throttle-limit 1 --no-caller-identity",
        };

        var first = tasks.Start(new Dictionary<string, string?>(variables) { ["CLOCK"] = _files.PathOf("clock") });
        while (!server.GetRequests().Any(request => request.Operation == "AdminDisableProviderForUser"))
        {
            Assert.False(first.HasEnded, first.HasEnded ? (await first.EndAsync()).ToString() : string.Empty);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        var refused = await tasks.Start(new Dictionary<string, string?>(variables) { ["EXECUTION"] = "b" }).EndAsync();
        var second = tasks.Start(variables);
        using var client = new HttpClient();
        var piece = new Uri(await moto.AwsAsync("s3", "presign", "s3://bucket/prefix/journals/us-east-1_LocalPool/1-1/000002.jsonl"));
        while (true)
        {
            using var answer = await client.GetAsync(piece, TestContext.Current.CancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                break;
            }

            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.False(second.HasEnded, second.HasEnded ? (await second.EndAsync()).ToString() : string.Empty);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        _files.Write("clock", string.Empty);
        var lost = await first.EndAsync();
        server.ClearFaults();
        var won = await second.EndAsync();

        // If both processed the same user with two identities, one may have failed. The state machine then starts another task.
        if (won.ExitCode == 1)
        {
            won = await tasks.Start(variables).EndAsync();
        }

        Assert.True(refused.ExitCode == 6 && refused.Error.Contains("a is working on shard 1/1", StringComparison.Ordinal), refused.ToString());
        Assert.True((lost.ExitCode, won.ExitCode) is (6, 0), $"{lost}\n{won}");
        await moto.AwsAsync("s3", "sync", "--only-show-errors", "s3://bucket/prefix/journals", _files.PathOf("journals"));
        string[] FilesNamed(string pattern) => [.. Directory.GetFiles(_files.PathOf("journals/us-east-1_LocalPool/1-1"), pattern).Order(StringComparer.Ordinal)];
        File.WriteAllBytes(_files.PathOf("run.jsonl"), [.. FilesNamed("0*.jsonl").SelectMany(File.ReadAllBytes)]);
        var known = new JournalReader(_files.PathOf("run.jsonl")).Read().Concat(new JournalReader(Assert.Single(FilesNamed("other-*"))).Read())
            .Where(record => record.Event == JournalEvent.Unlinked).Select(record => record.ProviderAttributeValue).Distinct();
        Assert.Equal(
            server.GetRequests().Where(request => request is { Operation: "AdminDisableProviderForUser", StatusCode: 200 }).Select(request => request.ProviderAttributeValue).Order(),
            known.Order());
    }
}
