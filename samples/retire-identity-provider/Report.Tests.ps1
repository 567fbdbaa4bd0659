# Writes the report about a retirement.

BeforeAll {
    Import-Module CognitoUnlink
    $runbook = Join-Path $PSScriptRoot 'Invoke-IdentityProviderRetirement.ps1'
    $pool = 'eu-west-1_Production'
}

Describe 'The report' {
    BeforeEach {
        $null = Start-CGIPLocalUserPool 100 -UserPoolId $pool
        $okta = @{ UserPoolId = $pool; ProviderName = 'Okta'; Folder = Join-Path $TestDrive ([guid]::NewGuid()) }
        $null = & $runbook @okta -Step Plan
        $null = & $runbook @okta -Step Canary -Confirm:$false
    }

    AfterEach { Stop-CGIPLocalUserPool }

    It 'has the pool and the provider in its title' {
        $file = & $runbook @okta -Step Report -Confirm:$false
        $file | Should -BeOfType System.IO.FileInfo
        Get-Content -Raw $file | Should -Match 'Okta retired from eu-west-1_Production'
    }

    It 'is not written with -WhatIf' {
        & $runbook @okta -Step Report -WhatIf | Should -BeNullOrEmpty
        Join-Path $okta.Folder 'report.html' | Should -Not -Exist
    }
}
