# Which credentials and region a command signs with, according to the signature that a server received.

BeforeDiscovery {
    # In the order of AWS.Tools 5: the earlier source in a pair is used.
    $names = 'AccessKey', 'ProfileName', 'Credential', 'Variable', 'Environment', 'AWS_PROFILE', 'Default'
    $pairs = foreach ($first in 0..($names.Count - 1)) {
        foreach ($second in $first..($names.Count - 1)) {
            @{ First = $names[$first]; Second = $names[$second] }
        }
    }
    $regions = 'Region', 'StoredAWSRegion', 'ProfileName', 'Default', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'PoolId'
    $regionPairs = foreach ($first in 0..($regions.Count - 1)) {
        foreach ($second in $first..($regions.Count - 1)) {
            @{ First = $regions[$first]; Second = $regions[$second] }
        }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    foreach ($file in 'SignatureServer.cs', 'AwsTools.cs', 'AnsweringHost.cs') {
        Add-Type -Path (Join-Path $PSScriptRoot $file)
    }
    $server = [SignatureServer]::new()
    $pool = 'eu-west-1_AbCdEf'
    $saved = @{}
    foreach ($name in [Environment]::GetEnvironmentVariables().Keys.Where({ $_ -like 'AWS_*' })) {
        $saved[$name] = [Environment]::GetEnvironmentVariable($name)
    }

    function Add-Profile {
        param([string] $Name, [string] $Suffix)

        Add-Content $env:AWS_SHARED_CREDENTIALS_FILE "[$Name]`naws_access_key_id = AKIA$Suffix`naws_secret_access_key = secret`naws_session_token = token-$Suffix"
    }

    function Get-Session {
        <# What Set-AWSCredential stores. #>
        param([string] $Suffix)

        [Amazon.PowerShell.Common.AWSPSCredentials]::Of([Amazon.Runtime.SessionAWSCredentials]::new($Suffix))
    }

    function Get-Signature {
        <# The signature of the request that a command with these parameters sends. #>
        param([hashtable] $Parameter = @{}, [string] $UserPoolId = $pool)

        $server.Received.Clear()
        if (-not $Parameter.ContainsKey('Region') -and $UserPoolId -eq $pool) { $Parameter = $Parameter + @{ Region = 'eu-west-1' } }
        Get-CGIPLinkedIdentity $UserPoolId -EndpointUrl $server.Url @Parameter -ErrorAction Stop | Out-Null
        @($server.Received)[-1]
    }
}

AfterAll {
    Reset-AwsSetting $TestDrive
    Clear-AwsVariable
    $saved.GetEnumerator() | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) }
    $server.Dispose()
}

Describe 'Credentials' {
    BeforeEach { Reset-AwsSetting $TestDrive }

    It 'come from <First> if <Second> is also set' -ForEach $pairs {
        $parameter = @{}
        foreach ($source in @($First, $Second | Select-Object -Unique)) {
            switch ($source) {
                AccessKey { $parameter += @{ AccessKey = 'AKIAAccessKey'; SecretKey = 'secret'; SessionToken = 'token-AccessKey' } }
                ProfileName { Add-Profile named ProfileName; $parameter += @{ ProfileName = 'named' } }
                Credential { $parameter += @{ Credential = [Amazon.Runtime.SessionAWSCredentials]::new('Credential') } }
                Variable { Set-Variable StoredAWSCredentials (Get-Session Variable) -Scope Global }
                Environment { $env:AWS_ACCESS_KEY_ID = 'AKIAEnvironment'; $env:AWS_SECRET_ACCESS_KEY = 'secret'; $env:AWS_SESSION_TOKEN = 'token-Environment' }
                AWS_PROFILE { Add-Profile ambient AWS_PROFILE; $env:AWS_PROFILE = 'ambient' }
                Default { Add-Profile default Default }
            }
        }
        $signature = Get-Signature $parameter
        $signature.AccessKey | Should -BeExactly "AKIA$First"
        $signature.Token | Should -BeExactly "token-$First"
    }

    It 'can be given by the parameter names of AWS.Tools: <Names>' -ForEach @(
        @{ Names = 'AK, SK, ST'; Parameter = @{ AK = 'AKIAX'; SK = 's'; ST = 'token-X' } }
        @{ Names = 'SecretAccessKey'; Parameter = @{ AccessKey = 'AKIAX'; SecretAccessKey = 's'; SessionToken = 'token-X' } }
        @{ Names = 'StoredCredentials'; Parameter = @{ StoredCredentials = 'x' } }
        @{ Names = 'AWSProfileName'; Parameter = @{ AWSProfileName = 'x' } }
    ) {
        Add-Profile x X
        (Get-Signature $Parameter).Token | Should -BeExactly token-X
    }

    It 'can come from a file that -<_> gives relative to the current location' -ForEach 'ProfileLocation', 'AWSProfilesLocation', 'ProfilesLocation' {
        Set-Content (Join-Path $TestDrive 'elsewhere') "[default]`naws_access_key_id = AKIAELSEWHERE`naws_secret_access_key = secret"
        Push-Location $TestDrive
        try { (Get-Signature @{ $_ = 'elsewhere' }).AccessKey | Should -BeExactly AKIAELSEWHERE }
        finally { Pop-Location }
    }

    It 'bind by property name' {
        $row = [pscustomobject]@{ UserPoolId = $pool; Username = 'ann'; Credential = [Amazon.Runtime.SessionAWSCredentials]::new('ROW') }
        $server.Received.Clear()
        $row | Get-CGIPLinkedIdentity -EndpointUrl $server.Url -ErrorAction SilentlyContinue | Out-Null
        @($server.Received)[0].AccessKey | Should -BeExactly AKIAROW
    }

    It 'can be piped to read a pool or given users' {
        Add-Profile default Default
        $credential = [Amazon.Runtime.SessionAWSCredentials]::new('PIPED')
        $reach = @{ UserPoolId = $pool; EndpointUrl = $server.Url }
        foreach ($more in @{}, @{ Username = 'ann' }) {
            $server.Received.Clear()
            $credential | Get-CGIPLinkedIdentity @reach @more -ErrorAction SilentlyContinue -ErrorVariable problems
            $problems.FullyQualifiedErrorId | Should -Not -BeLike 'NotAUser*'
            @($server.Received).AccessKey | Select-Object -Unique | Should -BeExactly AKIAPIPED
        }
        $server.Received.Clear()
        $credential, [pscustomobject]@{ Username = 'ann' } | Get-CGIPLinkedIdentity @reach -ErrorAction SilentlyContinue
        @($server.Received).AccessKey | Select-Object -Unique | Should -Be AKIAPIPED, AKIADefault
    }

    It 'are refused from the pipeline if -Credential is also given or no pool is given' {
        Add-Profile default Default
        $credential = [Amazon.Runtime.SessionAWSCredentials]::new('PIPED')
        $server.Received.Clear()
        { $credential | Get-CGIPLinkedIdentity $pool -EndpointUrl $server.Url -Credential $credential -ErrorAction Stop } | Should -Throw -ErrorId 'NotAUser,*'
        { $credential | Get-CGIPLinkedIdentity -EndpointUrl $server.Url -ErrorAction Stop } | Should -Throw -ErrorId 'UserPoolNotSpecified,*'
        $server.Received.Count | Should -Be 0
    }

    It 'end a command that changes users if they are piped to it, and nothing is sent: <Case>' -ForEach @(
        @{ Case = 'a user'; Call = { $credential | Disable-CGIPProviderForUser @reach ann -ProviderName Okta } }
        @{ Case = 'a user, with -WhatIf'; Call = { $credential | Disable-CGIPProviderForUser @reach ann -ProviderName Okta -WhatIf } }
        @{ Case = 'no user'; Call = { $credential | Disable-CGIPProviderForUser @reach -ProviderName Okta } }
        @{ Case = 'a user piped after them'; Call = { $credential, [pscustomobject]@{ Username = 'ann' } | Disable-CGIPProviderForUser @reach -ProviderName Okta } }
        @{ Case = 'a password sign-in'; Call = { $credential | Disable-CGIPProviderForUser @reach -Username ann -Native } }
        @{ Case = 'a NameID'; Call = { $credential | Disable-CGIPProviderForUser @reach -SamlProvider Okta -NameId x } }
        @{ Case = 'an exact identity'; Call = { $credential | Disable-CGIPProviderForUser @reach -ProviderName Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue x } }
        @{ Case = 'an undo'; Call = { $credential | Enable-CGIPProviderForUser @reach } }
        @{ Case = 'an undo with a row piped after them'; Call = { $credential, [pscustomobject]@{ Username = 'ann'; ProviderName = 'Okta'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = 'x' } | Enable-CGIPProviderForUser @reach } }
    ) {
        Add-Profile default Default
        $credential = [Amazon.Runtime.SessionAWSCredentials]::new('PIPED')
        $reach = @{ UserPoolId = $pool; EndpointUrl = $server.Url; Force = $true }
        $server.Received.Clear()
        # This also catches a command that continues after the error: nothing may be sent for later input.
        $ended = $null
        try { & $Call } catch { $ended = $_ }
        $ended.FullyQualifiedErrorId | Should -BeLike 'CredentialPiped,*'
        $server.Received.Count | Should -Be 0
    }

    It 'can be the value of $StoredAWSCredentials, passed as -Credential' {
        (Get-Signature @{ Credential = Get-Session KEPT }).AccessKey | Should -BeExactly AKIAKEPT
    }

    It 'are refused if -Credential is another kind of object, and nothing is sent' {
        Add-Profile default Default
        $server.Received.Clear()
        { Get-Signature @{ Credential = Get-Item $TestDrive } } | Should -Throw -ErrorId 'CredentialsNotFound,*' -ExpectedMessage '*System.IO.DirectoryInfo*AWS.Tools*'
        $server.Received.Count | Should -Be 0
    }

    It 'are refreshed by their object if they expire during a run' {
        $credential = [Amazon.Runtime.RefreshingAWSCredentials]::new()
        $server.Received.Clear()
        $server.Expired = 'AKIA1'
        try { Get-CGIPLinkedIdentity $pool -EndpointUrl $server.Url -Credential $credential -ErrorAction Stop }
        finally { $server.Expired = $null }
        @($server.Received).AccessKey | Should -Be AKIA1, AKIA2
    }

    It 'can expire repeatedly while users are unlinked, without failing an item' {
        $local = Start-CGIPLocalUserPool -UserCount 300 -UserPoolId us-east-1_Expiring -SkipSignatureCheck
        try {
            Set-CGIPLocalUserPoolFault $local.UserPoolId -ErrorCode ExpiredTokenException -Every 10
            $journal = Join-Path $TestDrive 'expiring.jsonl'
            $aws = @{ UserPoolId = $local.UserPoolId; EndpointUrl = $local.EndpointUrl; Region = $local.Region; Credential = [Amazon.Runtime.RefreshingAWSCredentials]::new() }
            $results = Get-CGIPLinkedIdentity @aws -ProviderName Google, SignInWithApple | Disable-CGIPProviderForUser @aws -Force -ThrottleLimit 8 -JournalPath $journal -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems.FullyQualifiedErrorId -replace ',.*' | Where-Object { $_ -notin 'WouldLockOut', 'OwnIdentity', 'NoRecovery' } | Should -BeNullOrEmpty
            @($results | Where-Object Outcome -EQ Unlinked).Count | Should -BeGreaterThan 20
            $results.Outcome | Should -Not -Contain Failed
            (Get-CGIPUnlinkJournal $journal).Event | Should -Not -Contain failed
            $keys = (Get-CGIPLocalUserPoolRequest $local.UserPoolId).AccessKey | Select-Object -Unique
            @($keys).Count | Should -BeGreaterThan 3
        }
        finally { Stop-CGIPLocalUserPool $local.UserPoolId }
    }
}

Describe '$StoredAWSCredentials' {
    BeforeEach { Reset-AwsSetting $TestDrive; Add-Profile default Default }

    It 'in a function applies to the function and what it calls, and ends with it' {
        Set-Variable StoredAWSCredentials (Get-Session GLOBAL) -Scope Global
        function Get-Inner { (Get-Signature).AccessKey }
        function Get-Outer {
            $StoredAWSCredentials = Get-Session LOCAL
            Get-Inner
            & { (Get-Signature).AccessKey }
            $StoredAWSCredentials = $null
            Get-Inner
        }
        Get-Outer | Should -Be AKIALOCAL, AKIALOCAL, AKIADefault
        (Get-Signature).AccessKey | Should -BeExactly AKIAGLOBAL
        Remove-Variable StoredAWSCredentials -Scope Global
        (Get-Signature).AccessKey | Should -BeExactly AKIADefault
    }

    It 'in a module applies only to the module''s own functions' {
        $module = New-Module -ArgumentList $server.Url, $pool, (Get-Session MODULE) {
            param($url, $pool, $session)
            $script:StoredAWSCredentials = $session
            $script:target = @{ UserPoolId = $pool; EndpointUrl = $url; Region = 'eu-west-1' }
            function Invoke-FromModule { Get-CGIPLinkedIdentity @target }
        }
        $server.Received.Clear()
        & $module { Invoke-FromModule }
        @($server.Received)[-1].AccessKey | Should -BeExactly AKIAMODULE
        (Get-Signature).AccessKey | Should -BeExactly AKIADefault
    }

    It 'in a script applies only to the script' {
        $script = Join-Path $TestDrive 'script.ps1'
        Set-Content $script 'param($session, $call) $StoredAWSCredentials = $session; & $call'
        & $script (Get-Session SCRIPT) { (Get-Signature).AccessKey } | Should -BeExactly AKIASCRIPT
        (Get-Signature).AccessKey | Should -BeExactly AKIADefault
    }

    It 'is ignored if it holds something else, as in AWS.Tools' {
        Set-Variable StoredAWSCredentials ('default') -Scope Global
        (Get-Signature).AccessKey | Should -BeExactly AKIADefault
    }

    It 'is not used for a local user pool' {
        Set-Variable StoredAWSCredentials (Get-Session GLOBAL) -Scope Global
        $local = Start-CGIPLocalUserPool 5
        try { Get-CGIPLinkedIdentity $local.UserPoolId -ErrorAction Stop | Out-Null }
        finally { Stop-CGIPLocalUserPool $local.UserPoolId }
    }
}

Describe 'The region' {
    BeforeEach { Reset-AwsSetting $TestDrive }

    It 'comes from <First> if <Second> is also set' -ForEach $regionPairs {
        $value = @{ Region = 'ap-south-1'; StoredAWSRegion = 'ap-east-1'; ProfileName = 'eu-west-3'; Default = 'sa-east-1'; AWS_REGION = 'us-west-1'; AWS_DEFAULT_REGION = 'us-west-2'; PoolId = 'eu-north-1' }
        $parameter = @{ AccessKey = 'a'; SecretKey = 's' }
        $id = 'pool_AbC'
        foreach ($source in @($First, $Second | Select-Object -Unique)) {
            switch ($source) {
                Region { $parameter.Region = $value.Region }
                StoredAWSRegion { $StoredAWSRegion = $value.StoredAWSRegion }
                ProfileName { Add-Content $env:AWS_CONFIG_FILE "[profile named]`nregion = $($value.ProfileName)"; $parameter.ProfileName = 'named' }
                Default { Add-Content $env:AWS_CONFIG_FILE "[default]`nregion = $($value.Default)" }
                AWS_REGION { $env:AWS_REGION = $value.AWS_REGION }
                AWS_DEFAULT_REGION { $env:AWS_DEFAULT_REGION = $value.AWS_DEFAULT_REGION }
                PoolId { $id = "$($value.PoolId)_AbC" }
            }
        }
        $StoredAWSRegion | Out-Null
        (Get-Signature $parameter $id).Region | Should -BeExactly $value[$First]
    }

    It 'is refused before anything is sent if it contradicts the pool id' {
        { Get-CGIPLinkedIdentity eu-west-1_AbC -AccessKey a -SecretKey s -Region us-east-1 } |
            Should -Throw -ErrorId 'RegionMismatch,*' -ExpectedMessage "*eu-west-1*the region given says us-east-1. Nothing was sent. A replica*"
    }

    It 'is refused if it is unknown, and the nearest ones are suggested' {
        { Get-CGIPLinkedIdentity pool_AbC -AccessKey a -SecretKey s -Region eu-wset-1 } |
            Should -Throw -ErrorId 'RegionNotFound,*' -ExpectedMessage '*The nearest are eu-west-1,*'
    }

    It 'can be <Kind>' -ForEach @(
        @{ Kind = 'an object from Get-AWSRegion'; Region = [pscustomobject]@{ Region = 'eu-south-2'; Name = 'Europe (Spain)'; IsShellDefault = $false } }
        @{ Kind = 'a RegionEndpoint, whose text is not its name'; Region = [pscustomobject]@{ SystemName = 'eu-south-2'; DisplayName = 'Europe (Spain)' } | Add-Member ToString { 'Europe (Spain) (eu-south-2)' } -MemberType ScriptMethod -Force -PassThru }
        @{ Kind = 'an object whose text is its name'; Region = [pscustomobject]@{} | Add-Member ToString { 'eu-south-2' } -MemberType ScriptMethod -Force -PassThru }
        @{ Kind = 'a deserialized object'; Region = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize([pscustomobject]@{ Region = 'eu-south-2' })) }
    ) {
        $keys = @{ AccessKey = 'a'; SecretKey = 's' }
        (Get-Signature ($keys + @{ Region = $Region }) pool_AbC).Region | Should -BeExactly eu-south-2
        $StoredAWSRegion = $Region
        $StoredAWSRegion | Out-Null
        (Get-Signature $keys pool_AbC).Region | Should -BeExactly eu-south-2
        $server.Received.Clear()
        [pscustomobject]@{ UserPoolId = 'pool_AbC'; Username = 'ann'; Region = $Region } | Get-CGIPLinkedIdentity -EndpointUrl $server.Url @keys -ErrorAction SilentlyContinue | Out-Null
        @($server.Received)[0].Region | Should -BeExactly eu-south-2
    }

    It 'is refused if it is another kind of object, and nothing is sent' {
        $server.Received.Clear()
        { Get-Signature @{ AccessKey = 'a'; SecretKey = 's'; Region = Get-Item $TestDrive } pool_AbC } | Should -Throw -ErrorId 'RegionNotFound,*'
        { Get-Signature @{ AccessKey = 'a'; SecretKey = 's'; Region = @{ Regoin = 'eu-west-1' } } pool_AbC } | Should -Throw -ErrorId 'RegionNotFound,*' -ExpectedMessage '*Hashtable*'
        $server.Received.Count | Should -Be 0
    }

    It 'can be that of a replica only with -Replica, and only to read' {
        # The region is checked before the credentials, and there are none.
        $env:AWS_EC2_METADATA_DISABLED = 'true'
        { Get-CGIPLinkedIdentity eu-west-1_AbC -Region us-east-1 } | Should -Throw -ErrorId 'RegionMismatch,*'
        { Get-CGIPLinkedIdentity eu-west-1_AbC -Region us-east-1 -Replica } | Should -Throw -ErrorId 'CredentialsNotFound,*'
        $StoredAWSRegion = 'us-east-1'
        $StoredAWSRegion | Out-Null
        { Get-CGIPLinkedIdentity eu-west-1_AbC -Replica } | Should -Throw -ErrorId 'RegionNotFound,*' -ExpectedMessage '*replica*'
        'Disable', 'Enable' | ForEach-Object { (Get-Command "$_-CGIPProviderForUser").Parameters.Keys | Should -Not -Contain Replica }
    }
}

Describe '$AWSProxy' {
    It 'is used' {
        Reset-AwsSetting $TestDrive
        $proxy = [SignatureServer]::new()
        $AWSProxy = [Amazon.PowerShell.Common.ProxySettings]@{ Hostname = '127.0.0.1'; Port = ([uri] $proxy.Url).Port }
        $AWSProxy | Out-Null
        { Get-CGIPLinkedIdentity eu-west-1_AbC -AccessKey a -SecretKey s -WarningAction SilentlyContinue } | Should -Throw
        $proxy.Received.Count | Should -BeGreaterThan 0
        $proxy.Dispose()
    }
}

Describe 'A profile that needs user interaction' {
    BeforeEach { Reset-AwsSetting $TestDrive }

    It 'prompts for its MFA code through the host' {
        Add-Profile base Base
        Add-Content $env:AWS_CONFIG_FILE "[profile mfa]`nrole_arn = arn:aws:iam::1:role/r`nsource_profile = base`nmfa_serial = arn:aws:iam::1:mfa/ann"
        $env:AWS_ENDPOINT_URL_STS = $server.Url
        $server.Received.Clear()
        $answering = [AnsweringHost]::new('123456')
        $state = [initialsessionstate]::CreateDefault2()
        $state.ImportPSModule((Get-ModulePath))
        $runspace = [runspacefactory]::CreateRunspace($answering, $state)
        $runspace.Open()
        $null = [powershell]::Create($runspace).AddScript("Get-CGIPLinkedIdentity $pool -ProfileName mfa -EndpointUrl $($server.Url)").Invoke()
        $runspace.Dispose()
        $answering.Prompts | Should -Be 'Enter the code from the MFA device arn:aws:iam::1:mfa/ann.'
        @($server.Received)[0].Body | Should -BeLike '*TokenCode=123456*'
        @($server.Received)[-1].AccessKey | Should -BeExactly AKIAROLE
    }

    It 'causes an error if it cannot prompt' {
        Add-Profile base Base
        Add-Content $env:AWS_CONFIG_FILE "[profile mfa]`nrole_arn = arn:aws:iam::1:role/r`nsource_profile = base`nmfa_serial = arn:aws:iam::1:mfa/ann"
        $child = Invoke-Child "Import-Module '$(Get-ModulePath)'; try { Get-CGIPLinkedIdentity $pool -ProfileName mfa } catch { `$_.FullyQualifiedErrorId }"
        $child.Output | Should -BeLike 'LoginRequired,*'
    }

    It 'with a login_session is left to Get-AWSCredential' {
        Add-Content $env:AWS_CONFIG_FILE "[profile signedin]`nlogin_session = arn:aws:iam::1:user/ann"
        { Get-Signature @{ ProfileName = 'signedin' } } | Should -Throw -ErrorId 'LoginRequired,*' -ExpectedMessage '*AWS.Tools.Common 5*'
        function global:Get-AWSCredential { param($ProfileName) [Amazon.Runtime.SessionAWSCredentials]::new("LOGIN-$ProfileName") }
        try { (Get-Signature @{ ProfileName = 'signedin' }).AccessKey | Should -BeExactly AKIALOGIN-signedin }
        finally { Remove-Item function:global:Get-AWSCredential }
    }
}

Describe 'The real SDK' {
    It '<Sdk>, loaded by another module, provides credentials for -Credential' -ForEach @{ Sdk = 'V3' }, @{ Sdk = 'V4' } {
        $child = Invoke-Child @"
            Add-Type -Path '$(Join-Path $PSScriptRoot 'SignatureServer.cs')'
            Import-Module '$(Get-DecoyPath "AwsSdk$Sdk")'
            Get-DecoySdkVersion | Out-Null
            Import-Module '$(Get-ModulePath)'
            `$server = [SignatureServer]::new()
            `$credential = [Amazon.Runtime.SessionAWSCredentials]::new('AKIAFOREIGN', 'secret', 'token-FOREIGN')
            Get-CGIPLinkedIdentity $pool -EndpointUrl `$server.Url -Region eu-west-1 -Credential `$credential
            # Once it has run for a second, the command also requests the number of users.
            `$server.Received | ForEach-Object { "`$(`$_.AccessKey) `$(`$_.Token)" } | Select-Object -Unique
"@
        $child.Output | Should -Be 'AKIAFOREIGN token-FOREIGN'
    }
}
