# What the Tab key offers, requested as the shell does.

BeforeDiscovery {
    # Each of these breaks in a different way without quotes.
    $awkward = @('two words', "O'Brien", 'a"b', 'a$b', 'a`b', '-dash', 'a[1]', 'a[', 'a;b', 'a,b', '#x', '@x', '0123', '2>1', '$true', '--',
        "smart$([char] 0x2019)s", "q$([char] 0x201C)u") | ForEach-Object { @{ Name = $_ } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    foreach ($file in 'SignatureServer.cs', 'AwsTools.cs') {
        Add-Type -Path (Join-Path $PSScriptRoot $file)
    }
    $server = [SignatureServer]::new()
    $saved = @{}
    foreach ($name in [Environment]::GetEnvironmentVariables().Keys.Where({ $_ -like 'AWS_*' })) {
        $saved[$name] = [Environment]::GetEnvironmentVariable($name)
    }

    function Get-Completion {
        param([string] $Line)

        (TabExpansion2 $Line $Line.Length).CompletionMatches
    }

    function New-SeededPool {
        <# Starts a pool with these providers and users, and other pools in its account that are not local user pools of this process. #>
        [CmdletBinding(SupportsShouldProcess)]
        param([string] $UserPoolId, [hashtable[]] $IdentityProvider = @(), [hashtable[]] $User = @(), [string[]] $Beside = @())

        $path = Join-Path $TestDrive 'seed.json'
        $pools = @(@{ userPoolId = $UserPoolId; name = 'shop production'; identityProviders = $IdentityProvider; users = $User }; $Beside | ForEach-Object { @{ userPoolId = $_ } })
        @{ version = 1; pools = $pools } |
            ConvertTo-Json -Depth 8 | Set-Content $path
        Start-CGIPLocalUserPool -UserPoolId $UserPoolId -SeedPath $path
    }
}

AfterAll {
    Reset-AwsSetting $TestDrive
    Clear-AwsVariable
    $saved.GetEnumerator() | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) }
    $server.Dispose()
}

Describe 'Completion' {
    BeforeEach {
        Reset-AwsSetting $TestDrive
        $global:PSDefaultParameterValues = [Management.Automation.DefaultParameterDictionary]::new()
        $errorsBefore = $global:Error.Count
    }

    AfterEach {
        Stop-CGIPLocalUserPool
        $global:Error.Count | Should -Be $errorsBefore
    }

    Context 'for user pools and what they contain' {
        BeforeEach { $pool = Start-TestPool }

        It 'offers the ids of local user pools after "<_>"' -ForEach 'Get-CGIPLinkedIdentity -UserPoolId ', 'Get-CGIPLinkedIdentity us', 'Disable-CGIPProviderForUser US-e',
        'Enable-CGIPProviderForUser -UserPoolId ', 'Stop-CGIPLocalUserPool ', 'Get-CGIPLocalUserPoolRequest ', 'Set-CGIPLocalUserPoolFault -UserPoolId ' {
            $found = Get-Completion $_
            $found.CompletionText | Should -BeExactly us-east-1_LocalPool
            $found.ToolTip | Should -BeExactly "local user pool at $($pool.EndpointUrl)"
        }

        It 'does not offer running pools after "<_>"' -ForEach 'Start-CGIPLocalUserPool -UserPoolId ', 'Get-CGIPLinkedIdentity -ProfileName nobody -UserPoolId ',
        'Get-CGIPLinkedIdentity -AccessKey AKIAX -SecretKey s -UserPoolId ', 'Get-CGIPLinkedIdentity -Credential $credential -UserPoolId ', 'Get-CGIPLinkedIdentity -EndpointUrl $elsewhere -UserPoolId ' {
            # An account without user pools.
            $env:AWS_ENDPOINT_URL = $elsewhere = $server.Url
            $env:AWS_REGION = 'us-east-1'
            $credential = [Amazon.Runtime.SessionAWSCredentials]::new('X')
            Get-Completion $_ | Should -BeNullOrEmpty
            Get-CGIPLocalUserPoolRequest | Should -BeNullOrEmpty
        }

        It 'offers the pools of an account by id or name, with their names as tooltips' {
            $null = New-SeededPool us-east-1_Shop
            $shop = Get-CGIPLocalUserPool us-east-1_Shop
            foreach ($word in '', 'us-east-1_S', 'shop') {
                $found = Get-Completion "Get-CGIPLinkedIdentity -EndpointUrl $($shop.EndpointUrl) -AccessKey local -SecretKey local -Region us-east-1 -UserPoolId $word"
                $found.CompletionText | Should -BeExactly us-east-1_Shop
                $found.ToolTip | Should -BeExactly 'shop production'
            }
        }

        It 'offers local pools before those of the account, each once' {
            $env:AWS_ENDPOINT_URL = (New-SeededPool us-east-1_Shop -Beside us-east-1_Account).EndpointUrl
            $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'local'
            $env:AWS_REGION = 'us-east-1'
            $found = Get-Completion 'Get-CGIPLinkedIdentity -UserPoolId '
            $found.CompletionText | Should -BeExactly us-east-1_LocalPool, us-east-1_Shop, us-east-1_Account
        }

        It 'offers <Providers> for <Line>' -ForEach @(
            @{ Line = 'Disable-CGIPProviderForUser $pool.UserPoolId alice '; Providers = 'AzureAD/OIDC', 'Google/Google', 'Okta/SAML', 'SignInWithApple/SignInWithApple' }
            @{ Line = 'Disable-CGIPProviderForUser $pool.UserPoolId alice o'; Providers = 'Okta/SAML' }
            @{ Line = 'Disable-CGIPProviderForUser $pool.UserPoolId alice Okta, az'; Providers = 'AzureAD/OIDC' }
            @{ Line = 'Disable-CGIPProviderForUser us-east-1_LocalPool -OidcProvider '; Providers = 'AzureAD/OIDC' }
            @{ Line = 'Disable-CGIPProviderForUser us-east-1_LocalPool -SamlProvider '; Providers = 'Okta/SAML' }
            @{ Line = 'Disable-CGIPProviderForUser us-east-1_LocalPool -User_ProviderName Goo'; Providers = 'Google/Google' }
            @{ Line = 'Get-CGIPLinkedIdentity us-east-1_LocalPool -ProviderName Goo'; Providers = 'Google/Google' }
            @{ Line = 'Enable-CGIPProviderForUser us-east-1_LocalPool alice Goo'; Providers = 'Google/Google' }
            @{ Line = 'Set-CGIPLocalUserPoolFault -Hang -ProviderName Goo'; Providers = 'Google/Google' }
            @{ Line = 'Disable-CGIPProviderForUser us-east-1_LocalPool -SamlProvider Az'; Providers = @() }
        ) {
            Get-Completion $Line | ForEach-Object { "$($_.CompletionText)/$($_.ToolTip)" } | Should -BeExactly $Providers
        }

        It 'does not complete wildcards: <_>' -ForEach 'Ok*', 'Okt?', '[a', "'Ok*" {
            Get-Completion "Get-CGIPLinkedIdentity us-east-1_LocalPool -ProviderName $_" | Should -BeNullOrEmpty
            Get-CGIPLocalUserPoolRequest | Should -BeNullOrEmpty
        }

        It 'lets the shell complete social providers' {
            (Get-Completion 'Disable-CGIPProviderForUser us-east-1_LocalPool -SocialProvider G').CompletionText | Should -BeExactly Google
        }

        It 'offers users with their status and providers after "<_>"' -ForEach 'Get-CGIPLinkedIdentity us-east-1_LocalPool ', 'Disable-CGIPProviderForUser us-east-1_LocalPool ',
        'Disable-CGIPProviderForUser us-east-1_LocalPool -Native -Username ', 'Enable-CGIPProviderForUser us-east-1_LocalPool ', 'Set-CGIPLocalUserPoolFault -Hang -Username ' {
            $found = Get-Completion "${_}c"
            $found.CompletionText | Should -BeExactly carol
            $found.ToolTip | Should -BeExactly 'CONFIRMED; Okta, Google'
            (Get-Completion $_).Count | Should -Be 8
            Get-Completion "${_}C" | Should -BeNullOrEmpty -Because 'usernames are case-sensitive'
        }

        It 'offers nothing if the pool is not given, is invalid, does not exist or was stopped' {
            Get-Completion 'Get-CGIPLinkedIdentity -Username ' | Should -BeNullOrEmpty
            Get-Completion 'Get-CGIPLinkedIdentity -UserPoolId nonsense -Username ' | Should -BeNullOrEmpty
            Get-Completion "Get-CGIPLinkedIdentity -UserPoolId us-east-1_None -EndpointUrl $($pool.EndpointUrl) -AK local -SK local -Username " | Should -BeNullOrEmpty
            Stop-CGIPLocalUserPool
            Get-Completion 'Get-CGIPLinkedIdentity us-east-1_LocalPool ' | Should -BeNullOrEmpty
        }

        It 'does not repeat a request that it has just sent' {
            1..3 | ForEach-Object { $null = Get-Completion 'Get-CGIPLinkedIdentity us-east-1_LocalPool al' }
            1..3 | ForEach-Object { $null = Get-Completion 'Disable-CGIPProviderForUser us-east-1_LocalPool -OidcProvider ' }
            $null = Get-Completion 'Disable-CGIPProviderForUser us-east-1_LocalPool -SamlProvider O'
            (Get-CGIPLocalUserPoolRequest).Operation | Should -Be ListUsers, ListIdentityProviders
        }

        It 'gives up on a pool that hangs, and later completions still work' {
            Set-CGIPLocalUserPoolFault -Hang
            $null = Get-Completion 'Get-CGIPLinkedIdentity -Region eu'
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Get-Completion 'Get-CGIPLinkedIdentity us-east-1_LocalPool al' | Should -BeNullOrEmpty
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 15 -Because "a request only times out after 30 seconds"
            (Get-Completion 'Get-CGIPLinkedIdentity -Region eu').Count | Should -BeGreaterThan 3
        }

        It 'writes nothing if the pool denies the request' {
            Set-CGIPLocalUserPoolFault -ErrorCode AccessDeniedException
            $ErrorActionPreference = 'Stop'
            Get-Completion 'Get-CGIPLinkedIdentity us-east-1_LocalPool al' 2>&1 3>&1 4>&1 5>&1 6>&1 | Should -BeNullOrEmpty
            (Get-CGIPLocalUserPoolRequest).Operation | Should -Be ListUsers -Because 'the request is not retried'
        }
    }

    Context 'for names that need quotes' -ForEach @{ Awkward = $awkward } {
        BeforeAll {
            function Get-Value {
                <# The value that a command would get. #>
                param([string] $Argument)

                & ([scriptblock]::Create("& { `$args } $Argument"))
            }
        }

        BeforeEach {
            $providers = $awkward | ForEach-Object { @{ name = $_.Name; type = 'OIDC' } }
            $users = $awkward | Where-Object Name -NotMatch '\s' | ForEach-Object { @{ username = $_.Name; status = 'CONFIRMED' } }
            $null = New-SeededPool us-east-1_Quotes -IdentityProvider $providers -User $users
        }

        It 'quotes <Name> so that a command gets it unchanged, after any opening quote' -ForEach $awkward {
            foreach ($quote in '', "'", '"') {
                foreach ($parameter in 'OidcProvider', 'Username' | Where-Object { $_ -ne 'Username' -or $Name -notmatch '\s' }) {
                    $found = Get-Completion "Disable-CGIPProviderForUser us-east-1_Quotes -$parameter $quote" | Where-Object ListItemText -CEQ $Name
                    $found | Should -HaveCount 1
                    $value = Get-Value $found.CompletionText
                    $value | Should -BeOfType string
                    $value | Should -BeExactly $Name
                    if ($quote) { $found.CompletionText[0] | Should -BeExactly $quote }
                }
            }
        }

        It 'completes the quoted or escaped start of a name: <Line>' -ForEach @(
            @{ Line = "'two w"; Text = "'two words'" }
            @{ Line = '"two w'; Text = '"two words"' }
            @{ Line = '"a`$'; Text = '"a`$b"' }
            @{ Line = "'O''B"; Text = "'O''Brien'" }
            @{ Line = 'O`''B'; Text = "'O''Brien'" }
            @{ Line = "'a`""; Text = "'a`"b'" }
        ) {
            (Get-Completion "Disable-CGIPProviderForUser us-east-1_Quotes -OidcProvider $Line").CompletionText | Should -BeExactly $Text
        }

        It 'escapes a name for a parameter that accepts wildcards, so that it matches only itself: <Name>' -ForEach $awkward {
            $found = Get-Completion 'Get-CGIPLinkedIdentity us-east-1_Quotes -ProviderName ' | Where-Object ToolTip -EQ OIDC |
                Where-Object { (Get-Value $_.CompletionText) -ceq ($Name -replace '[[\]`*?]', '`$0') }
            $found | Should -HaveCount 1
            $pattern = [CognitoUnlink.Identities.ProviderPattern]::new((Get-Value $found.CompletionText))
            $pattern.IsMatch($Name) | Should -BeTrue
        }

        It 'does not escape a name that is sent verbatim' {
            $found = Get-Completion 'Disable-CGIPProviderForUser us-east-1_Quotes -ProviderAttributeName Cognito_Subject -ProviderAttributeValue x -ProviderName a'
            $found.CompletionText | Should -Contain "'a[1]'"
        }
    }

    Context 'with the credentials of the typed command' {
        It 'signs requests with the keys from <Source>' -ForEach @(
            @{ Source = 'parameters'; Arguments = '-AccessKey AKIAX -SecretKey s' }
            @{ Source = 'parameter aliases'; Arguments = '-AK AKIAX -SK s -RegionToCall eu-west-1' }
            @{ Source = 'a profile'; Arguments = '-ProfileName named' }
            @{ Source = 'a profile in another file'; Arguments = '-ProfileName elsewhere -ProfileLocation $location' }
            @{ Source = '-Credential'; Arguments = '-Credential $credential' }
            @{ Source = 'the session'; Arguments = ''; Prepare = { Set-Variable StoredAWSCredentials ([Amazon.PowerShell.Common.AWSPSCredentials]::Of([Amazon.Runtime.SessionAWSCredentials]::new('X'))) -Scope Global } }
            @{ Source = 'the environment'; Arguments = ''; Prepare = { $env:AWS_ACCESS_KEY_ID = 'AKIAX'; $env:AWS_SECRET_ACCESS_KEY = 's' } }
            @{ Source = 'default parameter values'; Arguments = ''; Prepare = { $global:PSDefaultParameterValues['*-CGIP*:ProfileName'] = 'named' } }
        ) {
            Set-Content $env:AWS_SHARED_CREDENTIALS_FILE "[named]`naws_access_key_id = AKIAX`naws_secret_access_key = s`n[default]`naws_access_key_id = AKIADEFAULT`naws_secret_access_key = s"
            $location = Join-Path $TestDrive 'elsewhere'
            Set-Content $location "[elsewhere]`naws_access_key_id = AKIAX`naws_secret_access_key = s"
            $credential = [Amazon.Runtime.SessionAWSCredentials]::new('X')
            if ($Prepare) { & $Prepare }
            $server.Received.Clear()
            $null = Get-Completion "Get-CGIPLinkedIdentity eu-west-1_AbC -EndpointUrl $($server.Url) $Arguments -Username $([guid]::NewGuid())"
            @($server.Received).AccessKey | Should -BeExactly AKIAX
            @($server.Received).Region | Should -BeExactly eu-west-1
        }

        It 'sends the request again if the environment selects another account' {
            Set-Content $env:AWS_SHARED_CREDENTIALS_FILE "[one]`naws_access_key_id = AKIAONE`naws_secret_access_key = s`n[two]`naws_access_key_id = AKIATWO`naws_secret_access_key = s"
            $server.Received.Clear()
            foreach ($name in 'one', 'two', 'one') {
                $env:AWS_PROFILE = $name
                $null = Get-Completion "Get-CGIPLinkedIdentity eu-west-1_AbC -EndpointUrl $($server.Url) -Username changed"
            }
            @($server.Received).AccessKey | Should -BeExactly AKIAONE, AKIATWO
        }

        It 'escapes quotes in the username prefix that it searches for' {
            $server.Received.Clear()
            $null = Get-Completion "Get-CGIPLinkedIdentity eu-west-1_AbC -EndpointUrl $($server.Url) -AK AKIAX -SK s -Username 'x`" or'"
            (@($server.Received).Body | ConvertFrom-Json).Filter | Should -BeExactly 'username ^= "x\" or"'
        }
    }

    Context 'without keys that are ready to use' {
        It 'sends no request and runs no process with <Case>' -ForEach @(
            @{ Case = 'no credentials at all' }
            @{ Case = 'container credentials'; Prepare = { $env:AWS_CONTAINER_CREDENTIALS_FULL_URI = $server.Url } }
            @{ Case = 'a role'; Config = "role_arn = arn:aws:iam::123456789012:role/r`nsource_profile = base" }
            @{ Case = 'a role with MFA'; Config = "role_arn = arn:aws:iam::123456789012:role/r`nsource_profile = base`nmfa_serial = arn:aws:iam::123456789012:mfa/m" }
            @{ Case = 'SSO'; Config = "sso_start_url = https://example.awsapps.com/start`nsso_region = eu-west-1`nsso_account_id = 123456789012`nsso_role_name = r" }
            @{ Case = 'a credential process'; Config = 'credential_process = touch {0}' }
            @{ Case = 'a credential object that may have to be refreshed'; Prepare = { Set-Variable StoredAWSCredentials ([Amazon.PowerShell.Common.AWSPSCredentials]::Of([Amazon.Runtime.RefreshingAWSCredentials]::new())) -Scope Global } }
        ) {
            $env:AWS_EC2_METADATA_DISABLED = $null
            $env:AWS_EC2_METADATA_SERVICE_ENDPOINT = $env:AWS_ENDPOINT_URL = $env:AWS_ENDPOINT_URL_STS = $server.Url
            $env:AWS_REGION = 'eu-west-1'
            $ran = Join-Path $TestDrive 'ran'
            Set-Content $env:AWS_SHARED_CREDENTIALS_FILE "[base]`naws_access_key_id = AKIABASE`naws_secret_access_key = s"
            if ($Config) {
                # A failure is cached for a moment, so each case has its own profile name.
                $env:AWS_PROFILE = "asks-$([guid]::NewGuid())"
                Set-Content $env:AWS_CONFIG_FILE "[profile $env:AWS_PROFILE]`n$($Config -f $ran)"
            }
            if ($Prepare) { & $Prepare }
            $server.Received.Clear()
            foreach ($line in '-UserPoolId ', 'eu-west-1_AbC ', 'eu-west-1_AbC -ProviderName ') {
                Get-Completion "Get-CGIPLinkedIdentity $line" | Should -BeNullOrEmpty
            }
            $server.Received.Count | Should -Be 0
            $ran | Should -Not -Exist
        }
    }

    Context 'for profiles, regions, files and journals' {
        It 'offers profiles with their kind after "<_>"' -ForEach '-ProfileName ', '-StoredCredentials ' {
            Set-Content $env:AWS_SHARED_CREDENTIALS_FILE "[AWS PS Default]`naws_access_key_id = AKIACANARY`naws_secret_access_key = secret-CANARY"
            Set-Content $env:AWS_CONFIG_FILE "[profile corp]`nsso_start_url = https://example.awsapps.com/start`nsso_region = eu-west-1`nsso_account_id = 123456789012`nsso_role_name = r"
            $found = Get-Completion "Get-CGIPLinkedIdentity us-east-1_X $_"
            $found.CompletionText | Should -BeExactly "'AWS PS Default'", corp
            $found.ToolTip | Should -BeExactly keys, SSO
            $found | Out-String -Width 300 | Should -Not -Match CANARY
            (Get-Completion "Get-CGIPLinkedIdentity us-east-1_X ${_}C").CompletionText | Should -BeExactly corp
        }

        It 'offers the profiles in a relative -ProfileLocation, including one that was just added' {
            Set-Content (Join-Path $TestDrive 'other') "[first]`naws_access_key_id = AKIAX`naws_secret_access_key = s"
            Push-Location $TestDrive
            try {
                (Get-Completion 'Get-CGIPLinkedIdentity us-east-1_X -ProfileLocation ./other -ProfileName ').CompletionText | Should -BeExactly first
                Add-Content other "[second]`naws_access_key_id = AKIAX`naws_secret_access_key = s"
                (Get-Completion 'Get-CGIPLinkedIdentity us-east-1_X -ProfileLocation ./other -ProfileName ').CompletionText | Should -BeExactly first, second
            }
            finally { Pop-Location }
        }

        It 'offers regions with their names' {
            $found = Get-Completion 'Disable-CGIPProviderForUser -Region eu-west-1'
            $found.CompletionText | Should -BeExactly eu-west-1
            $found.ToolTip | Should -BeExactly 'Europe (Ireland)'
            (Get-Completion 'Get-CGIPLinkedIdentity -RegionToCall us-').CompletionText | Should -Contain us-east-1
        }

        It 'offers files, with journals first, after "<_>"' -ForEach 'Get-CGIPUnlinkJournal ', 'Disable-CGIPProviderForUser -JournalPath ', 'Enable-CGIPProviderForUser -JournalPath ' {
            $folder = New-Item -ItemType Directory (Join-Path $TestDrive "journals $([guid]::NewGuid())")
            'a.txt', 'two words.jsonl', 'z.JSONL', 'w[1].jsonl', "o'b.jsonl" | ForEach-Object { Set-Content -LiteralPath (Join-Path $folder $_) '' }
            Push-Location -LiteralPath $folder
            try {
                $found = Get-Completion $_
                $found.ListItemText[-1] | Should -BeExactly a.txt
                $separator = [IO.Path]::DirectorySeparatorChar
                $found.CompletionText | Should -Contain ".${separator}z.JSONL"
                $found.CompletionText | Should -Contain "'.${separator}two words.jsonl'"
                $found.CompletionText | Should -Contain "'.${separator}w[1].jsonl'"
                $found.CompletionText | Should -Contain "'.${separator}o''b.jsonl'"
                (Get-Completion "$_`"two").CompletionText | Should -BeExactly "`".${separator}two words.jsonl`""
                Get-Completion "${_}none/none" | Should -BeNullOrEmpty
            }
            finally { Pop-Location }
        }

        It 'offers what the given journal contains' {
            $null = Start-TestPool
            $journal = Join-Path $TestDrive 'offered.jsonl'
            $null = Disable-CGIPProviderForUser us-east-1_LocalPool alice Okta -JournalPath $journal -Force
            $null = Disable-CGIPProviderForUser us-east-1_LocalPool grace AzureAD -JournalPath $journal -Force
            (Get-Completion "Get-CGIPUnlinkJournal '$journal' -Username ").CompletionText | Should -BeExactly alice, grace
            (Get-Completion "Get-CGIPUnlinkJournal '$journal' -Username G").CompletionText | Should -BeExactly grace
            $providers = Get-Completion "Get-CGIPUnlinkJournal '$journal' -ProviderName "
            $providers.CompletionText | Should -BeExactly AzureAD, Okta
            $providers.ToolTip | Should -BeExactly OIDC, SAML
            (Get-Completion "Get-CGIPUnlinkJournal '$journal' -Run ").CompletionText | Should -BeExactly (Get-CGIPUnlinkJournal $journal | Select-Object -ExpandProperty Run -Unique)
            (Get-Completion "Get-CGIPUnlinkJournal '$journal' -Event un").CompletionText | Should -BeExactly Unlinked
            Get-Completion "Get-CGIPUnlinkJournal '$journal' -Username a*" | Should -BeNullOrEmpty
            Get-Completion "Get-CGIPUnlinkJournal '$journal.none' -Username " | Should -BeNullOrEmpty
        }
    }

    It 'covers every parameter for pools, providers, users, profiles, regions and journals' {
        $without = foreach ($command in Get-Command -Module CognitoUnlink) {
            foreach ($name in 'UserPoolId', 'ProviderName', 'OidcProvider', 'SamlProvider', 'Username', 'ProfileName', 'Region', 'JournalPath') {
                $parameter = $command.Parameters[$name]
                if ($parameter -and -not ($parameter.Attributes | Where-Object { $_ -is [ArgumentCompleter] })) { "$command -$name" }
            }
        }
        $without | Should -BeNullOrEmpty
    }
}
