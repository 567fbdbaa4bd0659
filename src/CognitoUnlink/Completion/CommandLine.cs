using System.Collections;
using System.Management.Automation;
using CognitoUnlink.Gateway;
using CognitoUnlink.PowerShell.Hosting;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>The command that is being typed: the word at the cursor, and the other arguments as far as they are known without running anything.</summary>
internal sealed class CommandLine(string commandName, string? word, IDictionary bound)
{
    private readonly Lazy<SessionState> _session = new(CurrentSession);

    public TypedWord Word { get; } = new(word);

    public SessionState Session => _session.Value;

    public ClientParameters Client => new()
    {
        Region = Text("Region"),
        ProfileName = Text("ProfileName"),
        ProfileLocation = Text("ProfileLocation"),
        AccessKey = Text("AccessKey"),
        SecretKey = Text("SecretKey"),
        SessionToken = Text("SessionToken"),
        Credential = Value("Credential"),
        EndpointUrl = Text("EndpointUrl"),
    };

    /// <summary>Whether the command is about local user pools themselves, and not about any pool.</summary>
    public bool IsForLocalUserPools => commandName.Contains("LocalUserPool", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The user pool and its client; null when the pool is not known. Commands for local user pools mean these, and need not
    /// name the only one.
    /// </summary>
    public (string Id, GatewayOptions Client)? UserPool
    {
        get
        {
            var id = Text("UserPoolId");
            if (!IsForLocalUserPools)
            {
                return id is null ? null : (id, Client.ForUserPool(id, Session, out _));
            }

            var servers = LocalUserPoolRegistry.Servers.Where(server => id is null || server.UserPool.UserPoolId == id).ToList();
            return servers is [{ UserPool.UserPoolId: var only }] ? (only, new ClientParameters().ForUserPool(only, Session, out _)) : null;
        }
    }

    public bool Has(string parameter) => bound.Contains(parameter);

    /// <summary>An argument, or its default; of several the first. Null when it is not known.</summary>
    public string? Text(string parameter) => Value(parameter) switch
    {
        string text => text,
        IList list => list.Count > 0 ? list[0]?.ToString() : null,
        var value => value?.ToString(),
    };

    private object? Value(string parameter)
    {
        var value = bound[parameter] ?? DefaultParameters.Find(Session, commandName, parameter);
        return value is PSObject wrapped ? wrapped.BaseObject : value;
    }

    // A completer gets no cmdlet, and so no session. This variable cannot be overwritten.
    private static SessionState CurrentSession()
    {
        var context = ScriptBlock.Create("$ExecutionContext").InvokeReturnAsIs();
        return ((EngineIntrinsics)(context is PSObject wrapped ? wrapped.BaseObject : context)).SessionState;
    }
}
