BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
}

Describe 'Test-CGIPProviderRetirement' {
    BeforeEach { $id = (Start-CGIPLocalUserPool 200).UserPoolId }

    AfterEach { Stop-CGIPLocalUserPool }

    It 'finds what a rehearsal refuses, without billed reads' {
        $findings = @(Test-CGIPProviderRetirement $id Okta -InformationVariable information)
        $requests = (Get-CGIPLocalUserPoolRequest).Operation | Sort-Object -Unique
        $requests | Should -Be DescribeUserPool, DescribeUserPoolClient, ListIdentityProviders, ListUserPoolClients, ListUsers, ListUsersInGroup
        $refused = Get-CGIPLinkedIdentity $id -ProviderName Okta | Disable-CGIPProviderForUser $id -WhatIf -ErrorAction SilentlyContinue -InformationAction Ignore |
            Where-Object Outcome -EQ Skipped | Group-Object ErrorId -AsHashTable
        ($findings | Where-Object Check -EQ WithoutWayIn).Count | Should -Not -BeNullOrEmpty
        @($findings | Where-Object Check -EQ WithoutWayIn)[0].PSObject.Properties['Count'].Value | Should -Be $refused.WouldLockOut.Count
        @($findings | Where-Object Check -EQ OwnProfile)[0].PSObject.Properties['Count'].Value | Should -Be $refused.OwnIdentity.Count
        "$information" | Should -BeLike '*Provider Okta, 200 users read: 4 blockers*'
    }

    It 'accepts pools from the pipeline, and names all users with -Detailed' {
        $own = [pscustomobject]@{ Id = $id } | Test-CGIPProviderRetirement -ProviderName Okta -Detailed -InformationAction Ignore | Where-Object Check -EQ OwnProfile
        $own.Examples | Should -HaveCount $own.PSObject.Properties['Count'].Value
    }

    It 'reports what could not be checked' {
        Set-CGIPLocalUserPoolFault -Operation ListUserPoolClients -ErrorCode AccessDeniedException
        $findings = @(Test-CGIPProviderRetirement $id Okta -InformationAction Ignore)
        ($findings | Where-Object Check -EQ NotChecked).Message | Should -BeLike '*app clients*cognito-idp:ListUserPoolClients*'
    }

    It 'ends with a specific error for <Name>' -ForEach @(
        @{ Name = 'a provider in the wrong case'; Provider = 'okta'; ErrorId = 'ProviderNotFound' }
        @{ Name = 'an unknown provider'; Provider = 'Nobody'; ErrorId = 'ProviderNotFound' }
        @{ Name = 'the password sign-in'; Provider = 'Cognito'; ErrorId = 'NativeNotAsked' }
    ) {
        { Test-CGIPProviderRetirement $id $Provider } | Should -Throw -ErrorId "$ErrorId,*"
    }
}
