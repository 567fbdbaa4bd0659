#Requires -Version 7.4
<#
.SYNOPSIS
    Runs one Pester file and writes what became of each test as JSON.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Path,

    [Parameter(Mandatory)]
    [string] $ResultPath,

    # For files that import the module by its name, as whoever has it installed.
    [string] $ModuleFolder,

    # The name or the manifest of Pester.
    [string] $Pester = 'Pester'
)

$ErrorActionPreference = 'Stop'
if ($ModuleFolder) {
    $env:PSModulePath = $ModuleFolder + [System.IO.Path]::PathSeparator + $env:PSModulePath
}
# Where dotnet is the engine's program, it is so for the children too, which are started as pwsh.
if (-not $IsWindows -and [System.IO.Path]::GetFileName([Environment]::ProcessPath) -eq 'dotnet') {
    $env:COGNITOUNLINK_DOTNET = [Environment]::ProcessPath
    $env:COGNITOUNLINK_PWSH_DLL = Join-Path $PSHOME 'pwsh.dll'
    $env:PATH = "$PSScriptRoot/unix:$env:PATH"
}
Import-Module $Pester -MinimumVersion 5.0 -MaximumVersion 6.99
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.RenderMode = 'Plaintext'
$run = Invoke-Pester -Configuration $configuration

# A block or file that fails before its tests runs none of them: that is a failure too.
$broken = @($run.FailedBlocks) + @($run.FailedContainers) | Where-Object { $_ }
[pscustomobject]@{
    passed         = $run.PassedCount
    failed         = $run.FailedCount + @($broken).Count
    skipped        = $run.SkippedCount
    notRun         = $run.NotRunCount
    skippedBecause = @($run.Skipped.ErrorRecord | ForEach-Object { "$_" -replace '^is skipped, because ' } | Select-Object -Unique) -join ' '
} | ConvertTo-Json | Set-Content -LiteralPath $ResultPath
