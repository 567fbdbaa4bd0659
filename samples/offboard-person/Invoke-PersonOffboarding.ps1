#Requires -Version 7.4
#Requires -Modules CognitoUnlink

<#
.SYNOPSIS
    Offboards one person from all user pools: disables their users, unlinks their identities and revokes their tokens.

.DESCRIPTION
    The script finds the person's users in each pool by e-mail address, by username, or both: native users and federated users. It
    disables each user first, which blocks the password and all linked sign-ins at once, and then unlinks the identities. If a user's
    links cannot be read, the user is disabled anyway, and an error says so.

    Finding and disabling users requires AWS.Tools (Install-PSResource AWS.Tools.CognitoIdentityProvider). Unlinking alone does not
    keep anybody out: a person who signs in with an identity that is not linked becomes a new user. To keep a person out, the account
    at the provider must be closed, or the link must stay on the disabled user. So close the account at your own provider, and give
    -KeepLink for providers where you cannot do that, such as Google.

    A federated user's own identity is not a link. It stays with the user, who is disabled.

    An e-mail address does not prove whose user it is. Check the users and their status with -WhatIf first.

    There is one journal for each day. You can run the script again at any time: finished work is not repeated.

.PARAMETER Email
    The e-mail address, as in the user pools.

.PARAMETER Username
    Usernames, in addition to the address or instead of it. For instance, those of federated users whose address is not mapped.

.PARAMETER UserPoolId
    The user pools. The default is all user pools in the account and region.

.PARAMETER KeepLink
    Providers (case-sensitive, wildcards allowed) whose links stay on the disabled user. -WhatIf shows these links.

.PARAMETER JournalFolder
    The folder for the journals. It is created if it does not exist.

.PARAMETER Region
    The region to search if no pools are given.

.PARAMETER ProfileName
    The AWS profile. By default, credentials are found as in all commands of the module.

.EXAMPLE
    $leaver = @{ Email = 'carlos@example.com'; KeepLink = 'Google', 'SignInWithApple'; JournalFolder = './offboarding' }
    ./Invoke-PersonOffboarding.ps1 @leaver -WhatIf
    ./Invoke-PersonOffboarding.ps1 @leaver

.EXAMPLE
    Import-Csv ./leavers.csv | ForEach-Object { ./Invoke-PersonOffboarding.ps1 $_.Email -JournalFolder ./offboarding -Confirm:$false }

.EXAMPLE
    Get-CGIPUnlinkJournal ./offboarding/offboarding-2026-03-29.jsonl -Username carlos | Enable-CGIPProviderForUser -JournalPath ./offboarding/offboarding-2026-03-29.jsonl
    Enable-CGIPUserAdmin -UserPoolId eu-west-1_Production -Username carlos

    Undoes it. Because the undo is in the same journal, a later run unlinks the identities again.

.LINK
    https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html

.OUTPUTS
    One object for each user: whether the user was disabled now or before, how many identities were unlinked, and which were kept.
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
# The caller's preference applies to errors about single users and pools. Any other error stops the runbook.
$itemErrorAction = $ErrorActionPreference
$ErrorActionPreference = 'Stop'

$connection = if ($ProfileName) { @{ ProfileName = $ProfileName } } else { @{} }
$journalPath = Join-Path $JournalFolder "offboarding-$([datetime]::UtcNow.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)).jsonl"
# Locking the person out is the purpose, and this script prompts for each user.
$unlinking = $connection + @{ JournalPath = $journalPath; SignOut = $true; Verify = $true; AllowLockout = $true; Confirm = $false; ErrorAction = $itemErrorAction }

$filters = @(
    if ($Email) { "email = `"$Email`"" }
    $Username | Where-Object { $_ } | ForEach-Object { "username = `"$($_ -replace '(["\\])', '\$1')`"" }
)

function Assert-AwsTool {
    param([string[]] $Name)

    $missing = @($Name | Where-Object { -not (Get-Command $_ -ErrorAction Ignore) })
    if ($missing) {
        $exception = [System.Management.Automation.CommandNotFoundException]::new("Nothing was changed. $($missing -join ', ') not found. Run: Install-PSResource AWS.Tools.CognitoIdentityProvider.")
        $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new($exception, 'AwsToolsMissing', 'NotInstalled', $missing))
    }
}

# AWS.Tools does not take the region from the pool ID.
function Get-Connection {
    param([string] $PoolId)

    $connection + @{ UserPoolId = $PoolId; Region = $PoolId.Split('_')[0] }
}

# The user's links to remove and to keep. Even if they cannot be read, the user is disabled.
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
    if ($Task.Problem) { throw "The user is disabled, but no identity was unlinked, because the links cannot be read ($($Task.Problem.FullyQualifiedErrorId.Split(',')[0]))." }
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
        Write-Error "User pool $pool could not be searched: $_" -ErrorId PoolNotSearched -Category ReadError -TargetObject $pool -ErrorAction $itemErrorAction
        continue
    }

    foreach ($user in $users) {
        $isFound = $true
        $task = Get-Task -PoolId $pool -User $user -Keep $KeepLink
        $what = @(
            if ($user.Enabled) { 'disable' } else { 'already disabled' }
            $task.Leaving | ForEach-Object { "unlink $($_.ProviderName) '$($_.Subject)'" }
            $task.Kept | ForEach-Object { "keep $($_.ProviderName) '$($_.Subject)'" }
            if ($task.Problem) { 'unlink nothing, because the links cannot be read' }
        ) -join ', '
        if (-not $PSCmdlet.ShouldProcess("user pool $pool, user '$($user.Username)' ($($user.UserStatus))", $what)) { continue }
        try {
            Disable-User -PoolId $pool -User $user -Task $task
        }
        catch {
            Write-Error "User '$($user.Username)' in user pool $pool was not offboarded completely. Run the script again. $_" -ErrorId UserNotDone -Category InvalidResult -TargetObject $user -ErrorAction $itemErrorAction
        }
    }
}

if (-not $isFound) {
    Write-Error "No user matches $($filters -join ' or ') in $($pools -join ', ')." -ErrorId PersonNotFound -Category ObjectNotFound -TargetObject ($Email ? $Email : $Username) -ErrorAction $itemErrorAction
}
