namespace CognitoUnlink.PowerShell.Completion;

/// <summary>Completes names of a pool's OIDC providers.</summary>
internal sealed class OidcProviderCompleter : ProviderNameCompleter
{
    private protected override string ProviderType => "OIDC";
}
