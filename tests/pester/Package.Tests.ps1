# What is published, tested as it is installed: without other module paths, and outside the repository.

BeforeDiscovery {
    $wrongCertificates = @(
        @{ Case = 'a missing file'; Give = { 'no-such.pfx' }; Message = 'Give -Certificate a certificate, its thumbprint or a PFX file: *' }
        @{ Case = 'a thumbprint that is in no store'; Give = { '0' * 40 }; Message = 'Import the certificate, or give its PFX file: *' }
        @{ Case = 'a wrong password'; Give = { $pfx }; Message = 'Check -CertificatePassword: *' }
        @{ Case = 'a certificate for another purpose'; Give = { Get-TestCertificate '1.3.6.1.5.5.7.3.1' }; Message = 'Give a certificate for code signing: *' }
        @{ Case = 'a certificate without its private key'; Give = { [Security.Cryptography.X509Certificates.X509Certificate2]::new($certificate.RawData) }; Message = 'Give a certificate with its private key: *' }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    $artifacts = Get-ArtifactPath
    $manifest = Import-PowerShellDataFile (Get-RepositoryFile 'CognitoUnlink.psd1')
    $version = $manifest.ModuleVersion

    # A module may also contain help, in files with fixed names.
    $help = @('en-US/CognitoUnlink.dll-Help.xml', 'en-US/about_CognitoUnlink*.help.txt')
    $moduleFiles = @(
        'CognitoUnlink.Core.dll'
        'CognitoUnlink.dll'
        'CognitoUnlink.Format.ps1xml'
        'CognitoUnlink.psd1'
        'lib/AWSSDK.Core.dll'
        'lib/CognitoUnlink.Aws.dll'
        'lib/CognitoUnlink.LocalPool.dll'
        'lib/CognitoUnlink.Report.dll'
        'LICENSE'
        'THIRD-PARTY-NOTICES.txt'
        'Examples/Invoke-IdentityProviderRetirement.ps1'
        'Examples/Invoke-LockoutAudit.ps1'
        'Examples/Invoke-PersonOffboarding.ps1'
        'Examples/Move-UserIdentityProvider.ps1'
    )
    $toolFiles = @(
        'AWSSDK.Core.dll'
        'cognito-unlink.deps.json'
        'cognito-unlink.dll'
        'cognito-unlink.runtimeconfig.json'
        'CognitoUnlink.Aws.dll'
        'CognitoUnlink.Core.dll'
        'CognitoUnlink.LocalPool.dll'
        'CognitoUnlink.Probe.dll'
        'CognitoUnlink.Report.dll'
        'CsvHelper.dll'
        'DotnetToolSettings.xml'
        'System.CommandLine.dll'
    ) | ForEach-Object { "tools/net10.0/any/$_" }

    function Get-FileList($folder) {
        Get-ChildItem -LiteralPath $folder -File -Recurse | ForEach-Object { [IO.Path]::GetRelativePath($folder, $_.FullName).Replace('\', '/') }
    }

    function Expand-Package($name, $folder) {
        <# Extracts a package as an installer does, without the files that only NuGet's format needs. #>
        [IO.Compression.ZipFile]::ExtractToDirectory((Join-Path $artifacts $name), $folder)
        $nuspec = [xml] (Get-Content -Raw (Join-Path $folder '*.nuspec'))
        Remove-Item -LiteralPath (Join-Path $folder '_rels'), (Join-Path $folder 'package'), (Join-Path $folder '[Content_Types].xml') -Recurse -Force
        Remove-Item (Join-Path $folder '*.nuspec')
        Remove-Item -LiteralPath (Join-Path $folder '.signature.p7s') -ErrorAction Ignore
        $nuspec.package.metadata
    }

    function Assert-File($folder, $expected) {
        $files = Get-FileList $folder | Where-Object { $file = $_; -not ($help | Where-Object { $file -like $_ }) }
        $files | Sort-Object | Should -Be ($expected | Sort-Object)
    }

    $installed = Join-Path $TestDrive "gallery/CognitoUnlink/$version"
    $metadata = Expand-Package "CognitoUnlink.$version.nupkg" $installed
    $tool = Join-Path $TestDrive 'tool-package'
    $toolMetadata = Expand-Package "CognitoUnlink.Tool.$version.nupkg" $tool
    $unzipped = Join-Path $TestDrive 'zip'
    Expand-Archive -LiteralPath (Join-Path $artifacts "CognitoUnlink.$version.zip") -DestinationPath $unzipped
}

Describe 'The files' {
    It 'in the gallery package are exactly the expected ones, at its root' {
        Assert-File $installed $moduleFiles
    }

    It 'in the zip are the same, in a folder for the version' {
        Get-ChildItem $unzipped -Name | Should -Be 'CognitoUnlink'
        Get-ChildItem (Join-Path $unzipped 'CognitoUnlink') -Name | Should -Be $version
        $zipped = Join-Path $unzipped "CognitoUnlink/$version"
        $hashes = { param($folder) Get-FileList $folder | Sort-Object | ForEach-Object { "$_ " + (Get-FileHash (Join-Path $folder $_)).Hash } }
        & $hashes $zipped | Should -Be (& $hashes $installed)
    }

    It 'in the tool package are exactly the expected ones' {
        Assert-File $tool ($toolFiles + 'LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.txt')
    }

    It 'include no libraries that PowerShell already has' {
        $ours = (Get-ChildItem $installed -Recurse -Filter *.dll).Name
        $ours | Where-Object { Test-Path (Join-Path $PSHOME $_) } | Should -BeNullOrEmpty
    }

    It 'have the checksums in SHA256SUMS' {
        $lines = Get-Content (Join-Path $artifacts 'SHA256SUMS')
        $names = foreach ($line in $lines) {
            $hash, $name = $line -split '  '
            (Get-FileHash (Join-Path $artifacts $name) -Algorithm SHA256).Hash | Should -Be $hash
            $name
        }
        $names | Should -Be "CognitoUnlink.$version.nupkg", "CognitoUnlink.$version.zip", "CognitoUnlink.Tool.$version.nupkg"
    }
}

Describe 'The gallery package' {
    It 'has the metadata in the manifest' {
        $metadata.id | Should -Be 'CognitoUnlink'
        $metadata.version | Should -Be $version
        $metadata.authors | Should -Be $manifest.Author
        $metadata.owners | Should -Be $manifest.CompanyName
        $metadata.description | Should -Be $manifest.Description
        $metadata.copyright | Should -Be $manifest.Copyright
        $metadata.licenseUrl | Should -Be $manifest.PrivateData.PSData.LicenseUri
        $metadata.projectUrl | Should -Be $manifest.PrivateData.PSData.ProjectUri
        $metadata.iconUrl | Should -Be $manifest.PrivateData.PSData.IconUri
        $commands = $manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_"; "PSCommand_$_" }
        $metadata.tags -split ' ' | Should -Be (@('PSModule') + $manifest.PrivateData.PSData.Tags + 'PSIncludes_Cmdlet' + $commands)
    }

    It 'has release notes from the changelog' {
        $changelog = (Get-Content -Raw (Get-RepositoryFile 'CHANGELOG.md')).ReplaceLineEndings("`n")
        $metadata.releaseNotes.ReplaceLineEndings("`n") | Should -Match '^### '
        $changelog | Should -BeLike "*## ``[$version``]*"
        $changelog.Contains($metadata.releaseNotes.ReplaceLineEndings("`n")) | Should -BeTrue
    }

    It 'has a valid manifest' {
        $tested = Test-ModuleManifest (Join-Path $installed 'CognitoUnlink.psd1')
        $tested.Version | Should -Be $version
        $tested.ExportedCmdlets.Count | Should -Be $manifest.CmdletsToExport.Count
    }
}

Describe 'The module, <Name>' -ForEach @(
    @{ Name = 'installed from the gallery package'; Folder = 'gallery' }
    @{ Name = 'unzipped'; Folder = 'zip' }
) {
    BeforeAll {
        $script = {
            param($folder, $core, $journal)
            $ErrorActionPreference = 'Stop'
            $env:PSModulePath = $folder + [IO.Path]::PathSeparator + $core
            $pool = (Start-CGIPLocalUserPool 20).UserPoolId
            $before = @(Get-CGIPLinkedIdentity $pool -ProviderName Okta)
            $done = @($before | Disable-CGIPProviderForUser -Force -AllowLockout -JournalPath $journal -ErrorAction SilentlyContinue 6> $null)
            $undone = @(Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force -JournalPath $journal -ErrorAction SilentlyContinue 6> $null)
            Stop-CGIPLocalUserPool
            [pscustomobject]@{
                Commands = (Get-Command -Module CognitoUnlink).Name
                Path     = (Get-Module CognitoUnlink).ModuleBase
                Before   = $before.Count
                Unlinked = @($done | Where-Object Outcome -EQ Unlinked).Count
                Linked   = @($undone | Where-Object Outcome -EQ Linked).Count
                Synopsis = "$((Get-Help Disable-CGIPProviderForUser).Synopsis)".Trim()
            } | ConvertTo-Json
        }
        $path = Join-Path $TestDrive $Folder
        $child = Invoke-Child "& {$script} '$path' '$(Join-Path $PSHOME 'Modules')' '$(Join-Path $TestDrive "$Folder.jsonl")'"
        $child.ExitCode | Should -Be 0 -Because ($child.Output -join "`n")
        $report = $child.Output -join "`n" | ConvertFrom-Json
    }

    It 'is found by the name of a command, and has all commands' {
        $report.Path.Replace('\', '/') | Should -BeLike "*/$Folder/CognitoUnlink/$version"
        $report.Commands | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }

    It 'unlinks, writes a journal, and links again' {
        $report.Before | Should -BeGreaterThan 0
        $report.Unlinked | Should -BeGreaterThan 0
        $report.Linked | Should -Be $report.Unlinked
    }

    It 'has help and shows it' {
        Join-Path $report.Path 'en-US/CognitoUnlink.dll-Help.xml' | Should -Exist
        foreach ($topic in Get-ChildItem (Get-RepositoryFile 'docs/about') -Filter *.md) { Join-Path $report.Path "en-US/$($topic.BaseName).help.txt" | Should -Exist }
        $page = Get-Content -Raw (Get-RepositoryFile 'docs/cmdlets/Disable-CGIPProviderForUser.md')
        $report.Synopsis | Should -BeExactly ([regex]::Match($page, '(?m)^## SYNOPSIS\s+(.+?)\s*$').Groups[1].Value)
    }
}

Describe 'The tool' {
    It 'has the right package metadata and runtime settings' {
        $toolMetadata.id | Should -Be 'CognitoUnlink.Tool'
        $toolMetadata.version | Should -Be $version
        $toolMetadata.license.InnerText | Should -Be 'Apache-2.0'
        $toolMetadata.readme | Should -Be 'README.md'
        $toolMetadata.packageTypes.packageType.name | Should -Be 'DotnetTool'
        (Get-Content -Raw (Join-Path $tool 'tools/net10.0/any/cognito-unlink.runtimeconfig.json') | ConvertFrom-Json).runtimeOptions.rollForward | Should -Be 'Major'
    }

    It 'can be installed from the package alone, and runs' {
        $source = Join-Path $TestDrive 'nuget.config'
        Set-Content -LiteralPath $source "<configuration><packageSources><clear /><add key=""artifacts"" value=""$artifacts"" /></packageSources></configuration>"
        $folder = Join-Path $TestDrive 'tool'
        $env:NUGET_PACKAGES = Join-Path $TestDrive 'packages'
        try {
            $output = dotnet tool install CognitoUnlink.Tool --version $version --tool-path $folder --configfile $source 2>&1
        }
        finally {
            $env:NUGET_PACKAGES = $null
        }

        $LASTEXITCODE | Should -Be 0 -Because "$output"
        $result = & (Join-Path $folder 'cognito-unlink') unlink --local --provider Okta --yes --output json 2>$null
        $LASTEXITCODE | Should -Be 5 -Because 'guards refuse some users in the generated pool'
        ($result -join "`n" | ConvertFrom-Json).unlinked | Should -BeGreaterThan 0
    }
}

Describe 'Packing' {
    BeforeAll {
        function Get-TestCertificate($usage = '1.3.6.1.5.5.7.3.3') {
            $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new(
                'CN=CognitoUnlink test', [Security.Cryptography.RSA]::Create(2048),
                [Security.Cryptography.HashAlgorithmName]::SHA256, [Security.Cryptography.RSASignaturePadding]::Pkcs1)
            $usages = [Security.Cryptography.OidCollection]::new()
            $null = $usages.Add([Security.Cryptography.Oid]::new($usage))
            $request.CertificateExtensions.Add([Security.Cryptography.X509Certificates.X509EnhancedKeyUsageExtension]::new($usages, $true))
            $request.CertificateExtensions.Add([Security.Cryptography.X509Certificates.X509KeyUsageExtension]::new('DigitalSignature', $true))
            $request.CreateSelfSigned([DateTimeOffset]::UtcNow.AddDays(-1), [DateTimeOffset]::UtcNow.AddDays(1))
        }

        # Packages from another machine are not compared with packages from this one.
        $unsigned = $artifacts
        if ($env:COGNITOUNLINK_ARTIFACTS) {
            $unsigned = Join-Path $TestDrive 'unsigned'
            $null = Invoke-Packing $unsigned
        }

        Import-Module (Get-RepositoryFile 'build/Packaging.psm1')
        $certificate = Get-TestCertificate
        $password = [securestring]::new()
        'canary'.ToCharArray() | ForEach-Object { $password.AppendChar($_) }
        $pfx = Join-Path $TestDrive 'test.pfx'
        [IO.File]::WriteAllBytes($pfx, $certificate.Export('Pfx', $password))
    }

    It 'refuses a configuration other than Release' {
        $output = dotnet msbuild (Get-RepositoryFile 'src/CognitoUnlink/CognitoUnlink.csproj') -target:ReadManifest -property:Configuration=Debug
        $LASTEXITCODE | Should -Not -Be 0
        "$output" | Should -BeLike '*Packages are of the Release configuration*'
    }

    It 'refuses <Case>, and says what to do' -ForEach $wrongCertificates {
        { Get-SigningCertificate (& $Give) } | Should -Throw $Message
    }

    Context 'with a certificate' {
        BeforeAll {
            $signed = Join-Path $TestDrive 'signed'
            $warnings = Invoke-Packing $signed -Certificate $pfx -CertificatePassword $password
            # The signed content is the hash of the package without the signature.
            $signatures = @{}
            foreach ($name in "CognitoUnlink.$version.nupkg", "CognitoUnlink.Tool.$version.nupkg") {
                $folder = Join-Path $TestDrive "signed-$name"
                [IO.Compression.ZipFile]::ExtractToDirectory((Join-Path $signed $name), $folder)
                $signatures[$name] = [Security.Cryptography.Pkcs.SignedCms]::new()
                $signatures[$name].Decode([IO.File]::ReadAllBytes((Join-Path $folder '.signature.p7s')))
            }
        }

        It 'produces the same bytes again, except for the signatures' {
            # On Windows the module's files are signed too.
            $same = $IsWindows ? "CognitoUnlink.Tool.$version.nupkg" : $signatures.Keys
            foreach ($name in $same) {
                $hash = [Convert]::ToBase64String([Convert]::FromHexString((Get-FileHash (Join-Path $unsigned $name) -Algorithm SHA256).Hash))
                [Text.Encoding]::UTF8.GetString($signatures[$name].ContentInfo.Content) | Should -BeLike "*$hash*"
            }
            if (-not $IsWindows) {
                $zips = $signed, $unsigned | ForEach-Object { (Get-FileHash (Join-Path $_ "CognitoUnlink.$version.zip")).Hash }
                $zips[0] | Should -Be $zips[1]
            }
        }

        It 'signs the packages, on Windows also the module files, and leaves no key behind' {
            foreach ($cms in $signatures.Values) {
                $cms.CheckSignature($true)
                $cms.SignerInfos[0].Certificate.Thumbprint | Should -Be $certificate.Thumbprint
            }

            Get-ChildItem (Join-Path $signed 'module') -Recurse -Include '*.psd1', '*.ps1xml', 'CognitoUnlink*.dll' | Should -HaveCount 7
            if ($IsWindows) {
                Get-ChildItem (Join-Path $signed 'module') -Recurse -Include '*.psd1', '*.ps1xml', 'CognitoUnlink*.dll' |
                    ForEach-Object { (Get-AuthenticodeSignature $_).SignerCertificate.Thumbprint | Should -Be $certificate.Thumbprint }
            }
            else {
                "$warnings" | Should -BeLike '*left without an Authenticode signature*'
            }

            $store = [Security.Cryptography.X509Certificates.X509Store]::new('My', 'CurrentUser')
            $store.Open('ReadOnly')
            $store.Certificates.Thumbprint | Should -Not -Contain $certificate.Thumbprint
            $store.Dispose()
        }
    }
}
