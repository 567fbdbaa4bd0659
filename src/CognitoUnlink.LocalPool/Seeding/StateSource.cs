using CognitoUnlink.LocalPool.Documents;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Seeding;

/// <summary>Where the state comes from: a seed file, or a generated pool.</summary>
internal sealed class StateSource
{
    private readonly LocalUserPoolOptions _options;
    private readonly ServerDocument? _document;
    private readonly Behavior _behavior;

    public StateSource(LocalUserPoolOptions options)
    {
        if (options.UserPoolId is { } given && Shapes.UserPoolIdType.ConstraintsBrokenBy(given).Any())
        {
            throw new LocalUserPoolException($"'{given}' is not a user pool id; an example is us-east-1_LocalPool.");
        }

        if (options.UserCount < 0)
        {
            throw new LocalUserPoolException("The number of users cannot be negative.");
        }

        _options = options;
        _document = options.SeedPath is null ? null : Named(options.UserPoolId, ReadFile<ServerDocument>("seed", options.SeedPath));
        _behavior = options.BehaviorPath is null ? new() : ReadBehavior(options.BehaviorPath);
        UserPoolId = options.UserPoolId
            ?? (_document is { Pools: [{ UserPoolId: { } id }, ..] } ? id : LocalUserPoolOptions.DefaultUserPoolId);
    }

    /// <summary>New at each start: a journal of one server must not pass for one of the next, which may have the same pool id and URL.</summary>
    public Guid InstanceId { get; } = Guid.NewGuid();

    /// <summary>The pool that is served by default.</summary>
    public string UserPoolId { get; }

    public string Region => PoolSettings.RegionOf(UserPoolId);

    public ServerState Initial() => _document is null ? Generate(UserPoolId, _options.UserCount, _options.Seed) : InFile("seed", _options.SeedPath!, () => Read(_document));

    public ServerState Read(ServerDocument document) => DocumentReader.Read(document, UserPoolId, _options.Seed, _behavior);

    public ServerState Generate(string poolId, int count, int seed)
    {
        var state = new ServerState(seed, _behavior);
        state.Add(PoolGenerator.Generate(poolId, count, seed, _behavior));
        return state;
    }

    /// <summary>A requested id wins over the one in the file, so that one file serves pools of any id.</summary>
    private static ServerDocument Named(string? userPoolId, ServerDocument document) =>
        userPoolId is not null && document.Pools is [{ } first, ..]
            ? document with { Pools = [first with { UserPoolId = userPoolId }, .. document.Pools.Skip(1)] }
            : document;

    private static Behavior ReadBehavior(string path)
    {
        var document = ReadFile<BehaviorDocument>("behavior", path);
        return InFile("behavior", path, () =>
        {
            DocumentReader.Require(document.Version == BehaviorDocument.CurrentVersion, "$.version", $"'{document.Version}' is not a known version; use version {BehaviorDocument.CurrentVersion}.");
            DocumentReader.Require(document.Behavior is not null, "$.behavior", "null is not allowed.");
            DocumentReader.CheckBehavior(document.Behavior, "$.behavior");
            return document.Behavior;
        });
    }

    private static T ReadFile<T>(string kind, string path)
    {
        byte[] json;
        try
        {
            json = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new LocalUserPoolException($"The {kind} file '{path}' cannot be read: {error.Message}", error);
        }

        return InFile(kind, path, () => DocumentFormat.Read<T>(json));
    }

    private static T InFile<T>(string kind, string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (LocalUserPoolException error)
        {
            throw new LocalUserPoolException($"The {kind} file '{path}' cannot be used. {error.Message}", error);
        }
    }
}
