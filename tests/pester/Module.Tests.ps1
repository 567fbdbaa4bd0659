BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    $path = Get-ModulePath
}

Describe 'The module' {
    It 'has a manifest that passes' {
        $manifest = Test-ModuleManifest (Join-Path $path 'CognitoUnlink.psd1')
        $manifest.ExportedCmdlets.Count | Should -Be 15
        $manifest.CompatiblePSEditions | Should -Be 'Core'
    }

    It 'exports what its manifest says, and the index of docs lists each' {
        $manifest = Import-PowerShellDataFile (Join-Path $path 'CognitoUnlink.psd1')
        Import-Module $path -Force
        $exported = (Get-Command -Module CognitoUnlink).Name | Sort-Object
        $exported | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        $index = Get-Content -Raw (Get-RepositoryFile 'docs/README.md')
        $listed = [regex]::Matches($index, '(?m)^\| \[(\w+-CGIP\w+)\]') | ForEach-Object { $_.Groups[1].Value } | Sort-Object
        $listed | Should -Be $exported
    }

    It 'uses approved verbs only' {
        Import-Module $path -Force
        $approved = (Get-Verb).Verb
        (Get-Command -Module CognitoUnlink).Verb | ForEach-Object { $_ | Should -BeIn $approved }
    }

    It 'has the version of the libraries' {
        $manifest = Import-PowerShellDataFile (Join-Path $path 'CognitoUnlink.psd1')
        $core = [Diagnostics.FileVersionInfo]::GetVersionInfo((Join-Path $path 'CognitoUnlink.Core.dll'))
        $core.ProductVersion | Should -Be $manifest.ModuleVersion
    }

    It 'has the version of the changelog''s first entry, whose form is that of Keep a Changelog' {
        $changelog = Get-Content (Get-RepositoryFile 'CHANGELOG.md')
        $changelog[0] | Should -BeExactly '# Changelog'
        $entries = @($changelog -match '^## ')
        $entries | ForEach-Object { $_ | Should -MatchExactly '^## \[\d+\.\d+\.\d+\] - (\d{4}-\d{2}-\d{2}|Unreleased)$' }
        # Only what is not out yet, the first entry, may be without a date.
        $entries | Select-Object -Skip 1 | Should -Not -Match 'Unreleased'
        $versions = $entries | ForEach-Object { [version] [regex]::Match($_, '\d+\.\d+\.\d+').Value }
        $versions[0] | Should -Be (Import-PowerShellDataFile (Join-Path $path 'CognitoUnlink.psd1')).ModuleVersion
        $versions | Should -Be ($versions | Sort-Object -Descending -Unique)
        $changelog -match '^### ' | ForEach-Object { $_ | Should -MatchExactly '^### (Added|Changed|Deprecated|Removed|Fixed|Security)$' }
    }

    It 'can be removed and imported again, and forced, and works each time' {
        $child = Invoke-Child @"
            Import-Module '$path'
            `$pool = Start-CGIPLocalUserPool 10
            foreach (`$i in 1..3) {
                Import-Module '$path' -Force
                'identities: ' + @(Get-CGIPLinkedIdentity `$pool.UserPoolId).Count
                if (`$i -eq 1) { Remove-Module CognitoUnlink }
            }
"@
        $child.ExitCode | Should -Be 0
        $child.Output | Should -HaveCount 3
        ($child.Output | Select-Object -Unique) | Should -HaveCount 1
    }
}
