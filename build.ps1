#Requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests or packs CognitoUnlink.

.DESCRIPTION
    Build lays out an importable module in out/CognitoUnlink. Test runs everything that dotnet test runs, the Pester
    suites included. Package writes to artifacts/ what is published, the same bytes each time unless it is signed:

    CognitoUnlink.<version>.nupkg        the module, for the PowerShell Gallery
    CognitoUnlink.<version>.zip          the module, to be unpacked on a PSModulePath
    CognitoUnlink.Tool.<version>.nupkg   the command line, a .NET tool
    SHA256SUMS                           of the three

    Program writes the command line as a program of one file that needs no .NET, for each runtime, and PROGRAMS.SHA256SUMS.
    With -Native it is native code, which is smaller and starts faster. That needs a C compiler, and a machine with the
    operating system that the program is for.

.EXAMPLE
    ./build.ps1
    Import-Module ./out/CognitoUnlink

.EXAMPLE
    ./build.ps1 -Task Test

.EXAMPLE
    ./build.ps1 -Task Program -Runtime linux-x64, win-x64

.EXAMPLE
    ./build.ps1 -Task Program -Native
    Writes the program for this machine as native code.

.EXAMPLE
    ./build.ps1 -Task Package -Certificate release.pfx -CertificatePassword (Read-Host -AsSecureString) -TimestampServer $url
    Signs the packages and, on Windows, the module's files.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Package', 'Program')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # Where the packages go.
    [string] $ArtifactPath = (Join-Path $PSScriptRoot 'artifacts'),

    # The runtimes that programs are built for. With -Native, the default is this machine's own.
    [string[]] $Runtime = @('linux-x64', 'linux-arm64', 'osx-x64', 'osx-arm64', 'win-x64', 'win-arm64'),

    # Programs are native code.
    [switch] $Native,

    # A certificate for code signing: the object, its thumbprint in the store My, or the path of a PFX file.
    [object] $Certificate,

    [securestring] $CertificatePassword,

    [uri] $TimestampServer
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

switch ($Task) {
    'Build' {
        dotnet build (Join-Path $PSScriptRoot 'CognitoUnlink.sln') --configuration $Configuration
    }
    'Test' {
        dotnet test (Join-Path $PSScriptRoot 'CognitoUnlink.sln') --configuration $Configuration
    }
    'Package' {
        Import-Module (Join-Path $PSScriptRoot 'build/Packaging.psm1') -Force
        $signing = @{}
        if ($Certificate) {
            $signing.Certificate = Get-SigningCertificate $Certificate $CertificatePassword
            if ($TimestampServer) {
                $signing.TimestampServer = $TimestampServer
            }
        }

        # A folder of its own: out/ may be of another configuration, and in use.
        $artifacts = (New-Item $ArtifactPath -ItemType Directory -Force).FullName
        $module = Join-Path $artifacts 'module/CognitoUnlink/'
        $project = Join-Path $PSScriptRoot 'src/CognitoUnlink/CognitoUnlink.csproj'
        $options = '--configuration', $Configuration, "-p:ModuleOutput=$module"
        dotnet build $project @options
        if ($signing.Certificate) {
            Set-ModuleSignature $module @signing
        }

        dotnet pack $project @options --no-build --output $artifacts
        dotnet pack (Join-Path $PSScriptRoot 'src/CognitoUnlink.Cli/CognitoUnlink.Cli.csproj') --configuration $Configuration --output $artifacts
        $version = (Import-PowerShellDataFile (Join-Path $module 'CognitoUnlink.psd1')).ModuleVersion
        $names = "CognitoUnlink.$version.nupkg", "CognitoUnlink.$version.zip", "CognitoUnlink.Tool.$version.nupkg"
        $gallery, $zip, $tool = $names | ForEach-Object { Join-Path $artifacts $_ }
        Compress-ModuleFolder $module $zip $version
        if ($signing.Certificate) {
            Set-PackageSignature $gallery, $tool @signing
        }

        Write-Checksum $gallery, $zip, $tool (Join-Path $artifacts 'SHA256SUMS')
        Get-Item $gallery, $zip, $tool, (Join-Path $artifacts 'SHA256SUMS')
    }
    'Program' {
        Import-Module (Join-Path $PSScriptRoot 'build/Packaging.psm1') -Force
        $artifacts = (New-Item $ArtifactPath -ItemType Directory -Force).FullName
        $version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot 'CognitoUnlink.psd1')).ModuleVersion
        if ($Native -and -not $PSBoundParameters.ContainsKey('Runtime')) {
            $Runtime = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
        }

        $form = $Native ? '-p:Native=true' : '-p:SingleFile=true'
        $programs = foreach ($rid in $Runtime) {
            $folder = Join-Path $artifacts "program/$rid"
            dotnet publish (Join-Path $PSScriptRoot 'src/CognitoUnlink.Cli/CognitoUnlink.Cli.csproj') --configuration Release --runtime $rid $form --output $folder | Write-Verbose
            $program = Get-Item (Join-Path $folder 'cognito-unlink*') -Exclude *.dbg, *.pdb, *.dsym
            $target = Join-Path $artifacts "cognito-unlink-$version-$rid$($program.Extension)"
            Move-Item $program $target -Force
            $target
        }
        $sums = Join-Path $artifacts 'PROGRAMS.SHA256SUMS'
        Write-Checksum $programs $sums
        Get-Item $programs, $sums
    }
}
