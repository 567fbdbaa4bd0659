using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using CognitoUnlink.Gateway;
using CognitoUnlink.PowerShell.Hosting;

namespace CognitoUnlink.PowerShell.Completion;

/// <summary>The command that is being typed: the word at the cursor, and the other arguments if they are known without running anything.</summary>
internal sealed class CommandLine(string commandName, string? word, IDictionary bound)
{
    private readonly Lazy<SessionState> _session = new(CurrentSession);

    public TypedWord Word { get; } = new(word);

    public SessionState Session => _session.Value;

    public ClientParameters Client => new()
    {
        Region = Text("Region"),
        ReadsReplica = Has("Replica"),
        ProfileName = Text("ProfileName"),
        ProfileLocation = Text("ProfileLocation"),
        AccessKey = Text("AccessKey"),
        SecretKey = Text("SecretKey"),
        SessionToken = Text("SessionToken"),
        Credential = Value("Credential"),
        EndpointUrl = Text("EndpointUrl"),
    };

    /// <summary>Whether the command manages local user pools.</summary>
    public bool IsForLocalUserPools => commandName.Contains("LocalUserPool", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The user pool and its client; null if the pool is not known. Commands for local user pools refer to those, and need not
    /// name the pool if there is only one.
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

    /// <summary>An argument, or its default; the first of several. Null if it is not known.</summary>
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

    // A completer has no cmdlet and so no session. This variable cannot be overwritten.
    private static SessionState CurrentSession()
    {
        var context = ScriptBlock.Create("$ExecutionContext").InvokeReturnAsIs();
        return ((EngineIntrinsics)(context is PSObject wrapped ? wrapped.BaseObject : context)).SessionState;
    }
}

/// <summary>The word at the cursor, with the quotation mark that was typed.</summary>
internal sealed partial class TypedWord
{
    private const string SingleQuotes = "'\u2018\u2019\u201A\u201B";
    private const string DoubleQuotes = "\"\u201C\u201D\u201E";
    private const string Wildcards = "*?[]";

    private readonly char _quote;

    /// <summary>Takes the word as PowerShell gives it: parsed, but with its quotation marks, and the closing one added.</summary>
    public TypedWord(string? given)
    {
        var word = Written = given ?? string.Empty;
        _quote = word.Length == 0 ? default : SingleQuotes.Contains(word[0]) ? '\'' : DoubleQuotes.Contains(word[0]) ? '"' : default;
        Text = _quote == default ? word : word.Length > 1 && word[^1] == word[0] ? word[1..^1] : word[1..];
    }

    /// <summary>The word with its quotation marks.</summary>
    public string Written { get; }

    /// <summary>The word without quotation marks.</summary>
    public string Text { get; }

    /// <summary>The text of an argument; null if it is not constant.</summary>
    /// <param name="written">The argument as it is written.</param>
    public static string? Read(string written) => Argument(written)?.Value;

    /// <summary>Quotes a value that is to replace the word, so that PowerShell reads it back unchanged.</summary>
    public string Write(string value) =>
        _quote == '"' ? $"\"{SpecialInDoubleQuotes().Replace(value, "`$0")}\""
        : _quote == default && IsBareWord(value) ? value
        : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";

    private static bool IsBareWord(string value) =>
        value.AsSpan().IndexOfAny(Wildcards) < 0 && Argument(value) is { StringConstantType: StringConstantType.BareWord } read && read.Value == value;

    private static StringConstantExpressionAst? Argument(string written) =>
        Parser.ParseInput($"command {written}", out _, out var errors).EndBlock.Statements is [PipelineAst { PipelineElements: [CommandAst { CommandElements: [_, var argument] }] }]
        && errors.Length == 0
            ? argument as StringConstantExpressionAst
            : null;

    [GeneratedRegex("[`$\"\u201C\u201D\u201E]")]
    private static partial Regex SpecialInDoubleQuotes();
}

/// <summary>
/// $PSDefaultParameterValues, which PowerShell does not pass to completers. Script blocks in it are not run.
/// <see href="https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_parameters_default_values"/>
/// </summary>
internal static class DefaultParameters
{
    /// <summary>A parameter's default; null if there is none.</summary>
    public static object? Find(SessionState session, string commandName, string parameterName)
    {
        if (session.PSVariable.GetValue("PSDefaultParameterValues") is not IDictionary defaults || LanguagePrimitives.IsTrue(defaults["Disabled"]))
        {
            return null;
        }

        return defaults.Cast<DictionaryEntry>()
            .Where(entry => $"{entry.Key}".Split(':', 2) is [var command, var parameter] && IsLike(command, commandName) && IsLike(parameter, parameterName))
            .Select(entry => entry.Value)
            .FirstOrDefault(value => value is not ScriptBlock);
    }

    private static bool IsLike(string pattern, string name) =>
        WildcardPattern.Get(pattern.Trim().Trim('\'', '"'), WildcardOptions.IgnoreCase).IsMatch(name);
}
