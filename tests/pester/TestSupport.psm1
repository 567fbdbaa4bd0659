# What the suites share: the built module, a small pool with known users, and the requests that it received.

$script:Root = Resolve-Path (Join-Path $PSScriptRoot '../..')

function Get-ModulePath {
    <# The built module, or the one that COGNITOUNLINK_MODULE names, such as an unpacked package. #>
    [CmdletBinding()]
    param()

    $env:COGNITOUNLINK_MODULE ? $env:COGNITOUNLINK_MODULE : (Join-Path $script:Root 'out/CognitoUnlink')
}

function Get-ArtifactPath {
    <# The package folder that COGNITOUNLINK_ARTIFACTS names, or one with packages of this repository, packed once per process. #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    if ($env:COGNITOUNLINK_ARTIFACTS) {
        return $env:COGNITOUNLINK_ARTIFACTS
    }

    # Each test file imports this module again.
    $packed = 'CognitoUnlink.PackagesOfTests'
    $path = Join-Path $script:Root 'artifacts/pester/packages'
    if (-not [AppDomain]::CurrentDomain.GetData($packed)) {
        Remove-Item -LiteralPath $path -Recurse -ErrorAction Ignore
        $null = Invoke-Packing $path
        [AppDomain]::CurrentDomain.SetData($packed, $true)
    }
    $path
}

function Invoke-Packing {
    <# Packs into a folder and returns the warnings. #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)][string] $Path,
        [object] $Certificate,
        [securestring] $CertificatePassword
    )

    # A build node that outlives the build would keep the output of this process open. The analyzers already ran when the tests were built.
    $environment = @{ MSBUILDDISABLENODEREUSE = '1'; RunAnalyzers = 'false' }
    $before = @{}
    foreach ($name in $environment.Keys) {
        $before[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $environment[$name])
    }

    try {
        $signing = $Certificate ? @{ Certificate = $Certificate; CertificatePassword = $CertificatePassword } : @{}
        & (Join-Path $script:Root 'build.ps1') -Task Package -ArtifactPath $Path @signing 3>&1 |
            Where-Object { $_ -is [Management.Automation.WarningRecord] } |
            ForEach-Object Message
    }
    finally {
        foreach ($name in $before.Keys) {
            [Environment]::SetEnvironmentVariable($name, $before[$name])
        }
    }
}

function Get-RepositoryFile {
    [CmdletBinding()]
    param([Parameter(Mandatory)][string] $Path)

    Join-Path $script:Root $Path
}

function Get-DecoyPath {
    [CmdletBinding()]
    param([Parameter(Mandatory)][ValidateSet('AwsSdkV3', 'AwsSdkV4', 'Empty')][string] $Name)

    Get-ChildItem (Join-Path $script:Root "tests/Decoys/Decoy.$Name/bin/*/net8.0/Decoy.$Name.dll") |
        Sort-Object LastWriteTime |
        Select-Object -Last 1 -ExpandProperty FullName
}

function Get-SdkPath {
    <# The folder with the assemblies of an AWS SDK for .NET, as AWS.Tools includes them. #>
    [CmdletBinding()]
    [OutputType([string])]
    param([Parameter(Mandatory)][string] $Version)

    Get-ChildItem (Join-Path $script:Root "tests/CognitoUnlink.Pester.Tests/bin/*/net*/sdk/$Version/AWSSDK.Core.dll") |
        Sort-Object LastWriteTime |
        Select-Object -Last 1 -ExpandProperty DirectoryName
}

function Invoke-Child {
    <# Runs a script in its own PowerShell process and returns what it wrote. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)][string] $Script)

    $output = pwsh -NoProfile -NonInteractive -Command $Script 2>&1 | ForEach-Object { "$_" }
    [pscustomobject]@{ ExitCode = $LASTEXITCODE; Output = $output }
}

function Get-VerifiedEmail {
    <# Attributes with which a seeded user can reset a password. #>
    [CmdletBinding()]
    [OutputType([hashtable])]
    param([Parameter(Mandatory)][string] $Username)

    @{ email = "$Username@example.com"; email_verified = 'true' }
}

function Start-TestPool {
    <# Starts a pool with alice and others, one of each kind that matters. All can reset a password with their verified e-mail address. #>
    [CmdletBinding(SupportsShouldProcess)]
    param([string] $UserPoolId = 'us-east-1_LocalPool')

    $okta = { param($value, $attributeName = 'Cognito_Subject', [switch] $SignedIn, [switch] $Primary)
        $identity = @{ providerName = 'Okta'; value = $value; attributeName = $attributeName; primary = [bool] $Primary }
        if ($SignedIn) { $identity.signedInSubject = $value }
        $identity
    }
    $pool = @{
        userPoolId        = $UserPoolId
        identityProviders = @(
            @{ name = 'Okta'; type = 'SAML'; attributeMapping = @{ email = 'http://claims/emailaddress'; name = 'displayName' } }
            @{ name = 'AzureAD'; type = 'OIDC'; attributeMapping = @{ email = 'email' }; details = @{ client_secret = 'canary-client-secret' } }
            @{ name = 'Google'; type = 'Google' }
            @{ name = 'SignInWithApple'; type = 'SignInWithApple' }
        )
        users             = @(
            @{ username = 'alice'; status = 'CONFIRMED'; identities = @(& $okta 'Alice@Corp.example' -SignedIn) }
            @{ username = 'bob'; status = 'FORCE_CHANGE_PASSWORD'; identities = @(& $okta 'bob@corp.example' -SignedIn) }
            @{ username = 'carol'; status = 'CONFIRMED'; identities = @((& $okta 'carol@corp.example' 'email'), @{ providerName = 'Google'; value = '1122334455' }) }
            @{ username = 'Okta_dave'; status = 'EXTERNAL_PROVIDER'; identities = @(& $okta 'dave' -SignedIn -Primary) }
            @{ username = 'erin'; status = 'CONFIRMED' }
            @{ username = 'frank'; status = 'FORCE_CHANGE_PASSWORD'; identities = @((& $okta 'frank' -SignedIn), @{ providerName = 'AzureAD'; value = 'frank-oid' }) }
            @{ username = 'grace'; status = 'CONFIRMED'; identities = @(@{ providerName = 'AzureAD'; value = 'grace-oid' }) }
            @{ username = 'heidi'; status = 'CONFIRMED'; identities = @(@{ providerName = 'SignInWithApple'; value = '0013.a_b' }) }
        )
    }
    $pool.users | ForEach-Object { $_.attributes = Get-VerifiedEmail $_.username }
    $seedPath = Join-Path ([IO.Path]::GetTempPath()) "cognito-unlink-$([guid]::NewGuid()).json"
    try {
        @{ version = 1; pools = @($pool) } | ConvertTo-Json -Depth 8 | Set-Content -LiteralPath $seedPath
        Start-CGIPLocalUserPool -UserPoolId $UserPoolId -SeedPath $seedPath
    }
    finally {
        Remove-Item -LiteralPath $seedPath
    }
}

function Add-ForeignUser {
    <# Adds classes with the same shape as AWS.Tools' objects. Their constants derive from the SDK's own class, which this loads as AWS.Tools does. #>
    [CmdletBinding()]
    param()

    if (-not ('Foreign.UserTypeV4' -as [type])) {
        $sdk = Join-Path (Get-ModulePath) 'lib/AWSSDK.Core.dll'
        Add-Type -Path $sdk
        Add-Type -Path (Join-Path $PSScriptRoot 'ForeignUser.cs') -ReferencedAssemblies $sdk, System.Collections -IgnoreWarnings
    }
}

function Get-Sent {
    <# The unlink requests that were sent, as provider/attribute name/value. #>
    [CmdletBinding()]
    param([string] $UserPoolId = 'us-east-1_LocalPool')

    Get-CGIPLocalUserPoolRequest $UserPoolId AdminDisableProviderForUser |
        ForEach-Object { '{0}/{1}/{2}' -f $_.ProviderName, $_.ProviderAttributeName, $_.ProviderAttributeValue }
}

function Invoke-Beside {
    <#
        Runs a script in another runspace of this process, does something else once the script has called an operation, and returns
        what the script wrote, including errors. A request that is still waiting for its answer is not listed yet.
    #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)][string] $Script,
        [Parameter(Mandatory)][scriptblock] $Meanwhile,
        [Parameter(Mandatory)][string] $UserPoolId,
        [string] $Operation = 'ListIdentityProviders'
    )

    $null = Get-CGIPLocalUserPoolRequest $UserPoolId -Clear
    $shell = [powershell]::Create().AddScript("Import-Module '$(Get-ModulePath)'; $Script")
    try {
        $running = $shell.BeginInvoke()
        $watch = [Diagnostics.Stopwatch]::StartNew()
        while (-not (Get-CGIPLocalUserPoolRequest $UserPoolId $Operation) -and -not $running.IsCompleted -and $watch.Elapsed.TotalSeconds -lt 60) { Start-Sleep -Milliseconds 10 }
        $null = & $Meanwhile
        $shell.EndInvoke($running)
        $shell.Streams.Error
    }
    finally {
        $shell.Runspace.Dispose()
        $shell.Dispose()
    }
}

function Invoke-WithAnswer {
    <# Runs a script in a runspace whose host gives these answers, and returns its output, its prompts, and what was on its screen. #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)][string] $Script,
        [string[]] $Answer = @(),
        [hashtable] $Variable = @{},
        [timespan] $AnswerDelay = [timespan]::Zero
    )

    if (-not $script:Answering) {
        if (-not ('AnsweringHost' -as [type])) { Add-Type -Path (Join-Path $PSScriptRoot 'AnsweringHost.cs') }
        $script:Answering = [AnsweringHost]::new()
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule((Get-ModulePath))
        $script:AnsweringRunspace = [runspacefactory]::CreateRunspace($script:Answering, $state)
        $script:AnsweringRunspace.Open()
    }
    $answering, $runspace = $script:Answering, $script:AnsweringRunspace
    $answering.Reset($Answer)
    $answering.AnswerDelay = $AnswerDelay
    # Nothing from the previous script remains, except the imported module.
    $runspace.ResetRunspaceState()
    foreach ($name in $Variable.Keys) { $runspace.SessionStateProxy.SetVariable($name, $Variable[$name]) }
    $shell = [powershell]::Create($runspace).AddScript($Script)
    $results = $shell.Invoke()
    [pscustomobject]@{ Results = $results; Prompts = @($answering.Prompts); Errors = $shell.Streams.Error; Screen = $answering.Screen; Streams = $shell.Streams }
}

function Get-Linked {
    <# All links, as username/provider. #>
    [CmdletBinding()]
    param([string] $UserPoolId = 'us-east-1_LocalPool')

    Get-CGIPLinkedIdentity $UserPoolId | ForEach-Object { '{0}/{1}' -f $_.Username, $_.ProviderName }
}

function Clear-AwsVariable {
    <# Removes every AWS_ variable from the environment. #>
    [CmdletBinding()]
    param()

    Get-ChildItem env: | Where-Object Name -Like 'AWS_*' | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Name, $null) }
}

function Reset-AwsSetting {
    <# Makes the settings those of a machine without AWS: no variables, empty files, nothing set in the session. #>
    [CmdletBinding(SupportsShouldProcess)]
    param([Parameter(Mandatory)][string] $Folder)

    Clear-AwsVariable
    $env:AWS_EC2_METADATA_DISABLED = 'true'
    $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $Folder 'credentials'
    $env:AWS_CONFIG_FILE = Join-Path $Folder 'config'
    Set-Content $env:AWS_SHARED_CREDENTIALS_FILE ''
    Set-Content $env:AWS_CONFIG_FILE ''
    Remove-Variable StoredAWSCredentials, StoredAWSRegion, AWSProxy -Scope Global -ErrorAction Ignore
}

Export-ModuleMember -Function *
