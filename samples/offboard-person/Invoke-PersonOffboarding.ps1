#Requires -Version 7.4
#Requires -Modules CognitoUnlink

<#
.SYNOPSIS
    Shuts one person out of all user pools: disables the users, unlinks their identities, revokes their tokens.

.DESCRIPTION
    The person's users are found by e-mail address, by username, or both, in each pool: native users and the profiles of federated
    ones. Each user is disabled first, which shuts out the password and every linked sign-in at once, then the links go. A user
    whose links cannot be read is disabled all the same, with an error that says so.

    To find and to disable users takes AWS.Tools (Install-PSResource AWS.Tools.CognitoIdentityProvider): unlinking alone does not keep
    anybody out. Whoever signs in by an identity that is linked to nobody becomes a new user. What keeps such a person out is
    that the account at the provider is closed, or that the link stays on the disabled user. So close the account at your own
    provider, and give -KeepLink for those where that is not yours to do, such as Google.

    A federated user's own identity is no link: it stays with the profile, which is disabled.

    An address is not a proof of who somebody is: look at what -WhatIf shows, and at its users' status, first.

    Each day has a journal for all who leave that day. It can be run again at any time: what is done is left alone.

.PARAMETER Email
    The e-mail address as it is in the user pools.

.PARAMETER Username
    Usernames, beside the address or instead of it; for instance those of federated users whose address is not mapped.

.PARAMETER UserPoolId
    The user pools; all of the account and region unless given.

.PARAMETER KeepLink
    Providers (case-sensitive, with wildcards), whose links stay on the disabled user. -WhatIf shows which they are.

.PARAMETER JournalFolder
    Where the journals are. It is made when it is not there.

.PARAMETER Region
    The region whose pools are meant when none are given.

.PARAMETER ProfileName
    The AWS profile; without it credentials are found as by every command of the module.

.EXAMPLE
    $leaver = @{ Email = 'carlos@example.com'; KeepLink = 'Google', 'SignInWithApple'; JournalFolder = './offboarding' }
    ./Invoke-PersonOffboarding.ps1 @leaver -WhatIf
    ./Invoke-PersonOffboarding.ps1 @leaver

.EXAMPLE
    Import-Csv ./leavers.csv | ForEach-Object { ./Invoke-PersonOffboarding.ps1 $_.Email -JournalFolder ./offboarding -Confirm:$false }

.EXAMPLE
    Get-CGIPUnlinkJournal ./offboarding/offboarding-2026-03-29.jsonl -Username carlos | Enable-CGIPProviderForUser -JournalPath ./offboarding/offboarding-2026-03-29.jsonl
    Enable-CGIPUserAdmin -UserPoolId eu-west-1_Production -Username carlos

    Takes it back. With the same journal, so that it knows.

.LINK
    https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html

.OUTPUTS
    One object for each user: whether it was disabled now or before, how many links were unlinked, and which were kept.
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High', DefaultParameterSetName = 'Username')]
param(
    [Parameter(Mandatory, Position = 0, ParameterSetName = 'Email')]
    [ValidatePattern('^[^\s"\\@]+@[^\s"\\@]+$', ErrorMessage = 'Not an e-mail address: {0}')]
    [string] $Email,

    [Parameter(ParameterSetName = 'Email')]
    [Parameter(Mandatory, ParameterSetName = 'Username')]
    [ValidateNotNullOrEmpty()]
    [string[]] $Username,

    [ValidatePattern('^[\w-]+_[0-9a-zA-Z]+$')]
    [string[]] $UserPoolId,

    [SupportsWildcards()]
    [string[]] $KeepLink = @(),

    [Parameter(Mandatory)]
    [ValidateNotNullOrEmpty()]
    [string] $JournalFolder,

    [ValidateNotNullOrEmpty()]
    [string] $Region,

    [ValidateNotNullOrEmpty()]
    [string] $ProfileName
)

Set-StrictMode -Version Latest
# A user or a pool that fails is told, and the others are done; what else goes wrong stops the runbook.
$itemErrorAction = $ErrorActionPreference
$ErrorActionPreference = 'Stop'

$connection = if ($ProfileName) { @{ ProfileName = $ProfileName } } else { @{} }
$journalPath = Join-Path $JournalFolder "offboarding-$([datetime]::UtcNow.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)).jsonl"
# The person is to be locked out, and each user is asked about by this script.
$unlinking = $connection + @{ JournalPath = $journalPath; SignOut = $true; Verify = $true; AllowLockout = $true; Confirm = $false; ErrorAction = $itemErrorAction }

$filters = @(
    if ($Email) { "email = `"$Email`"" }
    $Username | Where-Object { $_ } | ForEach-Object { "username = `"$($_ -replace '(["\\])', '\$1')`"" }
)

function Assert-AwsTool {
    param([string[]] $Name)

    $missing = @($Name | Where-Object { -not (Get-Command $_ -ErrorAction Ignore) })
    if ($missing) {
        $exception = [System.Management.Automation.CommandNotFoundException]::new("Nothing was changed. $($missing -join ', ') not found: Install-PSResource AWS.Tools.CognitoIdentityProvider.")
        $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new($exception, 'AwsToolsMissing', 'NotInstalled', $missing))
    }
}

# AWS.Tools does not know the region from the pool's id.
function Get-Connection {
    param([string] $PoolId)

    $connection + @{ UserPoolId = $PoolId; Region = $PoolId.Split('_')[0] }
}

# What a user has linked, and what of it is to go. Links that cannot be read are no reason to leave the user enabled.
function Get-Task {
    param([string] $PoolId, [object] $User, [string[]] $Keep)

    $task = [pscustomobject]@{ Leaving = @(); Kept = @(); Problem = $null }
    try {
        $links = @($User | Get-CGIPLinkedIdentity -UserPoolId $PoolId @connection | Where-Object { -not $_.Primary })
        $task.Kept = @($links | Where-Object { $provider = $_.ProviderName; $Keep | Where-Object { $provider -clike $_ } })
        $task.Leaving = @($links | Where-Object { $_ -notin $task.Kept })
    }
    catch {
        $task.Problem = $_
    }
    $task
}

function Disable-User {
    param([string] $PoolId, [object] $User, [object] $Task)

    if ($User.Enabled) {
        $ofPool = Get-Connection -PoolId $PoolId
        $null = Disable-CGIPUserAdmin @ofPool -Username $User.Username -Force
    }
    if ($Task.Problem) { throw "The user is disabled, but the links cannot be read ($($Task.Problem.FullyQualifiedErrorId.Split(',')[0])), and none was unlinked." }
    $done = @($Task.Leaving | Disable-CGIPProviderForUser @unlinking | Where-Object Verified)
    [pscustomobject]@{
        UserPoolId = $PoolId
        Username   = $User.Username
        UserStatus = "$($User.UserStatus)"
        Disabled   = $User.Enabled ? 'Now' : 'Before'
        Unlinked   = $done.Count
        NotDone    = $Task.Leaving.Count - $done.Count
        Kept       = @($Task.Kept | ForEach-Object { $_.ProviderName }) -join ', '
    }
}

Assert-AwsTool -Name (@('Get-CGIPUserList', 'Disable-CGIPUserAdmin') + @(if (-not $UserPoolId) { 'Get-CGIPUserPoolList' }))
$listing = if ($Region) { $connection + @{ Region = $Region } } else { $connection }
$pools = if ($UserPoolId) { $UserPoolId } else { @(Get-CGIPUserPoolList @listing | ForEach-Object { $_.Id }) }
$null = New-Item $JournalFolder -ItemType Directory -Force -Confirm:$false

$isFound = $false
foreach ($pool in $pools) {
    try {
        $ofPool = Get-Connection -PoolId $pool
        $seen = [System.Collections.Generic.HashSet[string]]::new([StringComparer]::Ordinal)
        $users = @($filters | ForEach-Object { Get-CGIPUserList @ofPool -Filter $_ } | Where-Object { $seen.Add($_.Username) })
    }
    catch {
        Write-Error "User pool $pool was not searched: $_" -ErrorId PoolNotSearched -Category ReadError -TargetObject $pool -ErrorAction $itemErrorAction
        continue
    }

    foreach ($user in $users) {
        $isFound = $true
        $task = Get-Task -PoolId $pool -User $user -Keep $KeepLink
        $what = @(
            if ($user.Enabled) { 'disable' } else { 'disabled already' }
            $task.Leaving | ForEach-Object { "unlink $($_.ProviderName) '$($_.Subject)'" }
            $task.Kept | ForEach-Object { "keep $($_.ProviderName) '$($_.Subject)'" }
            if ($task.Problem) { 'no more, since the links cannot be read' }
        ) -join ', '
        if (-not $PSCmdlet.ShouldProcess("user pool $pool, user '$($user.Username)' ($($user.UserStatus))", $what)) { continue }
        try {
            Disable-User -PoolId $pool -User $user -Task $task
        }
        catch {
            Write-Error "User pool $pool, user '$($user.Username)' was not offboarded, or not wholly; run it again. $_" -ErrorId UserNotDone -Category InvalidResult -TargetObject $user -ErrorAction $itemErrorAction
        }
    }
}

if (-not $isFound) {
    Write-Error "Nobody was found by $($filters -join ' or ') in $($pools -join ', ')." -ErrorId PersonNotFound -Category ObjectNotFound -TargetObject ($Email ? $Email : $Username) -ErrorAction $itemErrorAction
}
