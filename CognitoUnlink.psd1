@{
    RootModule           = 'CognitoUnlink.dll'
    ModuleVersion        = '0.2.0'
    GUID                 = 'f8d53768-271b-447e-b13d-1af5b32d5479'
    Author               = 'CognitoUnlink contributors'
    CompanyName          = 'CognitoUnlink'
    Copyright            = '(c) CognitoUnlink contributors. Apache-2.0.'
    Description          = 'Unlink external identities (SAML, OIDC, Google, Apple, Facebook, Amazon) from Amazon Cognito users, one person or a whole identity provider, without locking anyone out: see what is linked, rehearse, unlink with AdminDisableProviderForUser, undo, report.'
    # 7.6 is tested. 7.4 and 7.5 are out of support and should work.
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('CognitoUnlink.Format.ps1xml')
    CmdletsToExport      = @(
        'Compare-CGIPLinkedIdentity'
        'Disable-CGIPProviderForClient'
        'Disable-CGIPProviderForUser'
        'Enable-CGIPProviderForClient'
        'Enable-CGIPProviderForUser'
        'Export-CGIPUnlinkReport'
        'Get-CGIPLinkedIdentity'
        'Get-CGIPLocalUserPool'
        'Get-CGIPLocalUserPoolRequest'
        'Get-CGIPUnlinkJournal'
        'Set-CGIPFallbackPassword'
        'Set-CGIPLocalUserPoolFault'
        'Start-CGIPLocalUserPool'
        'Stop-CGIPLocalUserPool'
        'Test-CGIPProviderRetirement'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('AWS', 'Cognito', 'CognitoIdentityProvider', 'AdminDisableProviderForUser', 'unlink', 'federation', 'Identity', 'IdentityProvider', 'SAML', 'OIDC', 'SSO', 'Okta', 'Entra', 'offboarding', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://www.apache.org/licenses/LICENSE-2.0'
            # A placeholder until the project has a home. A release sets it here; help links, icon and packages follow.
            ProjectUri   = 'https://cognitounlink.example/'
            IconUri      = 'https://cognitounlink.example/docs/images/icon.png'
            ReleaseNotes = 'https://cognitounlink.example/CHANGELOG.md'
        }
    }
}
