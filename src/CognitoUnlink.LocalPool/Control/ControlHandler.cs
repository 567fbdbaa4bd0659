using System.Collections.Specialized;
using System.Web;
using CognitoUnlink.LocalPool.Documents;
using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Control;

/// <summary>Finds the control operation that a method and a path mean.</summary>
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
                ? ControlAnswers.Error(405, $"{request.Method} is not possible here.")
                : ControlAnswers.Error(404, $"There is no {Prefix}{path}. There are: {string.Join(", ", _operations.Keys.Select(static key => $"{key.Method} {key.Path}"))}.");
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

/// <summary>A control request, read from the wire.</summary>
internal sealed record ControlRequest(NameValueCollection Query, byte[] Body);

internal static class ControlAnswers
{
    private const string ContentType = "application/json";

    public static Answer Ok<T>(T value) => Raw(DocumentFormat.Write(value));

    public static Answer Raw(ReadOnlyMemory<byte> json) => new(200, ContentType, json);

    public static Answer Error(int statusCode, string message) => new(statusCode, ContentType, DocumentFormat.Write(new { error = message }));
}
