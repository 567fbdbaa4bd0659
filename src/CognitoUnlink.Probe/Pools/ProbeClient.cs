using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoUnlink.Aws;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Probe.Pools;

/// <summary>
/// Sends a probe's requests, one at a time. It blocks any that names a pool that the probe did not make: this is the only place
/// where that is decided, and every request goes through it.
/// </summary>
public sealed class ProbeClient : IDisposable
{
    private const int MaximumTries = 7;

    private static readonly TimeSpan s_firstWait = TimeSpan.FromSeconds(1);

    // The quotas are shared with everything else in the account.
    private static readonly TimeSpan s_pauseOnAws = TimeSpan.FromMilliseconds(200);

    private readonly RawCognito _cognito;
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);
    private readonly HashSet<string> _candidates = new(StringComparer.Ordinal);
    private DateTime _next = DateTime.MinValue;

    private ProbeClient(RawCognito cognito, Place place) => (_cognito, Place) = (cognito, place);

    /// <summary>Makes a client.</summary>
    /// <param name="options">The caller's account, region and endpoint.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="CognitoException">No client can be made, or a local user pool does not answer.</exception>
    public static async Task<ProbeClient> ConnectAsync(GatewayOptions options, CancellationToken cancellationToken)
    {
        var cognito = new CognitoGatewayFactory().CreateRaw(options);
        try
        {
            return new ProbeClient(cognito, await cognito.LocateAsync(cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            cognito.Dispose();
            throw;
        }
    }

    /// <summary>Where requests go.</summary>
    public Place Place { get; }

    /// <summary>The requests sent so far.</summary>
    public int Requests { get; private set; }

    /// <summary>Creates a pool, which belongs to the probe from then on.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="CognitoException">It was not made, or it is not known whether it was.</exception>
    internal async Task<string> CreatePoolAsync(string name, CancellationToken cancellationToken)
    {
        var input = new JsonObject
        {
            ["PoolName"] = name,
            ["UserPoolTags"] = new JsonObject { [PoolMark.TagKey] = PoolMark.TagValue },
            ["AdminCreateUserConfig"] = new JsonObject { ["AllowAdminCreateUserOnly"] = true },
        };
        var answer = await ThrottledAsync("CreateUserPool", input, cancellationToken).ConfigureAwait(false);
        var id = answer.Json.TryGetProperty("UserPool", out var pool) && pool.TryGetProperty("Id", out var value) ? value.GetString() : null;
        _own.Add(id ?? throw new CognitoException(CognitoErrorKind.UnexpectedResponse, "The answer to CreateUserPool does not name a pool.") { Operation = "CreateUserPool", RequestId = answer.RequestId });
        return id;
    }

    /// <summary>Finds pools that probes made, by name and tag. They belong to the probe from then on.</summary>
    /// <param name="name">Only the pool of this name; null for all.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="CognitoException">Pools cannot be listed or described.</exception>
    public async Task<IReadOnlyList<LeftPool>> FindPoolsAsync(string? name, CancellationToken cancellationToken)
    {
        var found = new List<LeftPool>();
        string? token = null;
        do
        {
            var input = new JsonObject { ["MaxResults"] = 60 };
            if (token is not null)
            {
                input["NextToken"] = token;
            }

            var page = (await ThrottledAsync("ListUserPools", input, cancellationToken).ConfigureAwait(false)).Json;
            foreach (var entry in Items(page, "UserPools"))
            {
                if (Text(entry, "Id") is { } id && Text(entry, "Name") is { } itsName
                    && itsName.StartsWith(PoolMark.NamePrefix, StringComparison.Ordinal) && (name is null || name == itsName)
                    && await ProveAsync(id, itsName, cancellationToken).ConfigureAwait(false) is { } pool)
                {
                    found.Add(pool);
                }
            }

            token = Text(page, "NextToken");
        }
        while (token is not null);
        return found;
    }

    /// <summary>Deletes a pool of the probe's own, and all that is in it. Succeeds if it is already gone.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="CognitoException">It may still be there.</exception>
    public async Task DeletePoolAsync(string id, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await SendAsync("DeleteUserPool", new JsonObject { ["UserPoolId"] = id }, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (CognitoException error) when (error.Kind == CognitoErrorKind.ResourceNotFound)
            {
                return;
            }
            catch (CognitoException error) when (error.IsTransient && tries < MaximumTries)
            {
                await Task.Delay(s_firstWait, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cognito.Dispose();

    /// <summary>Calls an operation on the probe's own pool.</summary>
    /// <exception cref="CognitoException">The call failed or got no answer.</exception>
    /// <exception cref="ForeignPoolException">The request names another pool, or none. Nothing was sent.</exception>
    internal Task<RawAnswer> SendAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        Check(operation, input);
        return ThrottledAsync(operation, input, cancellationToken);
    }

    /// <summary>Calls it once and immediately, even while other calls run: the effect of too many requests is the question.</summary>
    /// <exception cref="ForeignPoolException">The request names another pool, or none. Nothing was sent.</exception>
    internal Task<RawAnswer> SendUnpacedAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        Check(operation, input);
        Requests++;
        return _cognito.CallAsync(operation, input, cancellationToken);
    }

    private void Check(string operation, JsonObject input)
    {
        var id = input["UserPoolId"] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
        if (id is null || !(_own.Contains(id) || (operation == "DescribeUserPool" && _candidates.Contains(id))))
        {
            throw new ForeignPoolException(operation, id);
        }
    }

    /// <summary>The pool, if it also has the tag.</summary>
    private async Task<LeftPool?> ProveAsync(string id, string name, CancellationToken cancellationToken)
    {
        _candidates.Add(id);
        JsonElement pool;
        try
        {
            var answer = await SendAsync("DescribeUserPool", new JsonObject { ["UserPoolId"] = id }, cancellationToken).ConfigureAwait(false);
            pool = answer.Json.GetProperty("UserPool");
        }
        catch (CognitoException error) when (error.Kind == CognitoErrorKind.ResourceNotFound)
        {
            return null;
        }

        if (Text(pool, "Id") != id || Text(pool, "Name") != name
            || !pool.TryGetProperty("UserPoolTags", out var tags) || tags.ValueKind != JsonValueKind.Object || Text(tags, PoolMark.TagKey) != PoolMark.TagValue)
        {
            return null;
        }

        _own.Add(id);
        return new LeftPool(id, name, pool.TryGetProperty("CreationDate", out var date) && date.TryGetDouble(out var seconds) ? DateTimeOffset.UnixEpoch.AddSeconds(seconds) : null);
    }

    private async Task<RawAnswer> ThrottledAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        var wait = s_firstWait;
        for (var tries = 1; ; tries++)
        {
            if (_next - DateTime.UtcNow is { Ticks: > 0 } early)
            {
                await Task.Delay(early, cancellationToken).ConfigureAwait(false);
            }

            _next = DateTime.UtcNow + (Place.IsAws ? s_pauseOnAws : TimeSpan.Zero);
            Requests++;
            try
            {
                return await _cognito.CallAsync(operation, input, cancellationToken).ConfigureAwait(false);
            }
            catch (CognitoException error) when (error.Kind == CognitoErrorKind.Throttled && tries < MaximumTries)
            {
                await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
                wait *= 2;
            }
        }
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default;

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>A pool that a probe made and that is still there.</summary>
/// <param name="UserPoolId">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Created">When it was made; null if the service does not say.</param>
public sealed record LeftPool(string UserPoolId, string Name, DateTimeOffset? Created)
{
    /// <summary>Name, id and time.</summary>
    public override string ToString() =>
        Created is { } time ? string.Create(CultureInfo.InvariantCulture, $"{Name} ({UserPoolId}, created {time.UtcDateTime:yyyy-MM-dd HH:mm} UTC)") : $"{Name} ({UserPoolId})";
}

/// <summary>A request was about to go to a pool that the probe did not create. This is a bug in the probe; nothing was sent.</summary>
/// <param name="operation">The operation.</param>
/// <param name="userPoolId">The pool; null when the request names none.</param>
internal sealed class ForeignPoolException(string operation, string? userPoolId)
    : InvalidOperationException($"{operation} for user pool '{userPoolId}' was not sent: the probe did not create that pool.");
