<#
.SYNOPSIS
    Unlinks the rows of a CSV file, or rehearses it, and prints last the seconds that the run took by its own summary.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)][string] $Module,
    [Parameter(Mandatory)][string] $UserPoolId,
    [Parameter(Mandatory)][string] $EndpointUrl,
    [Parameter(Mandatory)][string] $Csv,
    [switch] $Rehearse
)

$ErrorActionPreference = 'Stop'
Import-Module $Module
Import-Csv $Csv | Disable-CGIPProviderForUser $UserPoolId -EndpointUrl $EndpointUrl -RequestsPerSecond 10000 -Force -WhatIf:$Rehearse -SummaryVariable summary | Out-Null
$summary.Duration.TotalSeconds.ToString([cultureinfo]::InvariantCulture)
