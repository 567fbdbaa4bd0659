BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
}

Describe 'The local user pool' {
    AfterEach { Stop-CGIPLocalUserPool }

    It 'starts on a free port with known keys, and is listed until it is stopped' {
        $pool = Start-CGIPLocalUserPool
        $pool.UserPoolId | Should -Be us-east-1_LocalPool
        $pool.EndpointUrl | Should -Match '^http://127\.0\.0\.1:\d+/?$'
        $pool.Region, $pool.AccessKey, $pool.SecretKey | Should -Be us-east-1, local, local
        Get-CGIPLocalUserPool | Should -Be $pool
        (Invoke-RestMethod ([uri]::new([uri] $pool.EndpointUrl, '_local/health'))) | Should -Not -BeNullOrEmpty
        $pool | Stop-CGIPLocalUserPool
        Get-CGIPLocalUserPool | Should -BeNullOrEmpty
    }

    It 'has the same identities for the same count and seed, and others for another seed' {
        $users = { param($seed) $null = Start-CGIPLocalUserPool 50 -Seed $seed; Get-CGIPLinkedIdentity us-east-1_LocalPool | ConvertTo-Json; Stop-CGIPLocalUserPool }
        & $users 7 | Should -BeExactly (& $users 7)
        & $users 7 | Should -Not -BeExactly (& $users 8)
    }

    It 'can have the id of a real pool, so that a runbook works unchanged' {
        $null = Start-CGIPLocalUserPool 40 -UserPoolId eu-central-1_Production
        (Get-CGIPLocalUserPool).Region | Should -Be eu-central-1
        Get-CGIPLinkedIdentity eu-central-1_Production | Should -Not -BeNullOrEmpty
    }

    It 'is not used if <Given> is given' -ForEach @(
        @{ Given = 'a profile'; Get = { Get-CGIPLinkedIdentity us-east-1_LocalPool -ProfileName nobody -Region us-east-1 }; Id = 'ProfileNotFound' }
        @{ Given = 'an access key'; Get = { Get-CGIPLinkedIdentity us-east-1_LocalPool -AccessKey local -SecretKey local -Region us-east-1 -WarningAction Ignore }; Id = 'ResourceNotFound' }
        @{ Given = 'an endpoint'; Get = { Get-CGIPLinkedIdentity us-east-1_LocalPool -EndpointUrl $aws.EndpointUrl -Region us-east-1 }; Id = 'ResourceNotFound' }
    ) {
        $null = Start-CGIPLocalUserPool 40
        $aws = Start-CGIPLocalUserPool 20 -UserPoolId us-east-1_StandIn
        $variables = @{ AWS_ENDPOINT_URL = $aws.EndpointUrl; AWS_ACCESS_KEY_ID = 'local'; AWS_SECRET_ACCESS_KEY = 'local' }
        $saved = @{}
        foreach ($name in $variables.Keys) {
            $saved[$name] = [Environment]::GetEnvironmentVariable($name)
            [Environment]::SetEnvironmentVariable($name, $variables[$name])
        }
        try { $Get | Should -Throw -ErrorId "$Id,*" }
        finally { $saved.GetEnumerator() | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) } }
        Get-CGIPLocalUserPoolRequest us-east-1_LocalPool | Should -BeNullOrEmpty
    }

    It 'causes a warning if requests go to AWS instead: <Case>' -ForEach @(
        @{ Case = 'keys were given'; Start = { $null = Start-CGIPLocalUserPool 40 }; Says = '*not to the local user pool us-east-1_LocalPool of this session, because credentials were given.' }
        @{ Case = 'it runs elsewhere'; Start = { }; Says = '*is the default id of a local user pool, but none is running in this process*' }
    ) {
        & $Start
        $saved = $env:HTTPS_PROXY
        $env:HTTPS_PROXY = 'http://127.0.0.1:9'
        try {
            $shell = [powershell]::Create()
            $null = $shell.AddScript("Import-Module '$(Get-ModulePath)'; Get-CGIPLinkedIdentity us-east-1_LocalPool -AccessKey a -SecretKey b -Region us-east-1")
            $running = $shell.BeginInvoke()
            $watch = [Diagnostics.Stopwatch]::StartNew()
            while (-not $shell.Streams.Warning.Count -and -not $running.IsCompleted -and $watch.Elapsed.TotalSeconds -lt 60) { Start-Sleep -Milliseconds 20 }
            $shell.Stop()
            "$($shell.Streams.Warning[0])" | Should -BeLike $Says
        }
        finally {
            $env:HTTPS_PROXY = $saved
            $shell.Dispose()
        }
    }

    It 'runs alongside others' {
        $null = Start-CGIPLocalUserPool 40
        $null = Start-CGIPLocalUserPool 40 -UserPoolId us-west-2_Second
        (Get-CGIPLocalUserPool).UserPoolId | Should -Be us-east-1_LocalPool, us-west-2_Second
        $null = Get-CGIPLinkedIdentity us-west-2_Second
        Get-CGIPLocalUserPoolRequest us-east-1_LocalPool | Should -BeNullOrEmpty
        # On a slow machine, DescribeUserPool is called once more for the progress bar.
        (Get-CGIPLocalUserPoolRequest us-west-2_Second).Operation | Select-Object -Unique | Should -Be ListUsers, DescribeUserPool, ListIdentityProviders
    }

    It 'lists its requests by operation, and clears them on demand' {
        $null = Start-TestPool
        $null = 'alice', 'bob' | Disable-CGIPProviderForUser -UserPoolId us-east-1_LocalPool -ProviderName SignInWithApple -Force
        $requests = Get-CGIPLocalUserPoolRequest -Operation Admin*
        $requests.Operation | Should -Be AdminGetUser, AdminGetUser
        $requests.Username | Sort-Object | Should -Be alice, bob
        $requests.StatusCode | Should -Be 200, 200
        $requests[0].AccessKey | Should -Be local
        $null = Get-CGIPLocalUserPoolRequest -Clear
        Get-CGIPLocalUserPoolRequest | Should -BeNullOrEmpty
    }

    It 'reports <Id> for <Case>' -ForEach @(
        @{ Case = 'a second pool with the same id'; Run = { Start-CGIPLocalUserPool; Start-CGIPLocalUserPool }; Id = 'LocalUserPoolNotStarted'; Says = '*is already running*' }
        @{ Case = 'a malformed id'; Run = { Start-CGIPLocalUserPool -UserPoolId x }; Id = 'InvalidUserPoolId'; Says = "*'x'*" }
        @{ Case = 'a port that is taken'; Run = { $taken = Start-CGIPLocalUserPool; Start-CGIPLocalUserPool -UserPoolId us-east-1_B -Port ([uri] $taken.EndpointUrl).Port }; Id = 'LocalUserPoolNotStarted'; Says = '*port*' }
        @{ Case = 'a missing seed file'; Run = { Start-CGIPLocalUserPool -SeedPath (Join-Path $TestDrive 'none.json') }; Id = 'LocalUserPoolNotStarted'; Says = '*none.json*' }
        @{ Case = 'a seed file with an unknown field'; Run = { '{"version":1,"pools":[{"userz":[]}]}' | Set-Content (Join-Path $TestDrive 'bad.json'); Start-CGIPLocalUserPool -SeedPath (Join-Path $TestDrive 'bad.json') }; Id = 'LocalUserPoolNotStarted'; Says = '*bad.json*userz*' }
        @{ Case = 'a behavior file with an unknown value'; Run = { '{"behavior":{"nativeDeactivation":"perhaps"}}' | Set-Content (Join-Path $TestDrive 'odd.json'); Start-CGIPLocalUserPool -BehaviorPath (Join-Path $TestDrive 'odd.json') }; Id = 'LocalUserPoolNotStarted'; Says = '*odd.json*nativeDeactivation*' }
        @{ Case = 'stopping a pool that is not running'; Run = { Stop-CGIPLocalUserPool us-east-1_None -ErrorAction Stop }; Id = 'LocalUserPoolNotFound'; Says = '*us-east-1_None*' }
    ) {
        try { $null = & $Run; $problem = $null } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$problem" | Should -BeLike $Says
    }

    It 'follows a behavior file whose path is relative to the current location' {
        Push-Location $TestDrive
        try {
            '{ "behavior": { "nativeDeactivation": "refuse" } }' | Set-Content behavior.json
            $null = Start-CGIPLocalUserPool 40 -UserPoolId us-east-1_Refuses -BehaviorPath behavior.json
        } finally { Pop-Location }
        $null = Start-CGIPLocalUserPool 40 -UserPoolId us-east-1_Records
        'us-east-1_Refuses', 'us-east-1_Records' | ForEach-Object {
            $user = (Get-CGIPLinkedIdentity $_ -ProviderName Okta | Where-Object SignInAfterUnlink -EQ Password)[0].Username
            $result = Disable-CGIPProviderForUser $_ -Native $user -AllowLockout -Force -ErrorAction SilentlyContinue -ErrorVariable problem
            "$($result.Outcome)$problem"
        } | ForEach-Object { $_ -like '*The native user cannot be deactivated.*' ? 'refused' : $_ } | Should -Be 'refused', 'Unlinked'
    }

    It 'keeps running if other runspaces import and remove the module' {
        $null = Start-CGIPLocalUserPool
        $module = Get-ModulePath
        1..2 | ForEach-Object -Parallel { Import-Module $using:module -Force; Import-Module $using:module -Force; Remove-Module CognitoUnlink }
        Get-CGIPLocalUserPool | Should -HaveCount 1
    }

    It 'is not replaced by the AWS pool with the same id after it stops, unless an endpoint is given' {
        $pool = Start-CGIPLocalUserPool 20 -UserPoolId us-east-1_Production
        $aws = Start-CGIPLocalUserPool 20 -UserPoolId us-east-1_StandIn
        $null = Stop-CGIPLocalUserPool us-east-1_Production
        { Get-CGIPLinkedIdentity us-east-1_Production } | Should -Throw -ErrorId 'LocalUserPoolStopped,*'
        { Disable-CGIPProviderForUser us-east-1_Production a Okta -Force } | Should -Throw -ErrorId 'LocalUserPoolStopped,*'
        { Get-CGIPLinkedIdentity $pool.UserPoolId -EndpointUrl $aws.EndpointUrl -AccessKey local -SecretKey local -Region us-east-1 } | Should -Throw -ErrorId 'ResourceNotFound,*'
        $null = Start-CGIPLocalUserPool 20 -UserPoolId us-east-1_Production
        Get-CGIPLinkedIdentity us-east-1_Production | Should -Not -BeNullOrEmpty
    }

    It 'is not stopped with -WhatIf' {
        $null = Start-CGIPLocalUserPool
        Stop-CGIPLocalUserPool -WhatIf
        Get-CGIPLocalUserPool | Should -HaveCount 1
    }
}
