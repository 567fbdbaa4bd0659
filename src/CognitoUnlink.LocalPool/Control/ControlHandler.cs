using System.Net;
using CognitoUnlink.LocalPool.Http;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Control;

/// <summary>Finds the control operation that a method and a path mean.</summary>
internal sealed class ControlHandler(StateControl state, RequestControl requests)
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
    };

    public async Task<Answer> HandleAsync(HttpListenerRequest request, string path, CancellationToken cancellationToken)
    {
        if (!_operations.TryGetValue((request.HttpMethod, path), out var operation))
        {
            return _operations.Keys.Any(key => key.Path == path)
                ? ControlAnswers.Error(405, $"{request.HttpMethod} is not possible here.")
                : ControlAnswers.Error(404, $"There is no {Prefix}{path}. There are: {string.Join(", ", _operations.Keys.Select(static key => $"{key.Method} {key.Path}"))}.");
        }

        using var body = new MemoryStream();
        await request.InputStream.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
        try
        {
            return operation(new ControlRequest(request.QueryString, body.ToArray()));
        }
        catch (LocalUserPoolException error)
        {
            return ControlAnswers.Error(400, error.Message);
        }
    }
}
