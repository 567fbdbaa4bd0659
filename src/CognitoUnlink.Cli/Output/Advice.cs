using System.Text.RegularExpressions;
using CognitoUnlink.Errors;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Cli.Output;

/// <summary>What to do about an error, in the names of commands and their options.</summary>
internal static partial class Advice
{
    public const string Program = "cognito-unlink";

    /// <summary>What to try first, without an AWS account.</summary>
    public const string FirstStep = $"{Program} unlink --local --provider Okta --what-if";

    /// <summary>The command that links the identities of a journal again.</summary>
    public const string Undo = $"{Program} relink --from FILE --journal FILE";

    /// <summary>How to go on without an AWS account.</summary>
    public const string WithoutAccount = $"Without an AWS account: {FirstStep}";

    // Any other name is that of an option.
    private static readonly Dictionary<string, string> s_names = new()
    {
        ["ClientId"] = "--client",
        ["Check"] = $"'{Program} check'",
        ["ColumnMap"] = "--column Username=column",
        ["Compare"] = $"'{Program} compare'",
        ["Comparison"] = "--compare",
        ["DeactivatePassword"] = "Only the PowerShell module deactivates the password sign-in.",
        ["Fallback"] = $"'{Program} fallback'",
        ["Finding"] = "--check",
        ["Force"] = "--yes",
        ["FaultHelp"] = "The documentation of the local user pool",
        ["JournalPath"] = "--journal",
        ["Link"] = $"'{Program} relink'",
        ["LinkedAttribute"] = "the columns ProviderAttributeName and ProviderAttributeValue",
        ["List"] = $"'{Program} list'",
        ["ListPools"] = "'aws cognito-idp list-user-pools --max-results 60'",
        ["LocalPoolList"] = $"'{Program} serve' starts one.",
        ["LocalPoolStart"] = "Without --port, a free port is used.",
        ["LocalPoolStopped"] =
            $"A --local pool ends with its run; '{Program} serve --port 9229' starts one that keeps running. "
            + "Then give --endpoint-url http://127.0.0.1:9229 to list, unlink and relink, with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY set to local.",
        ["OtherCredentials"] = "--local needs no AWS account.",
        ["ProbeCleanUp"] = $"Run '{Program} probe --clean-up' with the same region and account.",
        ["ProfileFile"] = "AWS_CONFIG_FILE",
        ["ProfileName"] = "--profile",
        ["ProviderName"] = "--provider",
        ["ReadRows"] = "'unlink --from' and 'relink --from'",
        ["ReportJournal"] = "FILE",
        ["SignIn"] = "Sign in",
        ["Unlink"] = $"'{Program} unlink'",
    };

    // The errors that people without an AWS account run into.
    private static readonly HashSet<string> s_aboutAccount =
    [
        nameof(CognitoErrorKind.CredentialsNotFound), nameof(CognitoErrorKind.CredentialsRefused), nameof(CognitoErrorKind.ProfileNotFound), nameof(CognitoErrorKind.RegionNotFound),
        nameof(CognitoErrorKind.RegionMismatch), nameof(CognitoErrorKind.ResourceNotFound), nameof(CognitoErrorKind.ConnectionFailed), ErrorId.InvalidUserPoolId,
    ];

    // In order of precedence.
    private static readonly string[] s_endpointVariables = ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "AWS_ENDPOINT_URL"];

    public static string For(string errorId) => ErrorAdvice.For(errorId, NameOf);

    public static string For(CognitoUnlinkException problem) =>
        IsAboutLocalPool(problem) ? For(ErrorId.LocalUserPoolStopped)
        : EndpointOf(problem) is { } endpoint ? $"{endpoint} {For(problem.ErrorId)}"
        : For(problem.ErrorId);

    /// <summary>The option for a word that the module or the AWS CLI uses instead; null for any other word.</summary>
    public static string? OptionFor(string typed)
    {
        var name = string.Concat(typed.TrimStart('-').Split('-').Select(part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
        var option = NameOf(name).Split(' ')[0];
        return option != typed && option.StartsWith("--", StringComparison.Ordinal) ? option : null;
    }

    /// <summary>Whether people without an AWS account run into it.</summary>
    public static bool IsAboutAccount(CognitoUnlinkException problem) => s_aboutAccount.Contains(problem.ErrorId) && !IsAboutLocalPool(problem);

    private static string NameOf(string name) => s_names.GetValueOrDefault(name) ?? $"--{Capital().Replace(name, "-$0").ToLowerInvariant()}";

    // No pool in AWS has the id of the generated one.
    private static bool IsAboutLocalPool(CognitoUnlinkException problem) =>
        problem is CognitoException { Kind: CognitoErrorKind.ResourceNotFound } && problem.Message.Contains(LocalUserPoolOptions.DefaultUserPoolId, StringComparison.Ordinal);

    private static string? EndpointOf(CognitoUnlinkException problem)
    {
        var variable = s_endpointVariables.FirstOrDefault(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));
        return problem is CognitoException { Kind: CognitoErrorKind.ConnectionFailed }
            && variable is not null
            && Uri.TryCreate(Environment.GetEnvironmentVariable(variable), UriKind.Absolute, out var url)
            && problem.Message.Contains(url.Authority, StringComparison.Ordinal)
                ? $"The address {url} comes from {variable}."
                : null;
    }

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Capital();
}
