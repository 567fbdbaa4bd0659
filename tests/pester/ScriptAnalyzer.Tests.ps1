BeforeDiscovery {
    $missing = -not (Get-Module -ListAvailable PSScriptAnalyzer)
}

Describe 'PSScriptAnalyzer' {
    It 'has nothing to say of the scripts and data files' -Skip:$missing {
        Import-Module PSScriptAnalyzer
        $root = Resolve-Path (Join-Path $PSScriptRoot '../..')
        $findings = git -C $root ls-files --cached --others --exclude-standard '*.ps1' '*.psd1' '*.psm1' |
            ForEach-Object { Invoke-ScriptAnalyzer (Join-Path $root $_) -Settings (Join-Path $root 'PSScriptAnalyzerSettings.psd1') }
        $findings | ForEach-Object { "$($_.ScriptName):$($_.Line) $($_.RuleName) $($_.Message)" } | Should -BeNullOrEmpty
    }
}
