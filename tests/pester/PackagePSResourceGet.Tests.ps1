# The gallery's package in the hands of those who will take it from there.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    $missing = -not (Get-Module -ListAvailable Microsoft.PowerShell.PSResourceGet)
}

Describe 'PSResourceGet' {
    BeforeAll {
        if ($missing) {
            return
        }

        Import-Module Microsoft.PowerShell.PSResourceGet
        $artifacts = Get-ArtifactPath (Join-Path $TestDrive 'artifacts')
        $version = (Import-PowerShellDataFile (Get-RepositoryFile 'CognitoUnlink.psd1')).ModuleVersion
        $feed = New-Item (Join-Path $TestDrive 'feed') -ItemType Directory
        Copy-Item (Join-Path $artifacts "CognitoUnlink.$version.nupkg") $feed
        $repository = "CognitoUnlink-$([guid]::NewGuid())"
        Register-PSResourceRepository -Name $repository -Uri $feed.FullName -Trusted
    }

    AfterAll {
        if ($repository) {
            Unregister-PSResourceRepository -Name $repository
        }
    }

    It 'finds the module, with its cmdlets' {
        if ($missing) {
            Set-ItResult -Skipped -Because 'Microsoft.PowerShell.PSResourceGet is not in this PowerShell.'
        }

        $found = Find-PSResource CognitoUnlink -Repository $repository
        $found.Version | Should -Be $version
        $found.Type | Should -Be 'Module'
        $found.Includes.Cmdlet | Should -HaveCount 9
    }

    It 'installs the module, which then works' {
        if ($missing) {
            Set-ItResult -Skipped -Because 'Microsoft.PowerShell.PSResourceGet is not in this PowerShell.'
        }

        $folder = New-Item (Join-Path $TestDrive 'modules') -ItemType Directory
        # Install-PSResource with a folder of the test's own in place of the user's.
        Save-PSResource CognitoUnlink -Repository $repository -Path $folder
        $manifest = Join-Path $folder "CognitoUnlink/$version/CognitoUnlink.psd1"
        (Test-ModuleManifest $manifest).Version | Should -Be $version
        $child = Invoke-Child "Import-Module '$manifest'; `$pool = Start-CGIPLocalUserPool 5; 'linked: ' + (@(Get-CGIPLinkedIdentity `$pool.UserPoolId).Count -gt 0)"
        $child.Output | Should -Be 'linked: True'
    }
}
