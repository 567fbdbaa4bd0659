# Offboards Carlos from two local user pools. Functions that read these pools stand in for AWS.Tools, which need not be installed.

BeforeAll {
    Import-Module CognitoUnlink
    $runbook = Join-Path $PSScriptRoot 'Invoke-PersonOffboarding.ps1'
    $production = 'eu-west-1_Production'
    $staging = 'eu-west-1_Staging'

    function Use-Pool {
        param([string] $UserPoolId, [object[]] $User)

        $seedPath = Join-Path $TestDrive 'seed.json'
        @{ pools = @(@{ userPoolId = $UserPoolId; identityProviders = @(@{ name = 'Okta'; type = 'SAML' }, @{ name = 'Google'; type = 'Google' }); users = $User }) } |
            ConvertTo-Json -Depth 8 | Set-Content $seedPath
        $null = Start-CGIPLocalUserPool -UserPoolId $UserPoolId -SeedPath $seedPath -SkipSignatureCheck
    }

    function Invoke-Pool {
        param([string] $UserPoolId, [string] $Operation, [hashtable] $Request)

        $url = (Get-CGIPLocalUserPool $UserPoolId).EndpointUrl
        $body = [System.Text.Encoding]::UTF8.GetBytes(($Request + @{ UserPoolId = $UserPoolId } | ConvertTo-Json))
        Invoke-RestMethod $url -Method Post -ContentType application/x-amz-json-1.1 -Headers @{ 'X-Amz-Target' = "AWSCognitoIdentityProviderService.$Operation" } -Body $body
    }

    function Get-CGIPUserPoolList {
        param([string] $Region, [string] $ProfileName)

        $null = $ProfileName
        Get-CGIPLocalUserPool | Where-Object { -not $Region -or $_.Region -eq $Region } | ForEach-Object { [pscustomobject]@{ Id = $_.UserPoolId } }
    }

    function Get-CGIPUserList {
        param([string] $UserPoolId, [string] $Region, [string] $ProfileName, [string] $Filter)

        $null = $ProfileName
        $Region | Should -Be eu-west-1
        (Invoke-Pool -UserPoolId $UserPoolId -Operation ListUsers -Request @{ Filter = $Filter }).Users
    }

    function Disable-CGIPUserAdmin {
        param([string] $UserPoolId, [string] $Region, [string] $ProfileName, [string] $Username, [switch] $Force)

        $null = $ProfileName
        $Region, $Force | Should -Be eu-west-1, $true
        Invoke-Pool -UserPoolId $UserPoolId -Operation AdminDisableUser -Request @{ Username = $Username }
    }

    function Get-User {
        <# The enabled users and the links in all pools. #>
        foreach ($pool in $production, $staging) {
            foreach ($user in (Invoke-Pool -UserPoolId $pool -Operation ListUsers -Request @{}).Users) {
                $identities = $user.Attributes | Where-Object Name -EQ identities | ForEach-Object { $_.Value }
                $providers = if ($identities) { ($identities | ConvertFrom-Json | ForEach-Object providerName | Sort-Object) -join '+' }
                "$($user.Username) $($user.Enabled ? 'enabled' : 'disabled') $providers".Trim()
            }
        }
    }

    function Invoke-SignIn {
        param([string] $ProviderName, [string] $Subject)

        $url = [uri]::new([uri] (Get-CGIPLocalUserPool $production).EndpointUrl, '_local/sign-in')
        Invoke-RestMethod $url -Method Post -ContentType application/json -Body (@{ providerName = $ProviderName; subject = $Subject } | ConvertTo-Json)
    }

    function Get-Change {
        @(Get-CGIPLocalUserPoolRequest -Operation Admin* | Where-Object Operation -NE AdminGetUser)
    }
}

Describe 'Invoke-PersonOffboarding.ps1' {
    BeforeEach {
        $mine = @{ email = 'carlos@example.com' }
        $pools = @{
            $production = @(
                @{ username = 'carlos'; status = 'CONFIRMED'; attributes = $mine; identities = @(@{ providerName = 'Okta'; value = 'Carlos' }, @{ providerName = 'Google'; value = '11' }) }
                @{ username = 'Okta_carlos.b'; status = 'EXTERNAL_PROVIDER'; attributes = $mine; identities = @(@{ providerName = 'Okta'; value = 'carlos.b'; primary = $true }) }
                @{ username = 'diego'; status = 'CONFIRMED'; attributes = @{ email = 'diego@example.com' }; identities = @(@{ providerName = 'Okta'; value = 'diego' }) }
            )
            $staging    = @(
                @{ username = 'c-"m"'; status = 'FORCE_CHANGE_PASSWORD'; attributes = @{}; identities = @(@{ providerName = 'Okta'; value = 'Carlos' }) }
                @{ username = 'carlos2'; status = 'FORCE_CHANGE_PASSWORD'; attributes = $mine; identities = @(@{ providerName = 'Okta'; value = 'C2' }) }
            )
        }
        foreach ($pool in $pools.Keys) { Use-Pool -UserPoolId $pool -User $pools[$pool] }
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $leaver = @{ Email = 'carlos@example.com'; JournalFolder = $folder; Confirm = $false }
        $before = Get-User
        $null = Get-CGIPLocalUserPoolRequest -Clear
    }

    AfterEach { Stop-CGIPLocalUserPool }

    It 'disables all users of the person in all pools and unlinks their identities, and nobody else' {
        $results = & $runbook @leaver -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        $results.Username | Should -Be carlos, Okta_carlos.b, carlos2
        $results.Unlinked | Should -Be 2, 0, 1
        $results.Disabled | Should -Be Now, Now, Now
        Get-User | Should -Be 'carlos disabled', 'Okta_carlos.b disabled Okta', 'diego enabled Okta', 'c-"m" enabled Okta', 'carlos2 disabled'
    }

    It 'disables before it unlinks, and revokes tokens' {
        $null = & $runbook @leaver -UserPoolId $production
        (Get-Change | Where-Object { $_.Username -in 'carlos', $null }).Operation | Select-Object -First 1 | Should -Be AdminDisableUser
        (Get-Change | Where-Object Operation -EQ AdminUserGlobalSignOut).Username | Select-Object -Unique | Should -Be carlos
    }

    It 'finds users also by username, or only by username' {
        (& $runbook @leaver -Username 'c-"m"').Username | Should -Be carlos, Okta_carlos.b, carlos2, 'c-"m"'
        $leaver.Remove('Email')
        (& $runbook @leaver -Username diego -Region eu-west-1).Username | Should -Be diego
    }

    It 'touches only the given pools' {
        (& $runbook carlos@example.com -UserPoolId $staging -JournalFolder $folder -Confirm:$false).Username | Should -Be carlos2
        Get-CGIPLocalUserPoolRequest $production | Should -BeNullOrEmpty
    }

    It 'keeps the person out with links that stay, while an unlinked identity comes back as a new user' {
        $results = & $runbook @leaver -KeepLink Goo*
        $results[0].Kept | Should -Be Google
        Get-User | Should -Contain 'carlos disabled Google'
        { Invoke-SignIn Google 11 } | Should -Throw
        (Invoke-SignIn Okta Carlos).created | Should -BeTrue
    }

    It 'compares the providers to keep case-sensitively' {
        (& $runbook @leaver -KeepLink google, Okt?)[0].Kept | Should -Be Okta
    }

    It 'does no harm if it runs twice' {
        $null = & $runbook @leaver
        $after = Get-User
        $null = Get-CGIPLocalUserPoolRequest -Clear
        $results = & $runbook @leaver -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        $results.Disabled | Should -Be Before, Before, Before
        $results.Unlinked | Should -Be 0, 0, 0
        Get-Change | Should -BeNullOrEmpty
        Get-User | Should -Be $after
    }

    It 'resumes an interrupted run with the same journal' {
        Set-CGIPLocalUserPoolFault $production -Operation AdminDisableProviderForUser -Nth 2 -ErrorCode ExpiredTokenException
        $null = & $runbook @leaver -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems.FullyQualifiedErrorId | Where-Object { $_ -like 'UserNotDone,*' } | Should -HaveCount 1
        Get-User | Should -Contain 'carlos2 disabled'
        Set-CGIPLocalUserPoolFault $production -Clear
        $null = & $runbook @leaver -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        Get-User | Should -Contain 'carlos disabled'
        $journal = Get-ChildItem $folder -Filter offboarding-????-??-??.jsonl
        $journal | Should -HaveCount 1
        Get-CGIPUnlinkJournal $journal -Event Unlinked | Should -HaveCount 3
    }

    It 'disables a user whose links cannot be read, reports it, and continues with the others' {
        Mock Get-CGIPUserList {
            $users = (Invoke-Pool -UserPoolId $UserPoolId -Operation ListUsers -Request @{ Filter = $Filter }).Users
            $users | Where-Object Username -EQ carlos | ForEach-Object { ($_.Attributes | Where-Object Name -EQ identities).Value = '[{' }
            $users
        }
        $results = & $runbook @leaver -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Username | Should -Be Okta_carlos.b, carlos2
        $problem = $problems | Where-Object FullyQualifiedErrorId -Like 'UserNotDone,*'
        $problem.TargetObject.Username | Should -Be carlos
        "$problem" | Should -BeLike '*is disabled*MalformedIdentities*'
        Get-User | Should -Be 'carlos disabled Google+Okta', 'Okta_carlos.b disabled Okta', 'diego enabled Okta', 'c-"m" enabled Okta', 'carlos2 disabled'
    }

    It 'continues with the other users of the pool if one fails' {
        Set-CGIPLocalUserPoolFault $production -Operation AdminDisableUser -Nth 1 -ErrorCode TooManyRequestsException
        (& $runbook @leaver -ErrorVariable problems -ErrorAction SilentlyContinue).Username | Should -Be Okta_carlos.b, carlos2
        ($problems | Where-Object FullyQualifiedErrorId -Like 'UserNotDone,*').TargetObject.Username | Should -Be carlos
    }

    It 'does not count an unlink that no read has verified' {
        Mock Disable-CGIPProviderForUser { [pscustomobject]@{ Outcome = 'Unlinked'; Verified = $null } }
        $results = & $runbook @leaver -UserPoolId $production
        $results.Unlinked | Should -Be 0, 0
        $results.NotDone | Should -Be 2, 0
    }

    It 'distinguishes users whose names differ only in case' {
        Use-Pool eu-west-1_Case -User @('carlos', 'Carlos' | ForEach-Object { @{ username = $_; status = 'CONFIRMED'; attributes = $mine } })
        (& $runbook @leaver -Username carlos -UserPoolId eu-west-1_Case).Username | Sort-Object -CaseSensitive | Should -BeExactly carlos, Carlos
    }

    It 'searches the given region' {
        & $runbook @leaver -Region us-east-1 -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -BeLike 'PersonNotFound,*'
        Get-User | Should -Be $before
    }

    It 'passes the profile to every call' {
        $links = Get-CGIPLinkedIdentity $production carlos
        Mock Get-CGIPUserPoolList { [pscustomobject]@{ Id = $production } }
        Mock Get-CGIPUserList { [pscustomobject]@{ Username = 'carlos'; UserStatus = 'CONFIRMED'; Enabled = $true } }
        Mock Get-CGIPLinkedIdentity { $links }
        Mock Disable-CGIPUserAdmin { }
        Mock Disable-CGIPProviderForUser { }
        $null = & $runbook @leaver -ProfileName work
        foreach ($name in 'Get-CGIPUserPoolList', 'Get-CGIPUserList', 'Get-CGIPLinkedIdentity', 'Disable-CGIPUserAdmin', 'Disable-CGIPProviderForUser') {
            Should -Invoke $name -ParameterFilter { $ProfileName -eq 'work' }
            Should -Not -Invoke $name -ParameterFilter { $ProfileName -ne 'work' }
        }
    }

    It 'prompts for each user, and stops prompting after "<Answer>"' -ForEach @(
        @{ Answer = 'Yes to All'; Key = 'A'; Enabled = 0 }
        @{ Answer = 'No to All'; Key = 'L'; Enabled = 2 }
    ) {
        $job = Join-Path $TestDrive 'Job.ps1'
        @"
        Import-Module '$((Get-Module CognitoUnlink).Path)'
        `$users = 'carlos', 'carla' | ForEach-Object { [pscustomobject]@{ Username = `$_; UserStatus = 'CONFIRMED'; Enabled = `$true; Attributes = @() } }
        function Get-CGIPUserList { `$users }
        function Disable-CGIPUserAdmin { param(`$UserPoolId, `$Region, `$Username, [switch] `$Force) (`$users | Where-Object Username -EQ `$Username).Enabled = `$false }
        `$null = & '$runbook' carlos@example.com -UserPoolId $production -JournalFolder '$folder'
        "`$(@(`$users | Where-Object Enabled).Count) enabled"
"@ | Set-Content $job
        $output = $Key | pwsh -NoProfile -File $job 2>&1 | ForEach-Object { "$_" }
        $output | Select-Object -Last 1 | Should -Be "$Enabled enabled" -Because "$output"
        @($output -match 'Are you sure') | Should -HaveCount 1 -Because "$output"
    }

    It 'reports a pool that cannot be searched, and continues with the others' {
        Set-CGIPLocalUserPoolFault $production -Operation ListUsers -ErrorCode AccessDeniedException
        $results = & $runbook @leaver -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Username | Should -Be carlos2
        ($problems | Where-Object FullyQualifiedErrorId -Like 'PoolNotSearched,*').TargetObject | Should -Be $production
    }

    It 'reports that nobody was found' {
        $leaver.Email = 'nobody@example.com'
        & $runbook @leaver -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -BeLike 'PersonNotFound,*'
    }

    It 'can be undone with the journal, and repeated' {
        $null = & $runbook @leaver -UserPoolId $staging
        $journal = (Get-ChildItem $folder -Filter *.jsonl).FullName
        $null = Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -JournalPath $journal -Confirm:$false
        Get-User | Should -Contain 'carlos2 disabled Okta'
        (& $runbook @leaver -UserPoolId $staging).Unlinked | Should -Be 1
        Get-User | Should -Contain 'carlos2 disabled'
    }

    It 'unlinks an identity again if it was linked again, even if the journal says that it is unlinked' {
        $null = & $runbook @leaver -UserPoolId $staging
        $null = Enable-CGIPProviderForUser -UserPoolId $staging -Username carlos2 -ProviderName Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue C2 -Confirm:$false
        $result = & $runbook @leaver -UserPoolId $staging
        $result.Unlinked, $result.NotDone | Should -Be 1, 0
        Get-CGIPLinkedIdentity $staging -Username carlos2 | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        $leaver.Remove('Confirm')
        & $runbook @leaver -WhatIf | Should -BeNullOrEmpty
        Get-Change | Should -BeNullOrEmpty
        Get-User | Should -Be $before
        $folder | Should -Not -Exist
    }

    It 'refuses <Email> as an address before it changes anything' -ForEach @(@{ Email = 'carlos' }, @{ Email = 'x" or "@example.com' }) {
        $leaver.Email = $Email
        { & $runbook @leaver } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        Get-CGIPLocalUserPoolRequest | Should -BeNullOrEmpty
    }

    It 'says what to install if AWS.Tools is missing' {
        Mock Get-Command { $Name -ne 'Disable-CGIPUserAdmin' }
        { & $runbook @leaver } | Should -Throw -ErrorId 'AwsToolsMissing,*' -ExpectedMessage '*AWS.Tools.CognitoIdentityProvider*'
        Get-CGIPLocalUserPoolRequest | Should -BeNullOrEmpty
    }
}
