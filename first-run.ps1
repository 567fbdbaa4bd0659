#Requires -Version 7.4
<#
.SYNOPSIS
    The main job on a generated user pool on this computer: see, rehearse, unlink, check, undo, report.

.DESCRIPTION
    The commands are run as they are shown. Long lists are cut. The counts of all steps are compared, and the script fails when they
    disagree. 'dotnet run first-run.cs' builds the module and calls this script.

.PARAMETER ModulePath
    The built module.

.PARAMETER Folder
    Where the journal and the report are written.

.PARAMETER Stay
    Show three things to try next. For 'pwsh -NoExit', which keeps $pool and $journal in the session.
#>
[CmdletBinding()]
param(
    [string] $ModulePath = (Join-Path $PSScriptRoot 'out/CognitoUnlink'),
    [string] $Folder = (Join-Path $PSScriptRoot 'out/first-run'),
    [switch] $Stay
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

Import-Module $ModulePath
$Folder = (New-Item $Folder -ItemType Directory -Force).FullName
$journal = Join-Path $Folder 'okta.jsonl'
Remove-Item -Path $journal, (Join-Path $Folder 'okta.html') -ErrorAction Ignore

# The steps run in a session without a screen, so that long lists can be cut.
$story = [powershell]::Create([initialsessionstate]::CreateDefault2())
$null = $story.AddScript('param($module, $folder) Import-Module $module; Set-Location -LiteralPath $folder').AddArgument($ModulePath).AddArgument($Folder).Invoke()
$bold, $faint, $blue, $plain = [Console]::IsOutputRedirected -or $env:NO_COLOR ? @('') * 4 : @($PSStyle.Bold, $PSStyle.Dim, $PSStyle.Foreground.BrightCyan, $PSStyle.Reset)

function Show-Heading([string] $Text) {
    "`n$bold$Text$plain"
}

function Invoke-Step([string] $Command) {
    $Host.UI.WriteLine("   ${blue}PS> $Command$plain")
    $story.Commands.Clear()
    $story.Streams.ClearStreams()
    $story.AddScript($Command, $false).Invoke()
}

function Get-StepVariable([string] $Name) {
    $story.Runspace.SessionStateProxy.GetVariable($Name)
}

function Show-Row([object[]] $Row, [int] $First = 4) {
    ($Row | Select-Object -First $First | Out-String -Width 110) -split '\r?\n' | Where-Object { $_ } | ForEach-Object { "   $($_.TrimEnd())" }
    if ($Row.Count -gt $First) { "   $faint... and $($Row.Count - $First) more$plain" }
}

function Show-LastLine {
    "   $($story.Streams.Information | Select-Object -Last 1)"
}

function Assert-Count([string] $What, [int] $Count, [int] $Expected) {
    if ($Count -ne $Expected) { throw "The counts disagree. $What`: $Count instead of $Expected." }
}

"`n${bold}Your company leaves Okta. Who can lose it safely, and who would be locked out?$plain"
'The user pool is a generated one on this computer. No AWS account is needed.'

Show-Heading '1. Start a user pool with 300 users'
Invoke-Step '$pool = (Start-CGIPLocalUserPool -UserCount 300).UserPoolId'
$pool = Get-StepVariable pool

Show-Heading '2. See who has Okta, what each could still sign in with if it went, and how a password could be reset'
Invoke-Step '$found = Get-CGIPLinkedIdentity $pool -ProviderName Okta'
$found = @(Get-StepVariable found)
Show-Row $found
$groups = @(Invoke-Step '$found | Group-Object SignInAfterUnlink, Recovery -NoElement')
Show-Row $groups -First 9
Assert-Count 'Identities by sign-in' -Count ($groups | Measure-Object Count -Sum).Sum -Expected $found.Count

Show-Heading '3. Rehearse: every check is real, nothing is changed'
$rehearsed = @(Invoke-Step '$found | Disable-CGIPProviderForUser -WhatIf -SummaryVariable rehearsal')
Show-Row $rehearsed
Show-LastLine
$rehearsal = Get-StepVariable rehearsal
Assert-Count 'Rehearsed' -Count ($rehearsal.WouldUnlink + $rehearsal.Skipped) -Expected $found.Count
Assert-Count 'Linked after the rehearsal' -Count @(Get-CGIPLinkedIdentity $pool -ProviderName Okta).Count -Expected $found.Count

Show-Heading '4. Unlink, with each change in a journal. Refused is who would be locked out, or left with a password that cannot be reset'
$done = @(Invoke-Step '$found | Disable-CGIPProviderForUser -Confirm:$false -JournalPath ./okta.jsonl -SummaryVariable run')
Show-Row $done
Show-LastLine
$run = Get-StepVariable run
Assert-Count 'Unlinked' -Count $run.Unlinked -Expected $rehearsal.WouldUnlink
Assert-Count 'Skipped' -Count $run.Skipped -Expected $rehearsal.Skipped
Assert-Count 'Failed' -Count $run.Failed -Expected 0

Show-Heading '5. Check who still has Okta: only those who were refused'
$left = @(Invoke-Step 'Get-CGIPLinkedIdentity $pool -ProviderName Okta')
Show-Row $left
Assert-Count 'Still linked' -Count $left.Count -Expected $run.Skipped

Show-Heading '6. Undo it, from the journal'
$undone = @(Invoke-Step 'Get-CGIPUnlinkJournal ./okta.jsonl | Enable-CGIPProviderForUser -Confirm:$false -JournalPath ./okta.jsonl -SummaryVariable undo')
Show-Row $undone
Show-LastLine
$undo = Get-StepVariable undo
Assert-Count 'Linked again' -Count $undo.Linked -Expected $run.Unlinked
Assert-Count 'Linked after the undo' -Count @(Get-CGIPLinkedIdentity $pool -ProviderName Okta).Count -Expected $found.Count

Show-Heading '7. Report: one page for those who were not there'
$report = @(Invoke-Step 'Export-CGIPUnlinkReport ./okta.jsonl ./okta.html')[-1]
"   $($report.FullName)"

Show-Heading "$($found.Count) found = $($run.Unlinked) unlinked + $($run.Skipped) refused; $($undo.Linked) linked again."
if ($Stay) {
    "`nThis is PowerShell $($PSVersionTable.PSVersion) with the module, and everybody is linked again. Three things to try:"
    "   ${blue}Disable-CGIPProviderForUser `$pool kenji.kowalski2 Okta$plain                   asks before it acts"
    "   ${blue}Get-CGIPLinkedIdentity `$pool | Where-Object SignInAfterUnlink -EQ None$plain   who has no other way in"
    "   ${blue}Get-CGIPUnlinkJournal `$journal | Group-Object Event -NoElement$plain           what the journal knows"
    'Tab completes, Get-Help about_CognitoUnlink explains, exit ends.'
    $ErrorActionPreference = 'Continue'
    Set-StrictMode -Off
}
else {
    'To try it yourself: dotnet run first-run.cs -- --stay'
}
