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
    [string] $ModuleFolder
)

$ErrorActionPreference = 'Stop'
if ($ModuleFolder) {
    $env:PSModulePath = $ModuleFolder + [System.IO.Path]::PathSeparator + $env:PSModulePath
}
Import-Module Pester -MinimumVersion 5.0 -MaximumVersion 5.99
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
    skippedBecause = @($run.Skipped.ErrorRecord | ForEach-Object { "$_" } | Select-Object -Unique) -join ' '
} | ConvertTo-Json | Set-Content -LiteralPath $ResultPath
