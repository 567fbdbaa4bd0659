using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests.StepFunctions;

/// <summary>The failure of a Task state.</summary>
internal sealed class StatesException(string error, string cause) : Exception($"{error}: {cause}")
{
    public string Error { get; } = error;
}

/// <summary>The state of an execution, from one redrive to the next.</summary>
internal sealed class Execution(string id, JsonNode input)
{
    public string Id { get; } = id;

    public JsonNode Input { get; } = input;

    /// <summary>Pending, Succeeded, Failed or Aborted.</summary>
    public string Status { get; set; } = "Pending";

    public string? Error { get; set; }

    /// <summary>The state that it is in or failed in. A redrive begins there.</summary>
    public string? At { get; set; }

    public JsonNode Data { get; set; } = input.DeepClone();

    /// <summary>The executions of the rows, once a Map state has begun.</summary>
    public IReadOnlyList<Execution> Rows { get; set; } = [];
}

/// <summary>
/// Walks a state machine from the sample's template as AWS does (https://states-language.net/spec.html). It refuses what it does not know. It does not wait,
/// but records how long it would have waited.
/// </summary>
internal sealed partial class StateMachine
{
    private readonly JsonObject _machine;

    private StateMachine(JsonObject machine) => _machine = machine;

    /// <summary>Carries out a Task state.</summary>
    public required Func<string, JsonNode, CancellationToken, Task<JsonNode>> Task { get; init; }

    /// <summary>Reads an object from S3.</summary>
    public required Func<string, string, string> Read { get; init; }

    /// <summary>Writes an object to S3.</summary>
    public required Action<string, string, string> Write { get; init; }

    /// <summary>Each wait before a retry: the row's execution, the error, the seconds.</summary>
    public List<(string Execution, string Error, double Seconds)> Waits { get; } = [];

    /// <summary>A state machine from the template, with these values for parameters, resources and attributes.</summary>
    /// <param name="resource">The state machine's name in the template.</param>
    /// <param name="values">The values for <c>${Name}</c>.</param>
    public static JsonObject Definition(string resource, IReadOnlyDictionary<string, string> values)
    {
        var template = File.ReadAllText(Repository.PathOf("samples", "step-functions", "template.yaml")).ReplaceLineEndings("\n");
        var text = Regex.Match(template, $@"^  {resource}:\n(?:    .*\n)*?      DefinitionString: !Sub(?:\n        -)? \|\n(?<json>(?<indent> +)\{{\n(?:\k<indent>.*\n)+)", RegexOptions.Multiline).Groups["json"].Value;
        return JsonNode.Parse(Hole().Replace(text, match => values[match.Groups[1].Value]))!.AsObject();
    }

    public static StateMachine Of(JsonObject definition, Func<string, JsonNode, CancellationToken, Task<JsonNode>> task, Func<string, string, string> read, Action<string, string, string> write) =>
        new(definition) { Task = task, Read = read, Write = write };

    /// <summary>Starts an execution.</summary>
    public async Task<Execution> StartAsync(JsonNode input)
    {
        var execution = new Execution("arn:aws:states:eu-west-1:111122223333:execution:unlink:one", input);
        await WalkAsync(execution, _machine, CancellationToken.None);
        return execution;
    }

    /// <summary>Continues from where it failed, and leaves what succeeded alone (https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html).</summary>
    public Task RedriveAsync(Execution execution)
    {
        Assert.NotEqual("Succeeded", execution.Status);
        return WalkAsync(execution, _machine, CancellationToken.None);
    }

    private static void Knows(JsonObject what, params string[] names)
    {
        var unknown = what.Select(property => property.Key).Except(names).ToList();
        if (unknown.Count > 0)
        {
            throw new NotSupportedException($"This walk does not know {string.Join(", ", unknown)} in {what.ToJsonString()}.");
        }
    }

    private async Task WalkAsync(Execution execution, JsonObject machine, CancellationToken stop)
    {
        Knows(machine, "Comment", "StartAt", "States", "ProcessorConfig");
        execution.At ??= (string)machine["StartAt"]!;
        try
        {
            while (true)
            {
                stop.ThrowIfCancellationRequested();
                var state = machine["States"]![execution.At]!.AsObject();
                var context = new JsonObject { ["Execution"] = new JsonObject { ["Id"] = execution.Id } };
                switch ((string)state["Type"]!)
                {
                    case "Task":
                        execution.Data = await TaskAsync(execution, state, context, stop);
                        break;
                    case "Map":
                        execution.Data = await MapAsync(execution, state, context);
                        break;
                    case "Choice":
                        execution.At = Choose(state, execution.Data, context);
                        continue;
                    case "Succeed":
                        Knows(state, "Type");
                        execution.Status = "Succeeded";
                        return;
                    case var other:
                        throw new NotSupportedException($"This walk does not know a state of type {other}.");
                }

                if (state["Next"] is not { } next)
                {
                    Assert.True((bool)state["End"]!);
                    execution.Status = "Succeeded";
                    return;
                }

                execution.At = (string)next!;
            }
        }
        catch (StatesException failure)
        {
            (execution.Status, execution.Error) = ("Failed", failure.Error);
        }
        catch (OperationCanceledException)
        {
            execution.Status = "Aborted";
        }
    }

    private async Task<JsonNode> TaskAsync(Execution execution, JsonObject state, JsonObject context, CancellationToken stop)
    {
        Knows(state, "Type", "Resource", "TimeoutSeconds", "Parameters", "ResultPath", "Retry", "Next", "End");
        var retriers = state["Retry"]!.AsArray().Select(retrier => retrier!.AsObject()).ToList();
        var tries = new int[retriers.Count];
        while (true)
        {
            try
            {
                var limit = TimeSpan.FromSeconds((double)state["TimeoutSeconds"]!);
                var result = await Task((string)state["Resource"]!, Fill(state["Parameters"]!, execution.Data, context), stop).WaitAsync(limit, CancellationToken.None);
                switch ((string?)state["ResultPath"])
                {
                    case null:
                        return result;
                    case ['$', '.', .. var name] when !name.Contains('.'):
                        var data = execution.Data.DeepClone().AsObject();
                        data[name] = result;
                        return data;
                    case var other:
                        throw new NotSupportedException($"This walk does not know the ResultPath {other}.");
                }
            }
            catch (Exception error) when (error is StatesException or TimeoutException)
            {
                var name = error is StatesException failure ? failure.Error : "States.Timeout";
                var at = retriers.FindIndex(retrier => Matches(retrier, name));
                if (at < 0 || tries[at] >= (int)retriers[at]["MaxAttempts"]!)
                {
                    throw error as StatesException ?? new StatesException(name, error.Message);
                }

                // With JitterStrategy FULL this is the maximum.
                var seconds = (double)retriers[at]["IntervalSeconds"]! * Math.Pow((double)retriers[at]["BackoffRate"]!, tries[at]++);
                lock (Waits)
                {
                    Waits.Add((execution.Id, name, Math.Min(seconds, (double)retriers[at]["MaxDelaySeconds"]!)));
                }
            }
        }
    }

    private static bool Matches(JsonObject retrier, string error)
    {
        Knows(retrier, "Comment", "ErrorEquals", "IntervalSeconds", "BackoffRate", "MaxDelaySeconds", "MaxAttempts", "JitterStrategy");
        var names = retrier["ErrorEquals"]!.AsArray().Select(one => (string)one!).ToList();
        return names.Contains(error) || (names.Contains("States.TaskFailed") && error != "States.Timeout");
    }

    private async Task<JsonNode> MapAsync(Execution execution, JsonObject state, JsonObject context)
    {
        Knows(state, "Type", "Label", "ItemReader", "ItemSelector", "MaxConcurrency", "ToleratedFailurePercentage", "ItemProcessor", "ResultWriter", "Next", "End");
        var processor = state["ItemProcessor"]!.AsObject();
        Assert.Equal("""{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"}""", processor["ProcessorConfig"]!.ToJsonString());
        if (execution.Rows.Count == 0)
        {
            execution.Rows = [.. Items(state["ItemReader"]!.AsObject(), execution.Data, context).Select((item, index) =>
            {
                context["Map"] = new JsonObject { ["Item"] = new JsonObject { ["Value"] = item } };
                return new Execution($"{execution.Id}/{state["Label"]}:{index}", Fill(state["ItemSelector"]!, execution.Data, context));
            })];
        }

        using var stop = new CancellationTokenSource();
        using var room = new SemaphoreSlim((int)state["MaxConcurrency"]!);
        var tolerated = (double)state["ToleratedFailurePercentage"]! / 100 * execution.Rows.Count;
        await System.Threading.Tasks.Task.WhenAll(execution.Rows.Where(row => row.Status != "Succeeded").Select(async row =>
        {
            row.Status = "Pending";
            await room.WaitAsync(CancellationToken.None);
            if (!stop.IsCancellationRequested)
            {
                await WalkAsync(row, processor, stop.Token);
            }

            room.Release();
            if (execution.Rows.Count(one => one.Status == "Failed") > tolerated)
            {
                await stop.CancelAsync();
            }
        }).ToList());
        if (stop.IsCancellationRequested)
        {
            throw new StatesException("States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded");
        }

        var (bucket, prefix) = Place(state["ResultWriter"]!.AsObject(), "arn:aws:states:::s3:putObject", "Prefix", execution.Data, context);
        foreach (var status in execution.Rows.GroupBy(row => row.Status))
        {
            Write(bucket, $"{prefix}/{status.Key.ToUpperInvariant()}_0.json", new JsonArray([.. status.Select(row => row.Data.DeepClone())]).ToJsonString());
        }

        return new JsonObject();
    }

    private IEnumerable<JsonObject> Items(JsonObject reader, JsonNode data, JsonObject context)
    {
        Assert.Equal("""{"InputType":"CSV","CSVHeaderLocation":"FIRST_ROW"}""", reader["ReaderConfig"]!.ToJsonString());
        reader = reader.DeepClone().AsObject();
        reader.Remove("ReaderConfig");
        var (bucket, key) = Place(reader, "arn:aws:states:::s3:getObject", "Key", data, context);
        string[][] lines = [.. Read(bucket, key).ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(','))];
        return lines.Skip(1).Select(line => new JsonObject([.. lines[0].Zip(line, (name, value) => new KeyValuePair<string, JsonNode?>(name, value))]));
    }

    private static (string Bucket, string Key) Place(JsonObject io, string resource, string name, JsonNode data, JsonObject context)
    {
        Knows(io, "Resource", "Parameters");
        Assert.Equal(resource, (string?)io["Resource"]);
        var place = Fill(io["Parameters"]!, data, context).AsObject();
        Knows(place, "Bucket", name);
        return ((string)place["Bucket"]!, (string)place[name]!);
    }

    private static string Choose(JsonObject state, JsonNode data, JsonObject context)
    {
        Knows(state, "Type", "Choices", "Default");
        foreach (var choice in state["Choices"]!.AsArray().Select(one => one!.AsObject()))
        {
            Knows(choice, "Variable", "NumericEquals", "Next");
            if (Value((string)choice["Variable"]!, data, context).GetValue<int>() == (int)choice["NumericEquals"]!)
            {
                return (string)choice["Next"]!;
            }
        }

        return (string)state["Default"]!;
    }

    /// <summary>A payload template: names that end in <c>.$</c> have a path or a function.</summary>
    private static JsonNode Fill(JsonNode template, JsonNode data, JsonObject context) => template switch
    {
        JsonObject fields => new JsonObject([.. fields.Select(field => field.Key.EndsWith(".$", StringComparison.Ordinal)
            ? new KeyValuePair<string, JsonNode?>(field.Key[..^2], Value((string)field.Value!, data, context).DeepClone())
            : new(field.Key, Fill(field.Value!, data, context)))]),
        JsonArray list => new JsonArray([.. list.Select(one => Fill(one!, data, context))]),
        _ => template.DeepClone(),
    };

    private static JsonNode Value(string expression, JsonNode data, JsonObject context)
    {
        if (Format().Match(expression) is { Success: true } format)
        {
            return format.Groups[1].Value.Replace("{}", (string)Value(format.Groups[2].Value, data, context)!, StringComparison.Ordinal);
        }

        if (!PathOfNames().IsMatch(expression))
        {
            throw new NotSupportedException($"This walk does not know {expression}.");
        }

        var names = expression.Split('.');
        return names.Skip(1).Aggregate(names[0] == "$$" ? context : data, (node, name) => node[name] ?? throw new StatesException("States.ParameterPathFailure", expression));
    }

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^States\.Format\('([^'{}]*\{\}[^'{}]*)', (\$[^,)]*)\)$")]
    private static partial Regex Format();

    [GeneratedRegex(@"^\$\$?(\.[A-Za-z]+)*$")]
    private static partial Regex PathOfNames();
}
