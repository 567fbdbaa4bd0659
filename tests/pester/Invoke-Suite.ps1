#Requires -Version 7.4
<#
.SYNOPSIS
    Runs Pester files one after another and writes the test counts of each as JSON.
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [Parameter(Mandatory)]
    [string] $ResultFolder,

    # For files that import the module by name, as if it were installed.
    [string] $ModuleFolder,

    # The name or the manifest of Pester.
    [string] $Pester = 'Pester',

    [Parameter(Mandatory, ValueFromRemainingArguments)]
    [string[]] $Path
)

$ErrorActionPreference = 'Stop'
if ($ModuleFolder) {
    $env:PSModulePath = $ModuleFolder + [System.IO.Path]::PathSeparator + $env:PSModulePath
}
# If this engine runs with dotnet, so must its child processes, which are started as pwsh.
if (-not $IsWindows -and [System.IO.Path]::GetFileName([Environment]::ProcessPath) -eq 'dotnet') {
    $env:COGNITOUNLINK_DOTNET = [Environment]::ProcessPath
    $env:COGNITOUNLINK_PWSH_DLL = Join-Path $PSHOME 'pwsh.dll'
    $env:PATH = "$PSScriptRoot/unix:$env:PATH"
}
Import-Module $Pester -MinimumVersion 5.0 -MaximumVersion 6.99
$environment = [Environment]::GetEnvironmentVariables()
foreach ($file in $Path) {
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $file
    $configuration.Run.PassThru = $true
    # Shows failed tests, and a line for each file.
    $configuration.Output.Verbosity = 'Normal'
    $configuration.Output.RenderMode = 'Plaintext'
    $run = Invoke-Pester -Configuration $configuration

    # If a block or file fails before its tests, none of them run: that is a failure too.
    $broken = @($run.FailedBlocks) + @($run.FailedContainers) | Where-Object { $_ }
    [pscustomobject]@{
        passed         = $run.PassedCount
        failed         = $run.FailedCount + @($broken).Count
        skipped        = $run.SkippedCount
        notRun         = $run.NotRunCount
        failures       = @(@($run.Failed) + @($run.FailedBlocks) + @($run.FailedContainers) | Where-Object { $_ } | ForEach-Object { "$($_.ExpandedPath ?? $_): $($_.ErrorRecord)" })
        skippedBecause = @($run.Skipped.ErrorRecord | ForEach-Object { "$_" -replace '^is skipped, because ' } | Select-Object -Unique) -join ' '
    } | ConvertTo-Json | Set-Content -LiteralPath (Join-Path $ResultFolder "$([System.IO.Path]::GetFileNameWithoutExtension($file)).json")

    # The next file starts with the same environment as the first one.
    Remove-Module CognitoUnlink -Force -ErrorAction Ignore
    [Environment]::GetEnvironmentVariables().Keys | Where-Object { -not $environment.Contains($_) } | ForEach-Object { [Environment]::SetEnvironmentVariable($_, $null) }
    $environment.GetEnumerator() | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) }
}
