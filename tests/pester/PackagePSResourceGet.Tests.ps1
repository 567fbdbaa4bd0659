# Installs the gallery package as users will.

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
        $artifacts = Get-ArtifactPath
        $expected = Import-PowerShellDataFile (Get-RepositoryFile 'CognitoUnlink.psd1')
        $version = $expected.ModuleVersion
        $feed = New-Item (Join-Path $TestDrive 'feed') -ItemType Directory
        $repository = "CognitoUnlink-$([guid]::NewGuid())"
        Register-PSResourceRepository -Name $repository -Uri $feed.FullName -Trusted
        # As the release does, except for the repository.
        Publish-PSResource -NupkgPath (Join-Path $artifacts "CognitoUnlink.$version.nupkg") -Repository $repository
    }

    AfterAll {
        if ($repository) {
            Unregister-PSResourceRepository -Name $repository
        }
    }

    It 'finds the module with its cmdlets' {
        if ($missing) {
            Set-ItResult -Skipped -Because 'Microsoft.PowerShell.PSResourceGet is not in this PowerShell.'
        }

        $found = Find-PSResource CognitoUnlink -Repository $repository
        $found.Version | Should -Be $version
        $found.Type | Should -Be 'Module'
        $found.Includes.Cmdlet | Sort-Object | Should -Be ($expected.CmdletsToExport | Sort-Object)
        $found.Tags | Should -BeIn ($expected.PrivateData.PSData.Tags + 'PSModule')
    }

    It 'installs the module, which then works' {
        if ($missing) {
            Set-ItResult -Skipped -Because 'Microsoft.PowerShell.PSResourceGet is not in this PowerShell.'
        }

        $folder = New-Item (Join-Path $TestDrive 'modules') -ItemType Directory
        # Like Install-PSResource, but with the test's own folder instead of the user's.
        Save-PSResource CognitoUnlink -Repository $repository -Path $folder
        $manifest = Join-Path $folder "CognitoUnlink/$version/CognitoUnlink.psd1"
        (Test-ModuleManifest $manifest).Version | Should -Be $version
        $child = Invoke-Child "Import-Module '$manifest'; `$pool = Start-CGIPLocalUserPool 5; 'linked: ' + (@(Get-CGIPLinkedIdentity `$pool.UserPoolId).Count -gt 0)"
        $child.Output | Should -Be 'linked: True'
    }

    It 'installs, updates and removes the module as docs/install.md says' {
        if ($missing) {
            Set-ItResult -Skipped -Because 'Microsoft.PowerShell.PSResourceGet is not in this PowerShell.'
        }

        if ($IsWindows) {
            Set-ItResult -Skipped -Because 'On Windows, the folder for a user''s modules cannot be changed.'
        }

        $homeBefore = $env:HOME
        $env:HOME = New-Item (Join-Path $TestDrive 'home') -ItemType Directory
        try {
            $child = Invoke-Child "
                Unregister-PSResourceRepository PSGallery
                Register-PSResourceRepository -Name Downloads -Uri '$artifacts' -Trusted
                Install-PSResource CognitoUnlink -Repository Downloads
                Update-PSResource CognitoUnlink
                `$installed = Get-InstalledPSResource CognitoUnlink
                'installed: ' + `$installed.Version + ', ' + `$installed.InstalledLocation.StartsWith('$env:HOME')
                Uninstall-PSResource CognitoUnlink
                'left: ' + @(Get-ChildItem `$installed.InstalledLocation).Count"
        }
        finally {
            $env:HOME = $homeBefore
        }

        $child.Output | Should -Be "installed: $version, True", 'left: 0'
    }
}
