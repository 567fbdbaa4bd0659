using System.Collections.Specialized;
using System.Globalization;
using System.Web;
using CognitoUnlink.LocalPool.Documents;
using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Control;

/// <summary>Dispatches control requests by method and path.</summary>
internal sealed class ControlHandler(
    StateControl state, RequestControl requests, FaultControl faults, QuotaControl quotas, SignInControl signIn)
{
    public const string Prefix = "/_local/";

    private readonly Dictionary<(string Method, string Path), Func<ControlRequest, Answer>> _operations = new()
    {
        [("GET", "health")] = state.Health,
        [("POST", "seed")] = state.Seed,
        [("POST", "reset")] = state.Reset,
        [("GET", "snapshot")] = state.Snapshot,
        [("POST", "restore")] = state.Restore,
        [("GET", "requests")] = requests.List,
        [("DELETE", "requests")] = requests.Clear,
        [("GET", "faults")] = faults.List,
        [("POST", "faults")] = faults.Add,
        [("DELETE", "faults")] = faults.Clear,
        [("GET", "quotas")] = quotas.Show,
        [("PUT", "quotas")] = quotas.Replace,
        [("POST", "quotas")] = quotas.Replace,
        [("POST", "sign-in")] = signIn.SignIn,
    };

    public Answer Handle(HttpRequest request, string path)
    {
        if (!_operations.TryGetValue((request.Method, path), out var operation))
        {
            return _operations.Keys.Any(key => key.Path == path)
                ? ControlAnswers.Error(405, $"{request.Method} is not supported here.")
                : ControlAnswers.Error(404, $"There is no {Prefix}{path}. Available: {string.Join(", ", _operations.Keys.Select(static key => $"{key.Method} {key.Path}"))}.");
        }

        try
        {
            return operation(new ControlRequest(HttpUtility.ParseQueryString(request.Url.Query), request.Body));
        }
        catch (LocalUserPoolException error)
        {
            return ControlAnswers.Error(400, error.Message);
        }
    }
}

internal sealed record ControlRequest(NameValueCollection Query, byte[] Body);

internal static class ControlAnswers
{
    private const string ContentType = "application/json";

    public static Answer Ok<T>(T value) => Raw(DocumentFormat.Write(value));

    public static Answer Raw(ReadOnlyMemory<byte> json) => new(200, ContentType, json);

    public static Answer Error(int statusCode, string message) => new(statusCode, ContentType, DocumentFormat.Write(new ErrorAnswer(message)));
}

/// <summary>The request log: ?operation= &amp;username= &amp;providerName= &amp;since=number, each exact.</summary>
internal sealed class RequestControl(RequestLog log)
{
    private static readonly string[] s_filters = ["operation", "username", "providerName", "since"];

    public Answer List(ControlRequest request)
    {
        var query = request.Query;
        if (query.AllKeys.FirstOrDefault(static key => !s_filters.Contains(key)) is { } unknown)
        {
            throw new LocalUserPoolException($"'{unknown}' is not a known filter. The filters are: {string.Join(", ", s_filters)}.");
        }

        var since = 0L;
        if (query["since"] is { } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out since))
        {
            throw new LocalUserPoolException("since must be the number of a request.");
        }

        return ControlAnswers.Ok(new RequestsAnswer(log.Since(since).Where(entry =>
            Is("operation", entry.Operation) && Is("username", entry.Username) && Is("providerName", entry.ProviderName))));

        bool Is(string name, string? value) => query[name] is not { } wanted || wanted == value;
    }

    public Answer Clear(ControlRequest request)
    {
        log.Clear();
        return ControlAnswers.Ok(new RequestsAnswer([]));
    }
}

/// <summary>Every answer lists the resulting faults.</summary>
internal sealed class FaultControl(FaultList faults)
{
    public Answer List(ControlRequest request) => ControlAnswers.Ok(new FaultsAnswer(faults.All));

    public Answer Add(ControlRequest request)
    {
        faults.Add(DocumentFormat.Read<LocalUserPoolFault>(request.Body));
        return List(request);
    }

    public Answer Clear(ControlRequest request)
    {
        faults.Clear();
        return List(request);
    }
}

/// <summary>Quotas are replaced as a whole.</summary>
internal sealed class QuotaControl(QuotaGate quotas)
{
    public Answer Show(ControlRequest request) => ControlAnswers.Ok(quotas.Quotas);

    public Answer Replace(ControlRequest request)
    {
        quotas.Quotas = DocumentFormat.Read<LocalUserPoolQuotas>(request.Body);
        return Show(request);
    }
}
