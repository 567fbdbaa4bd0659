# The README's PowerShell story, run as it stands but for the prompts.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    $root = Split-Path (Get-RepositoryFile 'README.md')
    $blocks = [regex]::Matches((Get-Content -Raw (Get-RepositoryFile 'README.md')), '(?s)```powershell\r?\n(.*?)```') | ForEach-Object { $_.Groups[1].Value }
}

Describe 'The README' {
    It 'tells a story that happens' {
        $story = $blocks | Where-Object { $_ -like 'Import-Module ./out/CognitoUnlink*' }
        $story | Should -HaveCount 1
        $undo = $blocks | Where-Object { $_ -like '*Enable-CGIPProviderForUser*' }
        $undo | Should -HaveCount 1
        $story, $undo = ($story, $undo).Replace('./okta.jsonl', "'$(Join-Path $TestDrive 'okta.jsonl')'").Replace('./out/CognitoUnlink', "'$(Get-ModulePath)'")
        $child = Invoke-Child @"
            Set-Location '$root'
            `$ConfirmPreference = 'None'
            `$ErrorActionPreference = 'Continue'
            function Export-Csv { param([Parameter(Position = 0)] `$Path, [Parameter(ValueFromPipeline)] `$InputObject) begin { `$rows = @() } process { `$rows += `$InputObject } end { `$rows | Microsoft.PowerShell.Utility\Export-Csv (Join-Path '$TestDrive' `$Path) } }
            function Import-Csv { param(`$Path) Microsoft.PowerShell.Utility\Import-Csv (Join-Path '$TestDrive' `$Path) }
            $story
            'unlinked: ' + @(Import-Csv done.csv | Where-Object Outcome -eq Unlinked).Count
            'left: ' + @(Get-CGIPLinkedIdentity `$pool -ProviderName Okta | Where-Object SignInAfterUnlink -eq Password).Count
            'linked again: ' + @($undo | Where-Object Outcome -eq Linked).Count
            'signed out: ' + (Get-CGIPLocalUserPoolRequest -Operation AdminUserGlobalSignOut).Username
"@
        $child.Output | Where-Object { $_ -match '^unlinked: [1-9]\d+$' } | Should -HaveCount 1
        $child.Output | Should -Contain 'left: 0'
        $child.Output | Should -Contain (($child.Output | Where-Object { $_ -like 'unlinked: *' }) -replace 'unlinked', 'linked again')
        $child.Output | Should -Contain 'signed out: kenji.kowalski2'
    }

    It 'has PowerShell that parses' {
        foreach ($block in $blocks) {
            $problems = $null
            $null = [Management.Automation.Language.Parser]::ParseInput($block, [ref] $null, [ref] $problems)
            $problems | Should -BeNullOrEmpty
        }
    }
}
