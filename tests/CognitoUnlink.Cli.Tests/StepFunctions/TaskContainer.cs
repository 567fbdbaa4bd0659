using System.Diagnostics;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests.StepFunctions;

/// <summary>Runs the entry point as its container would, with a folder in place of S3.</summary>
internal sealed class TaskContainer
{
    private const string Bucket = "bucket";

    private readonly RowFolder _files;

    /// <param name="files">The folder for its files.</param>
    /// <param name="hasCommandLine">Whether cognito-unlink is put on PATH.</param>
    /// <param name="hasS3">Whether a folder replaces S3; otherwise, the AWS CLI on this computer is used.</param>
    public TaskContainer(RowFolder files, bool hasCommandLine = true, bool hasS3 = true)
    {
        _files = files;
        Directory.CreateDirectory(files.PathOf("bin"));
        if (hasCommandLine)
        {
            Program("cognito-unlink", $"exec {Cli.ShellCommand} \"$@\"");
        }

        // FAST removes the pauses at the end. With CLOCK, the time to store the journal is when a file of that name appears.
        Program("sleep", """
            case $1 in 2|10|30) [ -z "${FAST:-}" ] || exit 0;; esac
            [ -n "${CLOCK:-}" ] && [ "$1" = "$KEEP_SECONDS" ] || exec /bin/sleep "$1"
            until rm "$CLOCK" 2> /dev/null; do kill -0 $PPID || exit 1; /bin/sleep 0.1; done
            """);
        if (!hasS3)
        {
            return;
        }

        Program("aws", """
            s3=$S3/${BUCKET:?}; what="$1 $2"; shift 2
            fail() { echo "An error occurred ($1) when calling the $2 operation: $3" >&2; exit 254; }
            case $what in
                's3 cp' | 's3 sync')
                    shift; exclude=.
                    if [ "$1" = --exclude ]; then exclude=$2; shift 2; fi
                    [ -z "${FAIL_FROM:-}" ] || case $1 in *"$FAIL_FROM"*) echo 'fatal error: Could not connect' >&2; exit 1;; esac
                    from=$s3/${1#s3://*/}
                    if [ "$what" = 's3 cp' ]; then exec cp "$from" "$2"; fi
                    [ -d "$from" ] || exit 0
                    mkdir -p "$2"
                    for file in "$from"/*; do case ${file##*/} in $exclude) ;; *) cp "$file" "$2/";; esac; done ;;
                's3api put-object' | 's3api head-object')
                    key=; body=; metadata=; none=; query=
                    while [ $# -gt 0 ]; do
                        case $1 in --bucket) [ "$2" = "$BUCKET" ] ;; --key) key=$2 ;; --body) body=$2 ;; --metadata) metadata=$2 ;; --if-none-match) none=$2 ;; --query) query=$2 ;; --output) ;; *) exit 252 ;; esac || exit 252
                        shift 2
                    done
                    if [ "$what" = 's3api head-object' ]; then
                        [ -e "$s3/$key" ] || fail 404 HeadObject 'Not Found'
                        for name in $(printf %s "$query" | tr -d '[]' | tr , ' '); do sed -n "s/^${name#Metadata.}=//p" "$S3/metadata/$key"; done | paste -s -
                        exit 0
                    fi
                    [ -z "${FAIL_TO:-}" ] || case $key in *"$FAIL_TO"*) fail ServiceUnavailable PutObject 'Please reduce your request rate.' ;; esac
                    [ "$none" = '*' ] || fail AccessDenied PutObject 'Access Denied'
                    mkdir -p "$(dirname "$s3/$key")" "$(dirname "$S3/metadata/$key")"
                    [ -z "${RIVAL:-}" ] || case $key in *"$RIVAL"*) : > "$s3/$key" ; echo task=rival > "$S3/metadata/$key" ;; esac
                    cp "$body" "$S3/$$"
                    if ! ln "$S3/$$" "$s3/$key" 2> /dev/null; then rm "$S3/$$"; fail PreconditionFailed PutObject 'At least one of the pre-conditions you specified did not hold'; fi
                    printf '%s\n' "$metadata" | tr , '\n' > "$S3/metadata/$key"; rm "$S3/$$"
                    [ -z "${LOSE_ANSWER:-}" ] || case $key in *"$LOSE_ANSWER"*) fail PreconditionFailed PutObject 'At least one of the pre-conditions you specified did not hold' ;; esac ;;
                *) exit 252 ;;
            esac
            """);
    }

    /// <summary>A path below the prefix that all tasks in these tests use.</summary>
    public string PathInS3(string name) => Path.Combine(_files.PathOf("s3"), Bucket, "prefix", name);

    /// <summary>Puts an object into S3.</summary>
    public void Put(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathInS3(name))!);
        File.WriteAllText(PathInS3(name), text);
    }

    /// <summary>Puts an object into S3 by its full key.</summary>
    public void PutAt(string bucket, string key, string text) => Put($"../../{bucket}/{key}", text);

    /// <summary>Joins the pieces of a shard's journal, as users do.</summary>
    public string Journal(string userPoolId, string shard)
    {
        var path = _files.PathOf($"{userPoolId}-{shard.Replace('/', '-')}.jsonl");
        File.WriteAllBytes(path, [.. Pieces(userPoolId, shard).SelectMany(File.ReadAllBytes)]);
        return path;
    }

    public string[] Pieces(string userPoolId, string shard) => Files(userPoolId, shard, "0*.jsonl");

    public string[] Others(string userPoolId, string shard) => Files(userPoolId, shard, "other-*.jsonl");

    private string[] Files(string userPoolId, string shard, string pattern)
    {
        var folder = PathInS3($"journals/{userPoolId}/{shard.Replace('/', '-')}");
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal)] : [];
    }

    /// <summary>The variables for a task with the only shard.</summary>
    public static Dictionary<string, string?> Variables(LocalUserPool pool) => new()
    {
        ["BUCKET"] = Bucket,
        ["PREFIX"] = "prefix",
        ["USER_POOL_ID"] = pool.UserPoolId,
        ["PLAN"] = "plans/plan.csv",
        ["SHARD"] = "1/1",
        ["REQUESTS_PER_SECOND"] = "1000",
        ["KEEP_SECONDS"] = "1",
        ["AWS_ACCESS_KEY_ID"] = pool.AccessKey,
        ["AWS_SECRET_ACCESS_KEY"] = pool.SecretKey,
        ["AWS_ENDPOINT_URL"] = pool.EndpointUrl,
    };

    /// <summary>Starts a task.</summary>
    public RunningTask Start(IReadOnlyCollection<KeyValuePair<string, string?>> variables, string? entryPoint = null)
    {
        var start = new ProcessStartInfo(entryPoint ?? Repository.PathOf("samples", "step-functions", "entrypoint.sh")) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in CleanEnvironment.Variables.Concat(variables))
        {
            start.Environment[name] = value;
        }

        if (!variables.Any(variable => variable.Key == "PATH"))
        {
            start.Environment["PATH"] = $"{_files.PathOf("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        }

        start.Environment["S3"] = _files.PathOf("s3");
        return new RunningTask(Process.Start(start)!);
    }

    public Task<ToolResult> RunAsync(LocalUserPool pool, params (string Name, string Value)[] more) =>
        Start([.. Variables(pool), .. more.Select(one => KeyValuePair.Create(one.Name, (string?)one.Value))]).EndAsync();

    private void Program(string name, string text)
    {
        var path = _files.Write(Path.Combine("bin", name), $"#!/bin/sh\n{text}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}

/// <summary>A running task.</summary>
internal sealed class RunningTask(Process process)
{
    private readonly Task<string> _output = process.StandardOutput.ReadToEndAsync();
    private readonly Task<string> _error = process.StandardError.ReadToEndAsync();

    public bool HasEnded => process.HasExited;

    /// <summary>Simulates the loss of its host, with everything that was not in S3.</summary>
    public void Kill() => process.Kill(entireProcessTree: true);

    /// <summary>Asks it to end, as ECS does.</summary>
    public Task TerminateAsync() => Tool.RunAsync("kill", ["-TERM", $"{process.Id}"]);

    public async Task<ToolResult> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            throw new TimeoutException("The task did not end in time.");
        }

        return new ToolResult(process.ExitCode, await _output, await _error);
    }
}
