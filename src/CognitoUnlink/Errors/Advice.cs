using CognitoUnlink.Errors;

namespace CognitoUnlink.PowerShell.Errors;

/// <summary>What to do about an error, in the names of cmdlets and their parameters.</summary>
internal static class Advice
{
    /// <summary>What links identities again that a journal names.</summary>
    public const string Undo = "Get-CGIPUnlinkJournal FILE | Enable-CGIPProviderForUser -JournalPath FILE";

    // Anything else is the name of a parameter.
    private static readonly Dictionary<string, string> s_names = new()
    {
        ["ColumnMap"] = "-ColumnMap @{ Username = 'column' }",
        ["DeactivatePassword"] = "To deactivate the password sign-in, use -Native: Disable-CGIPProviderForUser -UserPoolId ID -Username NAME -Native.",
        ["FaultHelp"] = "'Get-Help Set-CGIPLocalUserPoolFault -Full'",
        ["Link"] = "Enable-CGIPProviderForUser",
        ["LinkedAttribute"] = "-LinkedAttributeName and -LinkedAttributeValue",
        ["List"] = "Get-CGIPLinkedIdentity",
        ["ListPools"] = "'aws cognito-idp list-user-pools --max-results 60', like Get-CGIPUserPoolList,",
        ["LocalPoolList"] = "Get-CGIPLocalUserPool lists those that are running, and Start-CGIPLocalUserPool starts one.",
        ["LocalPoolStart"] = "Stop-CGIPLocalUserPool stops a running pool. A second pool needs another -UserPoolId; without -Port it gets a free port.",
        ["LocalPoolStopped"] = "Start it again; or, to reach a pool in AWS with this id, pass -ProfileName or -EndpointUrl, or use a new session.",
        ["OtherCredentials"] = "-Credential, or -AccessKey with -SecretKey, take its place. Start-CGIPLocalUserPool needs no AWS account.",
        ["ProfileFile"] = "-ProfileLocation",
        ["ReadRows"] = "Import-Csv",
        ["SignIn"] = "Sign in (Invoke-AWSSSOLogin does so too)",
        ["Unlink"] = "Disable-CGIPProviderForUser",
    };

    /// <summary>What to do about an error.</summary>
    public static string For(string errorId) => ErrorAdvice.For(errorId, name => s_names.GetValueOrDefault(name) ?? $"-{name}");
}
