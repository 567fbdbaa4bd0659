# Runs the runbook test in docs/testing-runbooks.md with Pester.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'DocumentedExamples.psm1') -Force
}

Describe 'The documented runbook test' {
    It 'passes' {
        $example = @(Get-DocumentedExample docs/testing-runbooks.md | Where-Object Code -Like 'Describe *')
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
