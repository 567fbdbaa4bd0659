Describe 'PSScriptAnalyzer' {
    It 'finds no problems in the scripts and data files' {
        if (-not (Get-Module -ListAvailable PSScriptAnalyzer)) {
            Set-ItResult -Skipped -Because 'PSScriptAnalyzer is not installed: Install-PSResource PSScriptAnalyzer.'
        }

        Import-Module PSScriptAnalyzer
        $root = Resolve-Path (Join-Path $PSScriptRoot '../..')
        $scripts = Get-ChildItem $root -File | Where-Object Extension -In '.ps1', '.psd1', '.psm1'
        $folders = 'build', 'docs', 'samples', 'tests/pester' | ForEach-Object { Join-Path $root $_ }
        $scripts += Get-ChildItem $folders -File -Recurse | Where-Object Extension -In '.ps1', '.psd1', '.psm1'
        $scripts.Count | Should -BeGreaterThan 10
        $findings = $scripts | ForEach-Object { Invoke-ScriptAnalyzer $_.FullName -Settings (Join-Path $root 'PSScriptAnalyzerSettings.psd1') }
        $findings | ForEach-Object { "$($_.ScriptName):$($_.Line) $($_.RuleName) $($_.Message)" } | Should -BeNullOrEmpty
    }
}
