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

    It 'makes requests fail with an error, whose message can be given' {
        Set-CGIPLocalUserPoolFault us-east-1_LocalPool -ErrorCode NotAuthorizedException -Message 'Not tonight' | Should -BeNullOrEmpty
        { Get-Alice } | Should -Throw -ErrorId 'NotAuthorized,*' -ExpectedMessage '*Not tonight*'
        (Get-CGIPLocalUserPoolRequest)[0].ErrorCode | Should -Be NotAuthorizedException
    }

    It 'closes connections' {
        Set-CGIPLocalUserPoolFault -ConnectionReset
        { Get-Alice } | Should -Throw
        (Get-CGIPLocalUserPoolRequest)[0].StatusCode | Should -Be 0
    }

    It 'makes requests wait, and they succeed' {
        Set-CGIPLocalUserPoolFault -LatencyMilliseconds 1
        Get-Alice | Should -HaveCount 1
        (Get-Fault).applied | Should -BeGreaterThan 0
    }

    It 'makes requests hang until the pool stops' {
        Set-CGIPLocalUserPoolFault -Hang -Operation AdminGetUser
        $url = (Get-CGIPLocalUserPool).EndpointUrl
        (Get-Fault).hang | Should -BeTrue
        { Invoke-RestMethod ([uri]::new([uri] $url, '_local/health')) } | Should -Not -Throw
    }

    It 'lets a request take effect and then look failed' {
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -ErrorCode NotAuthorizedException -WhenDone
        $result = Disable-CGIPProviderForUser us-east-1_LocalPool alice Okta -Force
        $result.Outcome, $result.Verified | Should -Be Unlinked, $true
        $result.Reason | Should -BeLike '*although the service answered: *'
        (Get-CGIPLocalUserPoolRequest -Operation AdminDisableProviderForUser).ErrorCode | Should -Be NotAuthorizedException
        Get-Linked | Should -Not -Contain 'alice/Okta'
    }

    It 'passes every filter on' {
        Set-CGIPLocalUserPoolFault -ErrorCode X -Operation Admin* -Username alice -ProviderName Okta -Nth 6 -Every 3 -Probability 0.5 -Times 2 -WhenDone
        $fault = Get-Fault
        $fault.operation, $fault.username, $fault.providerName | Should -Be 'Admin*', alice, Okta
        $fault.nth, $fault.every, $fault.probability, $fault.times, $fault.whenDone | Should -Be 6, 3, 0.5, 2, $true
    }

    It 'meets only the user that is named' {
        Set-CGIPLocalUserPoolFault -ErrorCode NotAuthorizedException -Username alice
        { Disable-CGIPProviderForUser us-east-1_LocalPool alice Okta -Force -ErrorAction Stop } | Should -Throw
        { Disable-CGIPProviderForUser us-east-1_LocalPool bob Okta -Force -AllowLockout -ErrorAction Stop } | Should -Not -Throw
    }

    It 'adds to the faults there are, and clears them' {
        Set-CGIPLocalUserPoolFault -ErrorCode X
        Set-CGIPLocalUserPoolFault -Hang -Times 1
        Get-Fault | Should -HaveCount 2
        Set-CGIPLocalUserPoolFault -Clear
        Get-Fault | Should -BeNullOrEmpty
        Get-Alice | Should -HaveCount 1
    }

    It 'takes a pool from the pipeline, and all of them when none is named' {
        $second = Start-CGIPLocalUserPool -UserPoolId us-west-2_Second
        $second | Set-CGIPLocalUserPoolFault -ErrorCode X
        Get-Fault | Should -BeNullOrEmpty
        Get-Fault us-west-2_Second | Should -HaveCount 1
        Set-CGIPLocalUserPoolFault -ErrorCode Y
        Get-Fault | Should -HaveCount 1
        Get-Fault us-west-2_Second | Should -HaveCount 2
    }

    It 'honours -WhatIf' {
        Set-CGIPLocalUserPoolFault -ErrorCode X -WhatIf
        Get-Fault | Should -BeNullOrEmpty
        Set-CGIPLocalUserPoolFault -ErrorCode X
        Set-CGIPLocalUserPoolFault -Clear -WhatIf
        Get-Fault | Should -HaveCount 1
    }

    It 'asks only who wants to be asked about everything' {
        $confirm = [System.Management.Automation.CommandMetadata]::new((Get-Command Set-CGIPLocalUserPoolFault))
        $confirm.ConfirmImpact | Should -Be Low
        $confirm.SupportsShouldProcess | Should -BeTrue
    }

    It 'answers <Case> with <Id>' -ForEach @(
        @{ Case = 'a pool that does not run'; Id = 'LocalUserPoolNotFound,*'; Run = { Set-CGIPLocalUserPoolFault us-east-1_None -Hang -ErrorAction Stop } }
        @{ Case = 'an operation that there is not'; Id = 'InvalidFault,*'; Run = { Set-CGIPLocalUserPoolFault -Hang -Operation AdminNothing } }
        @{ Case = 'an error code that is none'; Id = 'InvalidFault,*'; Run = { Set-CGIPLocalUserPoolFault -ErrorCode 'two words' } }
        @{ Case = 'a probability of 0'; Id = 'InvalidFault,*'; Run = { Set-CGIPLocalUserPoolFault -Hang -Probability 0 } }
        @{ Case = 'a probability beyond 1'; Id = 'ParameterArgumentValidationError,*'; Run = { Set-CGIPLocalUserPoolFault -Hang -Probability 1.5 } }
        @{ Case = 'the request before the first'; Id = 'ParameterArgumentValidationError,*'; Run = { Set-CGIPLocalUserPoolFault -Hang -Nth 0 } }
        @{ Case = 'two effects'; Id = 'AmbiguousParameterSet,*'; Run = { Set-CGIPLocalUserPoolFault -Hang -ConnectionReset } }
        @{ Case = 'no effect'; Id = 'AmbiguousParameterSet,*'; Run = { Set-CGIPLocalUserPoolFault -Operation ListUsers } }
        @{ Case = 'a filter for clearing'; Id = 'AmbiguousParameterSet,*'; Run = { Set-CGIPLocalUserPoolFault -Clear -Operation ListUsers } }
    ) {
        $Run | Should -Throw -ErrorId $Id
    }

    It 'is an error where no pool runs, but for clearing' {
        Stop-CGIPLocalUserPool
        { Set-CGIPLocalUserPoolFault -Hang -ErrorAction Stop } | Should -Throw -ErrorId 'LocalUserPoolNotFound,*'
        { Set-CGIPLocalUserPoolFault -Clear -ErrorAction Stop } | Should -Not -Throw
    }
}
