using System.Text.Json;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations;

internal static class OperationTable
{
    private static readonly Dictionary<string, Operation> s_byName = new Operation[]
    {
        new AdminAddUserToGroup(),
        new AdminCreateUser(),
        new AdminDeleteUser(),
        new AdminDisableProviderForUser(),
        new AdminDisableUser(),
        new AdminEnableUser(),
        new AdminGetUser(),
        new AdminGetUserAuthFactors(),
        new AdminInitiateAuth(),
        new AdminLinkProviderForUser(),
        new AdminListGroupsForUser(),
        new AdminRemoveUserFromGroup(),
        new AdminResetUserPassword(),
        new AdminSetUserMFAPreference(),
        new AdminSetUserPassword(),
        new AdminUpdateUserAttributes(),
        new AdminUserGlobalSignOut(),
        new CreateGroup(),
        new CreateIdentityProvider(),
        new CreateUserPool(),
        new CreateUserPoolClient(),
        new DeleteGroup(),
        new DeleteIdentityProvider(),
        new DeleteUserPool(),
        new DeleteUserPoolClient(),
        new DescribeIdentityProvider(),
        new DescribeUserPool(),
        new DescribeUserPoolClient(),
        new GetGroup(),
        new ListGroups(),
        new ListIdentityProviders(),
        new ListUserPoolClients(),
        new ListUserPools(),
        new ListUsers(),
        new ListUsersInGroup(),
        new UpdateIdentityProvider(),
        new UpdateUserPool(),
        new UpdateUserPoolClient(),
    }.ToDictionary(static operation => operation.Name);

    public static IEnumerable<string> Names => s_byName.Keys;

    public static Operation? Find(string name) => s_byName.GetValueOrDefault(name);
}

/// <summary>An operation of the service. Its class has the operation's name.</summary>
internal abstract class Operation
{
    public string Name => GetType().Name;

    /// <summary>The model's shape of the request.</summary>
    public abstract StructureShape Input { get; }

    /// <summary>False when the model has no output shape: such an answer has no body, not even {}.</summary>
    public virtual bool HasOutput => true;

    /// <summary>Carries out the call and writes the members of the answer.</summary>
    public abstract void Execute(OperationCall call);
}

/// <summary>One call: its validated input, the state, and where the answer is written.</summary>
internal sealed class OperationCall(ServerState state, JsonElement input, Utf8JsonWriter output, DateTimeOffset now, string region)
{
    public ServerState State => state;

    public Utf8JsonWriter Output => output;

    public DateTime Now { get; } = ServiceTime.Of(now);

    /// <summary>The region that the call was signed for.</summary>
    public string Region => region;

    public Pool Pool
    {
        get
        {
            var id = Required("UserPoolId");
            return state.Find(id) ?? throw ServiceErrors.PoolDoesNotExist(id);
        }
    }

    public JsonElement? Member(string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>All members given, known to the operation or not. They outlive the call. If a name occurs twice, the last counts.</summary>
    public IEnumerable<KeyValuePair<string, JsonElement>> Members =>
        input.EnumerateObject().Where(static member => member.Value.ValueKind != JsonValueKind.Null)
            .GroupBy(static member => member.Name, static member => member.Value)
            .Select(static same => KeyValuePair.Create(same.Key, same.Last().Clone()));

    public string? Text(string name) => Member(name)?.GetString();

    public string Required(string name) => Text(name) ?? throw new InvalidOperationException($"{name} is not a required member.");

    public int? Integer(string name) => Member(name)?.GetInt32();

    public bool Flag(string name) => Member(name)?.GetBoolean() ?? false;

    /// <summary>A flag in a structure; null if either is missing.</summary>
    public bool? NestedFlag(string member, string name) =>
        Member(member) is { } structure && structure.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetBoolean() : null;

    public IReadOnlyList<string> Texts(string name) =>
        Member(name) is { } list ? [.. list.EnumerateArray().Select(static member => member.GetString()!)] : [];

    /// <summary>If a name occurs twice, the last counts.</summary>
    public IReadOnlyDictionary<string, string> Map(string name) =>
        Member(name)?.EnumerateObject().GroupBy(static member => member.Name).ToDictionary(static same => same.Key, static same => same.Last().Value.GetString()!)
        ?? [];

    /// <summary>The name-value pairs of a list of attributes; a missing value is null.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Attributes(string name) =>
        Member(name) is { } list
            ? [.. list.EnumerateArray().Select(static member => new KeyValuePair<string, string?>(
                member.GetProperty("Name").GetString()!,
                member.TryGetProperty("Value", out var value) ? value.GetString() : null))]
            : [];

    public PageToken ReadToken(string name, string list) => PageToken.Decode(Text(name), list, now);

    public void WriteToken(string name, PageToken token, string list) => output.WriteString(name, token.Encode(list, now));
}
