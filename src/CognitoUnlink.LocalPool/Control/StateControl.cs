using System.Text.Json;
using CognitoUnlink.LocalPool.Documents;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalPool.Seeding;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Control;

/// <summary>Health checks, and operations on the whole state.</summary>
internal sealed class StateControl(StateKeeper state, RequestLog log, FaultList faults, QuotaGate quotas, StateSource source)
{
    public Answer Health(ControlRequest request) => ControlAnswers.Ok(state.Use(current =>
        new HealthAnswer("ok", source.InstanceId, source.UserPoolId, source.Region, current.Pools.Sum(static pool => pool.Users.Count))));

    public Answer Seed(ControlRequest request)
    {
        if (IsDocument(request.Body))
        {
            return Restore(request);
        }

        var seed = DocumentFormat.Read<SeedRequest>(request.Body);
        if (seed.Users < 0)
        {
            throw new LocalUserPoolException("$.users: The number of users cannot be negative.");
        }

        return Replace(source.Generate(source.UserPoolId, seed.Users, seed.Seed));
    }

    public Answer Restore(ControlRequest request) => Replace(source.Read(DocumentFormat.Read<ServerDocument>(request.Body)));

    public Answer Reset(ControlRequest request)
    {
        state.Reset();
        log.Clear();
        faults.Clear();
        quotas.Quotas = new();
        return Health(request);
    }

    public Answer Snapshot(ControlRequest request) =>
        ControlAnswers.Raw(state.Use(static current => DocumentFormat.Write(DocumentWriter.Describe(current))));

    private Answer Replace(ServerState replacement)
    {
        state.Replace(replacement);
        return Health(new ControlRequest([], []));
    }

    private static bool IsDocument(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = DocumentFormat.MaximumDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("pools", out _);
        }
        catch (JsonException error)
        {
            throw new LocalUserPoolException($"The body is not JSON: {error.Message}", error);
        }
    }
}
