# Role and SSO profiles, used by our module and by another AWS SDK in PowerShell's default load context, where AWS.Tools loads it: in each order, in a new process.
# NuGet has no version 3 of AWSSDK.SSO, and the home folder, where SSO keeps its tokens, can only be moved on Unix.

BeforeDiscovery {
    $orders = [ordered]@{
        'ours first'                  = 'Use-Ours; Import-Theirs; Use-Theirs'
        'theirs first'                = 'Import-Theirs; Use-Theirs; Use-Ours'
        'theirs loaded, ours first'   = 'Import-Theirs; Use-Ours; Use-Theirs'
        'ours, theirs, ours'          = 'Use-Ours; Import-Theirs; Use-Theirs; Use-Ours'
        'theirs, ours, theirs'        = 'Import-Theirs; Use-Theirs; Use-Ours; Use-Theirs'
        'theirs after Remove-Module'  = 'Use-Ours; Remove-Module CognitoUnlink; Import-Theirs; Use-Theirs; Use-Ours'
        'both at once, two runspaces' = 'Import-Theirs; Use-Both'
    }
    $cases = foreach ($sdk in @{ Sdk = '3.7.501.1'; Kinds = @('role') }, @{ Sdk = '4.0.3.3'; Kinds = @('role', 'sso') }, @{ Sdk = '4.0.102.19'; Kinds = @('role', 'sso') }) {
        foreach ($order in $orders.GetEnumerator()) {
            @{ Sdk = $sdk.Sdk; Kinds = @($sdk.Kinds | Where-Object { $_ -ne 'sso' -or -not $IsWindows }); Order = $order.Key; Script = $order.Value }
        }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    $path = Get-ModulePath
    Add-Type -Path (Join-Path $PSScriptRoot 'SignatureServer.cs')
    $server = [SignatureServer]::new()

    $userHome = Join-Path $TestDrive 'home'
    $cache = New-Item -ItemType Directory (Join-Path $userHome '.aws/sso/cache')
    Set-Content (Join-Path $userHome '.aws/credentials') "[base]`naws_access_key_id = AKIABASE`naws_secret_access_key = secret"
    Set-Content (Join-Path $userHome '.aws/config') @'
[profile role]
role_arn = arn:aws:iam::123456789012:role/r
source_profile = base
[profile sso]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Offboarding
[profile through]
role_arn = arn:aws:iam::123456789012:role/r
source_profile = sso
[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
'@
    $name = [Convert]::ToHexString([Security.Cryptography.SHA1]::HashData([Text.Encoding]::UTF8.GetBytes('corp'))).ToLowerInvariant()

    function Write-Token([switch] $Expired) {
        $ends = [DateTime]::UtcNow.AddHours($Expired ? -1 : 1).ToString('yyyy-MM-ddTHH:mm:ssZ', [cultureinfo]::InvariantCulture)
        @{
            startUrl = 'https://corp.awsapps.com/start'; region = 'eu-west-1'; accessToken = 'secret-token'; expiresAt = $ends
            clientId = 'c'; clientSecret = 's'; refreshToken = 'r'; registrationExpiresAt = '2099-01-01T00:00:00Z'
        } | ConvertTo-Json | Set-Content (Join-Path $cache "$name.json")
    }

    # Defines functions for a child process that load and use the AWS SDK as AWS.Tools does, and that use our module.
    function Get-Preamble($sdk, $kinds) {
        @"
            `$ErrorActionPreference = 'Stop'
            Get-ChildItem env:AWS_* | Remove-Item
            `$env:HOME = '$userHome'
            `$env:AWS_SHARED_CREDENTIALS_FILE = '$userHome/.aws/credentials'
            `$env:AWS_CONFIG_FILE = '$userHome/.aws/config'
            `$env:AWS_EC2_METADATA_DISABLED = 'true'
            `$env:AWS_REGION = 'eu-west-1'
            'STS', 'SSO', 'SSO_OIDC' | ForEach-Object { [Environment]::SetEnvironmentVariable("AWS_ENDPOINT_URL_`$_", '$($server.Url)') }

            function Import-Theirs {
                Get-ChildItem '$(Get-SdkPath $sdk)/*.dll' | ForEach-Object { `$null = [Reflection.Assembly]::LoadFrom(`$_.FullName) }
            }
            function Use-Theirs {
                foreach (`$kind in '$($kinds -join "', '")') {
                    `$credentials = `$null
                    `$found = [Amazon.Runtime.CredentialManagement.CredentialProfileStoreChain]::new().TryGetAWSCredentials(`$kind, [ref] `$credentials)
                    if (`$kind -eq 'sso') { `$credentials.Options.SupportsGettingNewToken = `$false; `$credentials.Options.ClientName = 'theirs' }
                    "theirs `$kind `$found `$(`$credentials.GetCredentials().AccessKey)"
                }
            }
            function Use-Ours {
                Import-Module '$path'
                foreach (`$kind in '$($kinds -join "', '")') {
                    Get-CGIPLinkedIdentity "eu-west-1_`$kind" -ProfileName `$kind -EndpointUrl '$($server.Url)'
                    "ours `$kind"
                }
            }
            function Use-Both {
                `$script = "`${function:Use-Ours}", "`${function:Use-Theirs}"
                `$script | ForEach-Object -Parallel { `$ErrorActionPreference = 'Stop'; foreach (`$time in 1..5) { & ([scriptblock]::Create(`$_)) } } -ThrottleLimit 2 | Select-Object -Unique
            }
            function Get-Strays {
                [AppDomain]::CurrentDomain.GetAssemblies() |
                    Where-Object { `$_.GetName().Name -match '^(AWSSDK|aws-crt)' -and [Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_) -ne [Runtime.Loader.AssemblyLoadContext]::Default } |
                    ForEach-Object { 'private ' + `$_.GetName().Name }
            }

"@
    }

    function Get-CognitoKey($kind) {
        @($server.Received | Where-Object Body -Like "*eu-west-1_$kind*").AccessKey | Select-Object -Unique
    }
}

AfterAll { $server.Dispose() }

Describe 'Role and SSO profiles with another AWS SDK for .NET in the process' {
    It 'work with version <Sdk> (<Kinds>): <Order>' -ForEach $cases {
        Write-Token
        $server.Received.Clear()

        $child = Invoke-Child ((Get-Preamble $Sdk $Kinds) + "$Script; Get-Strays")

        $child.ExitCode | Should -Be 0 -Because ($child.Output -join "`n")
        $keys = @{ role = 'AKIAROLE'; sso = 'AKIASSO' }
        $child.Output | Sort-Object -Unique | Should -Be (@('private AWSSDK.Core') + ($Kinds | ForEach-Object { "ours $_"; "theirs $_ True $($keys[$_])" }) | Sort-Object)
        foreach ($kind in $Kinds) { Get-CognitoKey $kind | Should -Be $keys[$kind] }
    }
}

Describe 'An assembly that the SDK looks up by name' {
    It 'is not loaded for any kind of profile' {
        Write-Token -Expired
        $server.Received.Clear()
        $jwt = Join-Path $TestDrive 'jwt'
        Set-Content $jwt token
        Add-Content (Join-Path $userHome '.aws/config') "[profile web]`nrole_arn = arn:aws:iam::123456789012:role/r`nweb_identity_token_file = $jwt`n[profile console]`nlogin_session = arn:aws:iam::1:user/ann`nregion = eu-west-1"
        $kinds = $IsWindows ? @('role', 'web', 'base') : @('role', 'sso', 'through', 'web', 'base')

        $child = Invoke-Child ((Get-Preamble '4.0.3.3' $kinds) + @"
            Use-Ours
            try { Get-CGIPLinkedIdentity eu-west-1_A -ProfileName console } catch { 'console ' + `$_.FullyQualifiedErrorId.Split(',')[0] }
            Get-Strays
"@)

        $child.Output | Should -Be (@($kinds | ForEach-Object { "ours $_" }) + 'console LoginRequired', 'private AWSSDK.Core')
        Get-CognitoKey web | Should -Be 'AKIAROLE'
        if (-not $IsWindows) {
            Get-CognitoKey sso | Should -Be 'AKIASSO'
            Get-CognitoKey through | Should -Be 'AKIAROLE'
            @($server.Received | Where-Object Path -EQ '/token') | Should -HaveCount 1
        }
    }
}
