# What -Verbose and -Debug show about requests, in the order of the pipeline's thread, and what they never show.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $poolId = 'us-east-1_LocalPool'

    function Split-Stream {
        <# What a command wrote, by stream. #>
        param([scriptblock] $Command)

        # With Pester's own preference, each error would end the test.
        $ErrorActionPreference = 'Continue'
        $all = @(& $Command *>&1)
        @{
            Verbose  = @($all | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message)
            Debug    = @($all | Where-Object { $_ -is [Management.Automation.DebugRecord] } | ForEach-Object Message)
            Problems = @($all | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
            Results  = @($all | Where-Object { $_ -isnot [Management.Automation.InformationalRecord] -and $_ -isnot [Management.Automation.ErrorRecord] })
            All      = $all
        }
    }

    function Get-RequestId {
        <# The request ids in lines, in order. #>
        param([string[]] $Line)

        $Line | Where-Object { $_ -match 'request id ([0-9a-f-]{36})' } | ForEach-Object { $Matches[1] }
    }
}

Describe '-Verbose' {
    BeforeEach { $null = Start-TestPool }
    AfterEach { Stop-CGIPLocalUserPool }

    It 'writes one line per request, with operation, user, provider, region, endpoint and request id' {
        $output = Split-Stream { Disable-CGIPProviderForUser $poolId alice Okta -Force -SignOut -Verbose }
        $requests = Get-CGIPLocalUserPoolRequest
        Get-RequestId $output.Verbose | Should -Be $requests.RequestId
        ($output.Verbose | Where-Object { $_ -match 'request id' }) -replace ',.*' | Should -Be $requests.Operation
        $address = ([uri] (Get-CGIPLocalUserPool).EndpointUrl).Authority
        $change = $requests | Where-Object Operation -EQ AdminDisableProviderForUser
        $output.Verbose | Should -Contain "AdminDisableProviderForUser, pool '$poolId', user 'alice', provider 'Okta', region us-east-1, $address, request id $($change.RequestId)"
        $output.Debug | Should -BeNullOrEmpty
    }

    It 'writes a line for every request of a run with many in flight, including failed ones' {
        Set-CGIPLocalUserPoolFault -Operation AdminGetUser -ErrorCode TooManyRequestsException -Every 3
        $output = Split-Stream { Get-CGIPLinkedIdentity $poolId -Verbose | Disable-CGIPProviderForUser -Force -ThrottleLimit 8 -Verbose }
        Get-RequestId $output.Verbose | Sort-Object | Should -Be ((Get-CGIPLocalUserPoolRequest).RequestId | Sort-Object)
        @($output.Verbose -like '*: HTTP 400 TooManyRequestsException').Count | Should -Be @(Get-CGIPLocalUserPoolRequest | Where-Object ErrorCode -EQ TooManyRequestsException).Count
    }

    It 'writes all requests of a command that an error ends' {
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -ErrorCode AccessDeniedException
        $output = @(& { try { Disable-CGIPProviderForUser $poolId alice Okta -Force -Verbose } catch { "$_" } } *>&1)
        "$($output[-1])" | Should -BeLike 'AWS denied *'
        Get-RequestId $output | Should -Be (Get-CGIPLocalUserPoolRequest).RequestId
    }

    It 'follows $VerbosePreference, except with -Verbose:$false' {
        $VerbosePreference = 'Continue'
        (Split-Stream { Get-CGIPLinkedIdentity $poolId alice }).Verbose -like 'ListUsers*request id*' | Should -HaveCount 1
        (Split-Stream { Get-CGIPLinkedIdentity $poolId alice -Verbose:$false }).Verbose | Should -BeNullOrEmpty
        $VerbosePreference = 'SilentlyContinue'
        (Split-Stream { Get-CGIPLinkedIdentity $poolId alice }).Verbose | Should -BeNullOrEmpty
    }

    It 'writes a line without control characters for a name that contains them' {
        $output = Split-Stream { Disable-CGIPProviderForUser $poolId "a`e[2JVERBOSE:b" Okta -Force -Verbose }
        $output.Verbose -like 'AdminGetUser*' | Should -HaveCount 1
        "$($output.Verbose)" | Should -Not -Match "`e"
    }

    It 'sends nothing for a name with line breaks, and writes none of them' {
        $output = Split-Stream { Get-CGIPLinkedIdentity $poolId "a`r`nVERBOSE:b" -Verbose -ErrorVariable script:problems }
        $output.Verbose -like 'AdminGetUser*' | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InvalidUsername,*'
        "$($problems[0])" | Should -Not -Match "[`r`n]"
    }
}

Describe '-Debug' {
    BeforeEach { $null = Start-TestPool }
    AfterEach { Stop-CGIPLocalUserPool }

    It 'writes throttling, failures and retries with their delays' {
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -ErrorCode TooManyRequestsException -Nth 1
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -ErrorCode InternalErrorException -Nth 2
        $output = Split-Stream { Disable-CGIPProviderForUser $poolId alice Okta -Force -Debug }
        $output.Debug.Count | Should -Be 3
        $output.Debug[0] | Should -BeLike 'AdminDisableProviderForUser: attempt 1 was throttled (TooManyRequestsException, request id *); retrying in 0.* s.'
        $output.Debug[1] | Should -BeLike 'AdminDisableProviderForUser: attempt 2 failed (InternalErrorException, request id *); retrying in 0.* s.'
        $output.Debug[2] | Should -Be 'AdminDisableProviderForUser: attempt 3 was answered.'
        Get-RequestId $output.Debug | Should -Be (Get-CGIPLocalUserPoolRequest $poolId AdminDisableProviderForUser | Where-Object ErrorCode).RequestId
        $output.Verbose | Should -BeNullOrEmpty
    }

    It 'adds to -Verbose in the order of events' {
        Set-CGIPLocalUserPoolFault -Operation ListUsers -ErrorCode TooManyRequestsException -Nth 1
        $lines = & { Get-CGIPLinkedIdentity $poolId alice -Verbose -Debug } 4>&1 5>&1 | Where-Object { $_ -is [Management.Automation.InformationalRecord] } | ForEach-Object { "$_" -replace '[:,].*' }
        $lines | Should -Be 'Requests go to the local user pool at http', 'Pace', ListUsers, ListUsers, ListUsers, ListUsers, DescribeUserPool, ListIdentityProviders
    }
}

Describe 'The source of credentials and region' {
    BeforeAll {
        $null = Start-TestPool
        $address = Get-CGIPLocalUserPool
        $saved = @{}
        foreach ($name in [Environment]::GetEnvironmentVariables().Keys.Where({ $_ -like 'AWS_*' })) {
            $saved[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $null)
        }
        $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'credentials'
        $env:AWS_CONFIG_FILE = Join-Path $TestDrive 'config'
        Set-Content $env:AWS_SHARED_CREDENTIALS_FILE "[work]`naws_access_key_id = local`naws_secret_access_key = local`nregion = us-east-1"
    }

    AfterAll {
        Stop-CGIPLocalUserPool
        'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION' | ForEach-Object { [Environment]::SetEnvironmentVariable($_, $null) }
        $saved.GetEnumerator() | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) }
    }

    It 'is shown once: <Says>' -ForEach @(
        @{ Run = { Get-CGIPLinkedIdentity $poolId alice -ProfileName work -EndpointUrl $address.EndpointUrl -Verbose }; Says = "Credentials come from profile 'work'. Region us-east-1 (profile 'work'), endpoint http://127.0.0.1:*/ (the endpoint URL given)." }
        @{ Run = { $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'local'; $env:AWS_REGION = 'us-east-1'; Get-CGIPLinkedIdentity $poolId alice, bob -EndpointUrl $address.EndpointUrl -Verbose }; Says = 'Credentials come from the environment variables. Region us-east-1 (AWS_REGION), endpoint * (the endpoint URL given).' }
        @{ Run = { Get-CGIPLinkedIdentity $poolId alice -EndpointUrl $address.EndpointUrl -AccessKey local -SecretKey local -Region us-east-1 -Verbose }; Says = 'Credentials come from the keys given. Region us-east-1 (the region given), endpoint * (the endpoint URL given).' }
    ) {
        $output = (Split-Stream $Run).Verbose -like 'Credentials*'
        $output | Should -HaveCount 1
        $output | Should -BeLike $Says
    }
}

Describe 'No stream' {
    It 'contains a secret or another attribute of a user' {
        $null = Start-TestPool
        $address = Get-CGIPLocalUserPool
        Stop-CGIPLocalUserPool
        $seed = Join-Path $TestDrive 'canary.json'
        @{
            version = 1
            pools   = @(@{
                    userPoolId        = $poolId
                    identityProviders = @(@{ name = 'Okta'; type = 'SAML'; attributeMapping = @{ email = 'mail' }; details = @{ client_secret = 'canary-client-secret' } })
                    users             = @(
                        @{ username = 'alice'; status = 'CONFIRMED'; attributes = @{ email = 'canary-mail@corp.example'; email_verified = 'true'; 'custom:note' = 'canary-note' }; identities = @(@{ providerName = 'Okta'; value = 'a@corp.example'; attributeName = 'email' }) }
                        @{ username = 'bob'; status = 'FORCE_CHANGE_PASSWORD'; attributes = @{ email = 'canary-mail@corp.example' }; identities = @(@{ providerName = 'Okta'; value = 'b'; signedInSubject = 'b' }) }
                    )
                })
        } | ConvertTo-Json -Depth 8 | Set-Content $seed
        $address = Start-CGIPLocalUserPool -SeedPath $seed -SkipSignatureCheck
        try {
            $keys = @{ AccessKey = 'canary-key'; SecretKey = 'canary-secret-key'; SessionToken = 'canary-token'; Region = 'us-east-1'; EndpointUrl = $address.EndpointUrl }
            Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -ErrorCode TooManyRequestsException -Nth 1
            Set-CGIPLocalUserPoolFault -Operation AdminUserGlobalSignOut -ErrorCode NotAuthorizedException
            $output = Split-Stream { Get-CGIPLinkedIdentity $poolId @keys -Verbose -Debug | Disable-CGIPProviderForUser @keys -Force -SignOut -Verify -Verbose -Debug }
            $output.Verbose -like 'DescribeIdentityProvider*' | Should -HaveCount 1
            $output.Problems | Should -HaveCount 2
            # Many requests are in flight, so they are written in another order than they arrive.
            Get-RequestId $output.Verbose | Sort-Object | Should -Be ((Get-CGIPLocalUserPoolRequest).RequestId | Sort-Object)
            # Errors without the script line, which contains the test's parameters.
            $text = $output.All | ForEach-Object { $_ -is [Management.Automation.ErrorRecord] ? "$_ $($_.Exception) $($_.ErrorDetails.RecommendedAction)" : ($_ | Format-List * -Force | Out-String) }
            "$text" | Should -Not -Match 'canary'
        }
        finally { Stop-CGIPLocalUserPool }
    }
}
