<#
.SYNOPSIS
    Unlinks the rows of two CSV files with Disable-CGIPProviderForUser and prints the seconds that the second took.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)][ValidateSet('Csv', 'Listing', 'ForEach', 'Parallel')][string] $How,
    [Parameter(Mandatory)][string] $Module,
    [Parameter(Mandatory)][double] $RequestsPerSecond,
    [Parameter(Mandatory)][int] $ThrottleLimit,
    [Parameter(Mandatory)][string] $EndpointUrl,
    [Parameter(Mandatory)][string] $WarmUpCsv,
    [Parameter(Mandatory)][string] $Csv,
    [Parameter(Mandatory)][string] $JournalPath
)

$ErrorActionPreference = 'Stop'
Import-Module $Module
$rows = Import-Csv $Csv
$reach = @{ EndpointUrl = $EndpointUrl; RequestsPerSecond = $RequestsPerSecond }
$change = $reach + @{ Force = $true }

function Invoke-Unlink {
    param([string] $Path, [string] $Journal)

    switch ($How) {
        'Csv' { Import-Csv $Path | Disable-CGIPProviderForUser @change -ThrottleLimit $ThrottleLimit -JournalPath $Journal }
        'Listing' {
            Get-CGIPLinkedIdentity $rows[0].UserPoolId -ProviderName Okta @reach | Select-Object -First $rows.Count |
                Disable-CGIPProviderForUser @change -ThrottleLimit $ThrottleLimit -JournalPath $Journal
        }
        'ForEach' {
            Import-Csv $Path | ForEach-Object {
                Disable-CGIPProviderForUser $_.UserPoolId -Username $_.Username -SamlProvider $_.ProviderName -NameId $_.ProviderAttributeValue @change
            }
        }
        'Parallel' {
            Import-Csv $Path | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel {
                Import-Module $using:Module
                $change = $using:change
                Disable-CGIPProviderForUser $_.UserPoolId -Username $_.Username -SamlProvider $_.ProviderName -NameId $_.ProviderAttributeValue @change
            }
        }
    }
}

if ($How -eq 'Listing') {
    # The listing is the whole pool; what is warm by then is left out of it.
    Import-Csv $WarmUpCsv | Disable-CGIPProviderForUser @change -ThrottleLimit $ThrottleLimit -JournalPath "$JournalPath.warm" | Out-Null
}
elseif ((Get-Item $WarmUpCsv).Length -gt 0) {
    Invoke-Unlink $WarmUpCsv "$JournalPath.warm" | Out-Null
}

$watch = [Diagnostics.Stopwatch]::StartNew()
Invoke-Unlink $Csv $JournalPath | Out-Null
$watch.Elapsed.TotalSeconds.ToString([cultureinfo]::InvariantCulture)
