# The README's PowerShell, run as it stands but for the prompts.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'DocumentedExamples.psm1') -Force
}

Describe 'The README' {
    It 'tells a story that happens' {
        $results = Invoke-DocumentedExample README.md $TestDrive -Then @'
            'unlinked: ' + @(Import-Csv done.csv | Where-Object Outcome -eq Unlinked).Count
            'linked again: ' + @(Get-CGIPUnlinkJournal ./okta.jsonl -Event Linked).Count
            'signed out: ' + (Get-CGIPLocalUserPoolRequest -Operation AdminUserGlobalSignOut).Username
'@
        $results.Count | Should -Be 4
        $story, $undo, $report, $end = $results
        $story.Errors | ForEach-Object { $_ | Should -Match '^(WouldLockOut|OwnIdentity|NoRecovery),' }
        $story.Errors.Count | Should -BeGreaterThan 0
        $undo.Errors | Should -BeNullOrEmpty
        $report.Errors | Should -BeNullOrEmpty
        Join-Path $TestDrive 'okta.html' | Should -Exist
        $end.Written[0] | Should -Match '^unlinked: [1-9]\d+$'
        $end.Written[2] | Should -Be 'signed out: kenji.kowalski2'
        "undone: $(@($undo.Written -like 'Linked *').Count)" | Should -Be ($end.Written[0] -replace 'unlinked', 'undone')
    }

    It 'has a test of a runbook that passes' {
        $example = @(Get-DocumentedExample README.md | Where-Object Code -Like 'Describe *')
        $example | Should -HaveCount 1
        Set-Content (Join-Path $TestDrive 'Retire-Okta.ps1') @'
            param($UserPoolId)
            Get-CGIPLinkedIdentity $UserPoolId -ProviderName Okta | Disable-CGIPProviderForUser -Confirm:$false -ErrorAction SilentlyContinue
'@
        Set-Content (Join-Path $TestDrive 'Runbook.Tests.ps1') $example.Code.Replace('Import-Module CognitoUnlink', "Import-Module '$(Get-ModulePath)'")
        $child = Invoke-Child "Import-Module '$(Join-Path (Get-Module Pester).ModuleBase Pester.psd1)'; Set-Location '$TestDrive'; (Invoke-Pester ./Runbook.Tests.ps1 -PassThru -Output None).Result"
        $child.Output | Select-Object -Last 1 | Should -Be 'Passed'
    }
}
