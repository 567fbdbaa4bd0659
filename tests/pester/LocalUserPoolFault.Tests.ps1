BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force

    function Get-Fault {
        param([string] $UserPoolId = 'us-east-1_LocalPool')

        $url = (Get-CGIPLocalUserPool $UserPoolId).EndpointUrl
        (Invoke-RestMethod ([uri]::new([uri] $url, '_local/faults'))).faults
    }

    function Get-Alice {
        Get-CGIPLinkedIdentity us-east-1_LocalPool alice -ErrorAction Stop
    }
}

Describe 'Set-CGIPLocalUserPoolFault' {
    BeforeEach { $null = Start-TestPool }
    AfterEach { Stop-CGIPLocalUserPool }

    It 'makes requests fail with an error, whose message can be set' {
        Set-CGIPLocalUserPoolFault us-east-1_LocalPool -ErrorCode NotAuthorizedException -Message 'Not tonight' | Should -BeNullOrEmpty
        { Get-Alice } | Should -Throw -ErrorId 'NotAuthorized,*' -ExpectedMessage '*Not tonight*'
        (Get-CGIPLocalUserPoolRequest)[0].ErrorCode | Should -Be NotAuthorizedException
    }

    It 'closes connections' {
        Set-CGIPLocalUserPoolFault -ConnectionReset
        { Get-Alice } | Should -Throw
        (Get-CGIPLocalUserPoolRequest)[0].StatusCode | Should -Be 0
    }

    It 'delays requests, which then succeed' {
        Set-CGIPLocalUserPoolFault -LatencyMilliseconds 1
        Get-Alice | Should -HaveCount 1
        (Get-Fault).applied | Should -BeGreaterThan 0
    }

    It 'makes requests hang until the pool stops, which stays reachable meanwhile' {
        $url = (Start-CGIPLocalUserPool 1 -UserPoolId us-west-2_Hangs -SkipSignatureCheck).EndpointUrl
        Set-CGIPLocalUserPoolFault us-west-2_Hangs -Hang
        $body = [Net.Http.StringContent]::new('{"UserPoolId":"us-west-2_Hangs"}')
        $body.Headers.Add('X-Amz-Target', 'AWSCognitoIdentityProviderService.ListUsers')
        # Unlike a command, it does not try again once the pool has stopped.
        $client = [Net.Http.HttpClient]::new()
        try {
            $request = $client.PostAsync($url, $body)
            $watch = [Diagnostics.Stopwatch]::StartNew()
            while (-not (Get-CGIPLocalUserPoolRequest us-west-2_Hangs) -and -not $request.IsCompleted -and $watch.Elapsed.TotalSeconds -lt 60) { Start-Sleep -Milliseconds 10 }
            (Get-Fault us-west-2_Hangs).hang | Should -BeTrue
            (Invoke-RestMethod ([uri]::new([uri] $url, '_local/health'))).status | Should -Be ok
            $request.IsCompleted | Should -BeFalse
            Stop-CGIPLocalUserPool us-west-2_Hangs
            { $request.Wait([timespan]::FromSeconds(60)) } | Should -Throw -ExceptionType ([Management.Automation.MethodInvocationException])
            $request.Exception.InnerException | Should -BeOfType Net.Http.HttpRequestException
        }
        finally { $client.Dispose() }
    }

    It 'makes a request fail after it has taken effect with -WhenDone' {
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -ErrorCode NotAuthorizedException -WhenDone
        $result = Disable-CGIPProviderForUser us-east-1_LocalPool alice Okta -Force
        $result.Outcome, $result.Verified | Should -Be Unlinked, $true
        $result.Reason | Should -BeLike '*although the service answered: *'
        (Get-CGIPLocalUserPoolRequest -Operation AdminDisableProviderForUser).ErrorCode | Should -Be NotAuthorizedException
        Get-Linked | Should -Not -Contain 'alice/Okta'
    }

    It 'passes every filter to the pool' {
        Set-CGIPLocalUserPoolFault -ErrorCode X -Operation Admin* -Username alice -ProviderName Okta -Nth 6 -Every 3 -Probability 0.5 -Times 2 -WhenDone
        $fault = Get-Fault
        $fault.operation, $fault.username, $fault.providerName | Should -Be 'Admin*', alice, Okta
        $fault.nth, $fault.every, $fault.probability, $fault.times, $fault.whenDone | Should -Be 6, 3, 0.5, 2, $true
    }

    It 'affects only the given user' {
        Set-CGIPLocalUserPoolFault -ErrorCode NotAuthorizedException -Username alice
        { Disable-CGIPProviderForUser us-east-1_LocalPool alice Okta -Force -ErrorAction Stop } | Should -Throw
        { Disable-CGIPProviderForUser us-east-1_LocalPool bob Okta -Force -AllowLockout -ErrorAction Stop } | Should -Not -Throw
    }

    It 'adds to existing faults, and clears them' {
        Set-CGIPLocalUserPoolFault -ErrorCode X
        Set-CGIPLocalUserPoolFault -Hang -Times 1
        Get-Fault | Should -HaveCount 2
        Set-CGIPLocalUserPoolFault -Clear
        Get-Fault | Should -BeNullOrEmpty
        Get-Alice | Should -HaveCount 1
    }

    It 'accepts a pool from the pipeline, and affects all pools if none is given' {
        $second = Start-CGIPLocalUserPool -UserPoolId us-west-2_Second
        $second | Set-CGIPLocalUserPoolFault -ErrorCode X
        Get-Fault | Should -BeNullOrEmpty
        Get-Fault us-west-2_Second | Should -HaveCount 1
        Set-CGIPLocalUserPoolFault -ErrorCode Y
        Get-Fault | Should -HaveCount 1
        Get-Fault us-west-2_Second | Should -HaveCount 2
    }

    It 'changes nothing with -WhatIf' {
        Set-CGIPLocalUserPoolFault -ErrorCode X -WhatIf
        Get-Fault | Should -BeNullOrEmpty
        Set-CGIPLocalUserPoolFault -ErrorCode X
        Set-CGIPLocalUserPoolFault -Clear -WhatIf
        Get-Fault | Should -HaveCount 1
    }

    It 'does not prompt by default' {
        $confirm = [System.Management.Automation.CommandMetadata]::new((Get-Command Set-CGIPLocalUserPoolFault))
        $confirm.ConfirmImpact | Should -Be Low
        $confirm.SupportsShouldProcess | Should -BeTrue
    }

    It 'reports <Id> for <Case>' -ForEach @(
        @{ Case = 'a pool that is not running'; Id = 'LocalUserPoolNotFound,*'; Run = { Set-CGIPLocalUserPoolFault us-east-1_None -Hang -ErrorAction Stop } }
        @{ Case = 'an unknown operation'; Id = 'InvalidFault,*'; Run = { Set-CGIPLocalUserPoolFault -Hang -Operation AdminNothing } }
        @{ Case = 'an invalid error code'; Id = 'InvalidFault,*'; Run = { Set-CGIPLocalUserPoolFault -ErrorCode 'two words' } }
        @{ Case = 'a probability of 0'; Id = 'InvalidFault,*'; Run = { Set-CGIPLocalUserPoolFault -Hang -Probability 0 } }
        @{ Case = 'a probability above 1'; Id = 'ParameterArgumentValidationError,*'; Run = { Set-CGIPLocalUserPoolFault -Hang -Probability 1.5 } }
        @{ Case = 'a request number of 0'; Id = 'ParameterArgumentValidationError,*'; Run = { Set-CGIPLocalUserPoolFault -Hang -Nth 0 } }
        @{ Case = 'two effects'; Id = 'AmbiguousParameterSet,*'; Run = { Set-CGIPLocalUserPoolFault -Hang -ConnectionReset } }
        @{ Case = 'no effect'; Id = 'AmbiguousParameterSet,*'; Run = { Set-CGIPLocalUserPoolFault -Operation ListUsers } }
        @{ Case = 'a filter with -Clear'; Id = 'AmbiguousParameterSet,*'; Run = { Set-CGIPLocalUserPoolFault -Clear -Operation ListUsers } }
    ) {
        $Run | Should -Throw -ErrorId $Id
    }

    It 'reports an error if no pool is running, except with -Clear' {
        Stop-CGIPLocalUserPool
        { Set-CGIPLocalUserPoolFault -Hang -ErrorAction Stop } | Should -Throw -ErrorId 'LocalUserPoolNotFound,*'
        { Set-CGIPLocalUserPoolFault -Clear -ErrorAction Stop } | Should -Not -Throw
    }
}
