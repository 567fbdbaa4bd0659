namespace CognitoUnlink.PowerShell.Completion;

/// <summary>Completes names of a pool's SAML providers.</summary>
internal sealed class SamlProviderCompleter : ProviderNameCompleter
{
    private protected override string ProviderType => "SAML";
}
