<#
.SYNOPSIS
    Runs steps of runs.json with the cmdlets: reads one per line from stdin, and writes the result of each as a line to stdout.
#>
[CmdletBinding()]
param([Parameter(Mandatory)][string] $Module)

$ErrorActionPreference = 'Stop'
Import-Module $Module

function Get-Problem {
    param([Management.Automation.ErrorRecord] $Record)
    # An error from another command that ended the pipeline is wrapped.
    @{ id = $Record.FullyQualifiedErrorId -replace ',.*'; message = "$($Record.Exception.Message)" }
}

function Get-Row {
    param([object] $Item)
    $other = @{}
    foreach ($name in 'Check', 'Severity', 'Count', 'Message', 'State', 'FoundUsername', 'ClientId', 'ClientName', 'ProvidersBefore', 'ProvidersAfter', 'UserStatus', 'Recovery') {
        if ($null -ne $Item.PSObject.Properties[$name]?.Value) {
            $value = $Item.$name
            $other[$name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1)] = $value -is [long] ? $value : ($value -join ', ')
        }
    }
    $other + @{
        username = $Item.Username; providerName = $Item.ProviderName; providerAttributeName = $Item.ProviderAttributeName; providerAttributeValue = $Item.ProviderAttributeValue
        outcome = "$($Item.Outcome)"; errorId = $Item.ErrorId; reason = $Item.Reason; attempts = $Item.Attempts; verified = $Item.Verified; signedOut = $Item.SignedOut
        signInAfterUnlink = $Item.PSObject.Properties['SignInAfterUnlink'] ? "$($Item.SignInAfterUnlink)" : $null
    }
}

while ($null -ne ($line = [Console]::In.ReadLine())) {
    $step = $line | ConvertFrom-Json -AsHashtable
    $given = $step.options ?? @{}
    $reach = $step.endpointUrl ? @{ EndpointUrl = $step.endpointUrl } : @{}
    if ($step.region) { $reach.Region = $step.region }
    [Environment]::SetEnvironmentVariable('AWS_ACCESS_KEY_ID', $step.accessKey)
    [Environment]::SetEnvironmentVariable('AWS_SECRET_ACCESS_KEY', $step.accessKey ? $step.secretKey : $null)
    $change = $reach + @{ ThrottleLimit = 1; RequestsPerSecond = 10000; Force = $true; SummaryVariable = 'summary' }
    if ($step.journal) { $change.JournalPath = $step.journal }
    foreach ($name in 'maximumChange', 'whatIf', 'allowLockout', 'verify', 'signOut', 'allProviders') {
        if ($given.ContainsKey($name)) { $change.$name = $given.$name }
    }
    if ($given.providers) { $change.ProviderName = $given.providers }
    $rows = $step.rows | ForEach-Object { [pscustomobject] $_ }
    $pool = $step.userPoolId
    $summary = $null
    $stopped = $null
    $written = [Collections.Generic.List[object]]::new()
    $ErrorActionPreference = 'Continue'
    try {
        # Dot-sourced, so that -SummaryVariable sets the variable in this scope.
        . {
            if ($step.command -eq 'relink') {
                if ($step.undo) { Get-CGIPUnlinkJournal $step.undo | Enable-CGIPProviderForUser -UserPoolId $pool @change }
                else { $rows | Enable-CGIPProviderForUser -UserPoolId $pool @change }
            }
            elseif ($step.command -eq 'check') { Test-CGIPProviderRetirement $pool $given.providers[0] @reach -RequestsPerSecond 10000 -InformationAction Ignore }
            elseif ($step.command -eq 'compare') { Compare-CGIPLinkedIdentity $pool $step.journal @reach -RequestsPerSecond 10000 -InformationAction Ignore }
            elseif ($step.command -in 'close', 'reopen') {
                if ($step.clients) { $change.ClientId = $step.clients }
                if ($change.ProviderName) { $change.ProviderName = $change.ProviderName[0] }
                if ($step.command -eq 'close') { Disable-CGIPProviderForClient $pool @change } else { Enable-CGIPProviderForClient $pool @change }
            }
            elseif ($step.command -eq 'fallback') {
                if ($step.usernames) { Set-CGIPFallbackPassword $pool -Username $step.usernames @change }
                else { $rows | Set-CGIPFallbackPassword -UserPoolId $pool @change }
            }
            elseif ($step.pool) { Get-CGIPLinkedIdentity $pool @reach | Disable-CGIPProviderForUser @change }
            elseif ($step.usernames) { Disable-CGIPProviderForUser $pool -Username $step.usernames @change }
            elseif ($step.names) { $step.names | Disable-CGIPProviderForUser $pool @change }
            else { $rows | Disable-CGIPProviderForUser $pool @change }
        } 2>&1 | ForEach-Object { $written.Add($_) }
    }
    catch { $stopped = $_ }
    $ErrorActionPreference = 'Stop'

    $reported = @(
        foreach ($each in $written) {
            if ($each -isnot [Management.Automation.ErrorRecord]) { Get-Row $each }
            elseif ($each.TargetObject.PSObject.Properties['Outcome'] -and "$($each.TargetObject.Outcome)" -in 'Failed') { Get-Row $each.TargetObject }
            elseif (-not $each.TargetObject.PSObject.Properties['Outcome']) { @{ outcome = 'Failed'; errorId = (Get-Problem $each).id } }
        }
    )
    $problems = @($written | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { Get-Problem $_ })
    $counts = @{}
    if ($summary) {
        foreach ($name in 'Unlinked', 'AlreadyUnlinked', 'WouldUnlink', 'Skipped', 'Linked', 'AlreadyLinked', 'WouldLink', 'NotPossible', 'Failed', 'Closed', 'AlreadyClosed', 'WouldClose', 'Reopened', 'AlreadyOpen', 'WouldReopen', 'PasswordSet', 'NotNeeded', 'WouldSetPassword', 'WithoutMatch', 'ChangedWithError', 'MayHaveBeenDone', 'NotBegun', 'Requests', 'BilledReads', 'Throttled', 'Retried') {
            $counts[$name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1)] = $summary.$name
        }
    }
    $answer = @{ rows = $reported; problems = $problems; stopped = $stopped ? (Get-Problem $stopped) : $null; summary = $counts; isComplete = $summary ? $summary.IsComplete : $null }
    if ($stopped -and $stopped.TargetObject -and $stopped.TargetObject.PSObject.Properties['Outcome']) { $answer.rows += Get-Row $stopped.TargetObject }
    "@@$($answer | ConvertTo-Json -Depth 6 -Compress)"
}
