BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    $path = Get-ModulePath
}

Describe 'The module' {
    It 'has a valid manifest' {
        $manifest = Test-ModuleManifest (Join-Path $path 'CognitoUnlink.psd1')
        $manifest.ExportedCmdlets.Count | Should -Be 15
        $manifest.CompatiblePSEditions | Should -Be 'Core'
    }

    It 'exports the cmdlets in its manifest, and the index of the docs lists them all' {
        $manifest = Import-PowerShellDataFile (Join-Path $path 'CognitoUnlink.psd1')
        Import-Module $path -Force
        $exported = (Get-Command -Module CognitoUnlink).Name | Sort-Object
        $exported | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        $index = Get-Content -Raw (Get-RepositoryFile 'docs/README.md')
        $listed = [regex]::Matches($index, '(?m)^\| \[(\w+-CGIP\w+)\]') | ForEach-Object { $_.Groups[1].Value } | Sort-Object
        $listed | Should -Be $exported
    }

    It 'uses only approved verbs' {
        Import-Module $path -Force
        $approved = (Get-Verb).Verb
        (Get-Command -Module CognitoUnlink).Verb | ForEach-Object { $_ | Should -BeIn $approved }
    }

    It 'has the same version as its core library' {
        $manifest = Import-PowerShellDataFile (Join-Path $path 'CognitoUnlink.psd1')
        $core = [Diagnostics.FileVersionInfo]::GetVersionInfo((Join-Path $path 'CognitoUnlink.Core.dll'))
        $core.ProductVersion | Should -Be $manifest.ModuleVersion
    }

    It 'has the version of the first changelog entry, and the changelog follows Keep a Changelog' {
        $changelog = Get-Content (Get-RepositoryFile 'CHANGELOG.md')
        $changelog[0] | Should -BeExactly '# Changelog'
        $entries = @($changelog -match '^## ')
        $entries | ForEach-Object { $_ | Should -MatchExactly '^## \[\d+\.\d+\.\d+\] - (\d{4}-\d{2}-\d{2}|Unreleased)$' }
        # Only the first entry may have no date, if it has not been released yet.
        $entries | Select-Object -Skip 1 | Should -Not -Match 'Unreleased'
        $versions = $entries | ForEach-Object { [version] [regex]::Match($_, '\d+\.\d+\.\d+').Value }
        $versions[0] | Should -Be (Import-PowerShellDataFile (Join-Path $path 'CognitoUnlink.psd1')).ModuleVersion
        $versions | Should -Be ($versions | Sort-Object -Descending -Unique)
        $changelog -match '^### ' | ForEach-Object { $_ | Should -MatchExactly '^### (Added|Changed|Deprecated|Removed|Fixed|Security)$' }
    }

    It 'works after it is removed, imported again, and imported with -Force' {
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
