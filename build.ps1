#Requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests or packs CognitoUnlink.

.DESCRIPTION
    Build lays out an importable module in out/CognitoUnlink. Test runs everything that dotnet test runs, the Pester
    suites included. Package writes artifacts/CognitoUnlink.<version>.zip, to be unpacked on a PSModulePath.

.EXAMPLE
    ./build.ps1
    Import-Module ./out/CognitoUnlink

.EXAMPLE
    ./build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Package')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
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
        dotnet build (Join-Path $PSScriptRoot 'src/CognitoUnlink/CognitoUnlink.csproj') --configuration $Configuration
        $module = Join-Path $PSScriptRoot 'out/CognitoUnlink'
        $version = (Test-ModuleManifest (Join-Path $module 'CognitoUnlink.psd1')).Version
        $artifacts = New-Item (Join-Path $PSScriptRoot 'artifacts') -ItemType Directory -Force
        $zip = Join-Path $artifacts "CognitoUnlink.$version.zip"
        Compress-Archive -Path $module -DestinationPath $zip -Force
        Get-Item $zip
    }
}
