# A rehearsal makes no user active, because active users are billed for the month.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $id = 'us-east-1_LocalPool'
}

Describe 'A rehearsal in a pool with <Rows> users' -ForEach @{ Rows = 10 }, @{ Rows = 1000 } {
    BeforeAll {
        $null = Start-CGIPLocalUserPool $Rows
        $names = @((Get-CGIPLinkedIdentity $id).Username | Select-Object -Unique)
    }

    AfterAll { Stop-CGIPLocalUserPool }
    BeforeEach { $null = Get-CGIPLocalUserPoolRequest -Clear }

    It 'sends no AdminGetUser request for <How>' -ForEach @(
        @{ How = 'usernames'; Run = { $names | Disable-CGIPProviderForUser $id -AllProviders -WhatIf -SummaryVariable summary -ErrorAction SilentlyContinue 6>$null } }
        @{ How = 'rows'; Run = { $names | ForEach-Object { [pscustomobject]@{ Username = $_; ProviderName = 'Okta'; Subject = 'x' } } | Disable-CGIPProviderForUser $id -WhatIf -SummaryVariable summary -ErrorAction SilentlyContinue 6>$null } }
        @{ How = 'a listing'; Run = { Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -WhatIf -SummaryVariable summary -ErrorAction SilentlyContinue 6>$null } }
        @{ How = 'an undo'; Run = { $names | ForEach-Object { [pscustomobject]@{ Username = $_; ProviderName = 'Okta'; Subject = 'x' } } | Enable-CGIPProviderForUser -UserPoolId $id -WhatIf -SummaryVariable summary -ErrorAction SilentlyContinue 6>$null } }
    ) {
        $results = . $Run
        @($results).Count + $summary.Failed | Should -BeGreaterOrEqual $names.Count
        $summary.BilledReads | Should -Be 0
        $operations = (Get-CGIPLocalUserPoolRequest).Operation | Select-Object -Unique
        $operations | Should -Contain ListUsers
        $operations | Where-Object { $_ -like 'Admin*' } | Should -BeNullOrEmpty
    }
}
