#Requires -Version 7.4
#Requires -Modules CognitoUnlink

<#
.SYNOPSIS
    Retires an identity provider of a user pool in steps: readiness, fallback, close, plan, review, canary, rest, report, check, compare.

.DESCRIPTION
    Each step is a run of its own, so you can look at the results in between. All steps use the same folder:

    Readiness  shows what stands in the way, and writes Readiness.html for the people who decide.
    Fallback   sets a random password for users who have a verified address and could no longer sign in, and writes notify.csv, the
               list of users to notify. They choose their own password with "forgot password". Open invitations become invalid, and
               these users count as monthly active users, which are billed.
    Close      removes the provider from the app clients, so that nobody can sign in with it any more. From then on, people without
               another way to sign in are locked out. Enable-CGIPProviderForClient undoes it.
    Plan       reads the whole pool and writes found.csv (everything; do not edit it), plan.csv (who will lose the identity) and
               stranded.csv (who would be refused, and why). An existing plan is not overwritten.
    Review     is for you: delete rows from plan.csv if users should keep the identity. You can also delete columns, except Username
               and ProviderAttributeValue. If a row was added or changed, the plan is refused before anything is changed.
    Canary     unlinks the first rows of the plan, and reads each user to verify it.
    Rest       unlinks the others. To resume an interrupted run, run the same command again: the journal shows what is done.
    Report     writes report.html from the journal.
    Check      shows who is still linked, and why. It is an error if there are others than those who were refused or removed from the
               plan.
    Compare    shows who came back since: linked again, or as a new user. It is an error if anybody did. Run it again a week later.

    The module refuses users who would be stranded: those without another way to sign in, and those with only a password that they
    cannot reset, because they may not know it. For each of them, you can choose:
    * an address: Update-CGIPUserAttributeAdmin (AWS.Tools; AdminUpdateUserAttributes) sets email and email_verified. Do this only if you
      know that the address is theirs. They can then reset the password.
    * a password: Set-CGIPUserPasswordAdmin -Permanent $true (AWS.Tools; AdminSetUserPassword), and a message that explains how to reset
      it. Without a verified address, give them the password itself, and add -AllowNoRecovery.
    * another provider: Enable-CGIPProviderForUser links it.
    * no way to sign in: -AllowLockout.
    Then move their rows from stranded.csv to plan.csv and run Rest again. A federated user's own identity is not a link and cannot be
    unlinked: disable the user, or let the person sign in with another provider first.

    Disable or delete the identity provider only when Check finds nothing. Links of a deleted provider cannot be removed any more. As
    long as the provider exists, people can sign in with it again, as new users. The files contain usernames and subjects, which are
    personal data.

.PARAMETER Step
    Readiness, Fallback, Close, Plan, Canary, Rest, Report, Check or Compare.

.PARAMETER UserPoolId
    The user pool.

.PARAMETER ProviderName
    The identity provider (case-sensitive).

.PARAMETER Folder
    The folder for the plan, the journals and the pages. It is created if it does not exist.

.PARAMETER CanaryCount
    The number of rows of the plan for the canary.

.PARAMETER SignOut
    Also revokes each user's tokens.

.PARAMETER AllowLockout
    Also unlinks users who will not be able to sign in any more, if they are in the plan.

.PARAMETER AllowNoRecovery
    Also unlinks users who will only have a password that they cannot reset, if they are in the plan.

.PARAMETER Parallel
    Reads 16 parts of the pool at the same time. For large pools.

.PARAMETER ProfileName
    The AWS profile. By default, credentials are found as in all commands of the module.

.EXAMPLE
    $okta = @{ UserPoolId = 'eu-west-1_Production'; ProviderName = 'Okta'; Folder = './okta' }
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Readiness
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Fallback
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Close -WhatIf
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Close

    The steps before the plan.

.EXAMPLE
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Plan
    Import-Csv ./okta/stranded.csv | Format-Table Username, UserStatus, Finding

.EXAMPLE
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Canary -WhatIf
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Canary
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Rest -Confirm:$false | Group-Object Outcome -NoElement
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Report
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Check

.EXAMPLE
    Get-CGIPUnlinkJournal ./okta/journal.jsonl | Enable-CGIPProviderForUser -JournalPath ./okta/journal.jsonl

    Undoes it, unless people have signed in again since and are now new users. Because the undo is in the same journal, Rest would
    unlink the identities again.

.OUTPUTS
    Readiness: CognitoUnlink.Retirement.RetirementFinding. Close, Fallback: the result for each client or user. Plan: how many
    identities were found, planned and left out. Canary, Rest: CognitoUnlink.Unlinking.UnlinkResult. Report: the file. Check: users who
    are still linked. Compare: CognitoUnlink.Retirement.ComparedIdentity for those who came back.
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    [Parameter(Mandatory, Position = 0)]
    [ValidateSet('Readiness', 'Fallback', 'Close', 'Plan', 'Canary', 'Rest', 'Report', 'Check', 'Compare')]
    [string] $Step,

    [Parameter(Mandatory)]
    [ValidatePattern('^[\w-]+_[0-9a-zA-Z]+$')]
    [string] $UserPoolId,

    [Parameter(Mandatory)]
    [ValidatePattern('^[^*?\[\]]+$', ErrorMessage = 'One provider, by its whole name: {0}')]
    [string] $ProviderName,

    [Parameter(Mandatory)]
    [ValidateNotNullOrEmpty()]
    [string] $Folder,

    [ValidateRange(1, 10000)]
    [int] $CanaryCount = 10,

    [switch] $SignOut,

    [switch] $AllowLockout,

    [switch] $AllowNoRecovery,

    [switch] $Parallel,

    [ValidateNotNullOrEmpty()]
    [string] $ProfileName
)

Set-StrictMode -Version Latest
# The caller's preference applies to errors about single users. Any other error stops the runbook.
$itemErrorAction = $ErrorActionPreference
$ErrorActionPreference = 'Stop'

$connection = if ($ProfileName) { @{ ProfileName = $ProfileName } } else { @{} }
$reading = $connection + @{ UserPoolId = $UserPoolId; ProviderName = $ProviderName; Parallel = $Parallel }
$foundPath = Join-Path $Folder 'found.csv'
$planPath = Join-Path $Folder 'plan.csv'
$strandedPath = Join-Path $Folder 'stranded.csv'
$journalPath = Join-Path $Folder 'journal.jsonl'
$reportPath = Join-Path $Folder 'report.html'
$readinessPath = Join-Path $Folder 'Readiness.html'
$closePath = Join-Path $Folder 'close.jsonl'
$fallbackPath = Join-Path $Folder 'fallback.jsonl'
$notifyPath = Join-Path $Folder 'notify.csv'
$columns = 'UserPoolId', 'Username', 'Sub', 'UserStatus', 'Enabled', 'ProviderName', 'ProviderType', 'ProviderAttributeName', 'ProviderAttributeValue', 'Primary', 'IdentityCount', 'SignInAfterwards', 'Recovery', 'Finding'
$unlinking = $connection + @{ JournalPath = $journalPath; SignOut = $SignOut; AllowLockout = $AllowLockout; AllowNoRecovery = $AllowNoRecovery; ErrorAction = $itemErrorAction }

function Exit-Runbook {
    param([string] $ErrorId, [string] $Message)

    $exception = [System.IO.InvalidDataException]::new("Nothing was changed. $Message")
    $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new($exception, $ErrorId, 'InvalidData', $Folder))
}

# Subjects and usernames are case-sensitive.
function Get-Key {
    param([object] $Identity)

    '{0}|{1}' -f $Identity.Username, $Identity.ProviderAttributeValue
}

function Import-Index {
    param([string] $Path)

    if (-not (Test-Path -LiteralPath $Path)) {
        Exit-Runbook -ErrorId FileMissing -Message "'$Path' does not exist. The step Plan writes it."
    }

    # If the header is missing, the first row is taken as the header, and an only row would be lost.
    $rows = @(Import-Csv -LiteralPath $Path | Select-Object $columns)
    $heading = "$(Get-Content -LiteralPath $Path -TotalCount 1)"
    if (-not $rows -and ($heading -notlike '*Username*' -or $heading -notlike '*ProviderAttributeValue*')) {
        Exit-Runbook -ErrorId HeadingMissing -Message "'$Path' has no header. Copy the first line of '$foundPath'."
    }

    $index = [System.Collections.Specialized.OrderedDictionary]::new([StringComparer]::Ordinal)
    foreach ($row in $rows) {
        foreach ($column in 'Username', 'ProviderAttributeValue') {
            if (-not $row.$column) {
                Exit-Runbook -ErrorId RowIncomplete -Message "A row in '$Path' has no $column. Keep the columns Username and ProviderAttributeValue, and separate columns with commas."
            }
        }
        $index[(Get-Key -Identity $row)] = $row
    }
    , $index
}

# The plan only selects rows. Their content comes from what was found, even if other columns were changed.
function Read-Plan {
    $found = Import-Index -Path $foundPath
    $plan = Import-Index -Path $planPath
    $strange = @($plan.Keys | Where-Object { -not $found.Contains($_) })
    if ($strange) {
        Exit-Runbook -ErrorId PlanChanged -Message "You can delete rows from '$planPath', but not add or change them. The step Plan did not find: $(($strange | Select-Object -First 5) -join ', ')"
    }

    $foreign = @($found.Values | Where-Object { $_.UserPoolId -cne $UserPoolId -or $_.ProviderName -cne $ProviderName })
    if ($foreign) {
        Exit-Runbook -ErrorId OtherRetirement -Message "'$foundPath' is for $($foreign[0].ProviderName) in $($foreign[0].UserPoolId), not for $ProviderName in $UserPoolId."
    }

    $plan.Keys | ForEach-Object { $found[$_] }
}

# SignInAfterUnlink applies to one identity. Here, a user loses all identities from the provider.
function Get-Finding {
    param([object[]] $OfUser)

    foreach ($identity in $OfUser) {
        $remains = "$($identity.SignInAfterUnlink)"
        if ($remains -eq 'Federated' -and $identity.IdentityCount -eq $OfUser.Count) {
            # CONFIRMED users can have a password.
            $remains = if ($identity.UserStatus -eq 'CONFIRMED') { 'Password' } else { 'None' }
        }

        $finding = if ($identity.Primary) { "A federated user's own identity, which is not a link" }
        elseif ($remains -eq 'None') { 'No sign-in would be left' }
        elseif ($remains -eq 'Unknown') { 'It is unknown which sign-in would be left' }
        elseif ($remains -eq 'Password' -and $identity.Recovery -eq 'None') { 'Only a password that cannot be reset would be left' }
        else { '' }
        $row = $identity | Select-Object $columns
        $row.SignInAfterwards = $remains
        $row.Finding = $finding
        $row
    }
}

# With a byte order mark for Excel, and with the header even if there are no rows.
function Write-Row {
    param([object[]] $Rows, [string] $Path)

    $text = if ($Rows) { $Rows | ConvertTo-Csv } else { '"{0}"' -f ($columns -join '","') }
    $text | Set-Content -LiteralPath $Path -Encoding utf8BOM -Confirm:$false
}

function Write-Plan {
    if (Test-Path -LiteralPath $planPath) {
        Exit-Runbook -ErrorId PlanExists -Message "'$planPath' already exists, and may have been reviewed. Delete it, or use another folder."
    }

    $found = @(Get-CGIPLinkedIdentity @reading |
            Group-Object Username -CaseSensitive |
            ForEach-Object { Get-Finding -OfUser $_.Group })
    $stranded = @($found | Where-Object Finding)
    $planned = @($found | Where-Object { -not $_.Finding })

    $null = New-Item $Folder -ItemType Directory -Force -Confirm:$false
    Write-Row -Rows $found -Path $foundPath
    Write-Row -Rows $stranded -Path $strandedPath
    Write-Row -Rows $planned -Path $planPath
    [pscustomobject]@{
        UserPoolId   = $UserPoolId
        ProviderName = $ProviderName
        Found        = $found.Count
        Planned      = $planned.Count
        Stranded     = $stranded.Count
        PlanPath     = $planPath
        StrandedPath = $strandedPath
    }
}

function Write-ReadinessPage {
    param([object[]] $Findings)

    $null = New-Item $Folder -ItemType Directory -Force -Confirm:$false
    $null = Export-CGIPUnlinkReport -Finding $Findings -Path $readinessPath -Title "Retiring $ProviderName from ${UserPoolId}: what stands in the way"
}

function Write-WhoCameBack {
    $back = @(Compare-CGIPLinkedIdentity @connection -UserPoolId $UserPoolId -JournalPath $journalPath | Where-Object State -In LinkedAgain, NewProfile)
    $back
    if ($back) {
        Write-Error "$($back.Count) came back with ${ProviderName}. Look for a trigger that links users, and for app clients that still offer the provider." -ErrorId CameBack -Category InvalidResult -TargetObject $back -ErrorAction $itemErrorAction
    }
}

function Write-StillLinked {
    $found = Import-Index -Path $foundPath
    $plan = Import-Index -Path $planPath
    $stranded = Import-Index -Path $strandedPath
    $last = [System.Collections.Generic.Dictionary[string, string]]::new([StringComparer]::Ordinal)
    if (Test-Path -LiteralPath $journalPath) {
        Get-CGIPUnlinkJournal $journalPath | Where-Object Username | ForEach-Object { $last[(Get-Key -Identity $_)] = "$($_.Event)" }
    }

    $left = @(foreach ($identity in Get-CGIPLinkedIdentity @reading) {
            $key = Get-Key -Identity $identity
            $state = if ($last[$key] -in 'Unlinked', 'AlreadyUnlinked') { 'LinkedAgain' }
            elseif ($last[$key] -eq 'Skipped' -or ($stranded.Contains($key) -and -not $plan.Contains($key))) { 'Refused' }
            elseif ($plan.Contains($key)) { 'NotDone' }
            elseif ($found.Contains($key)) { 'KeptInReview' }
            else { 'LinkedSince' }
            $identity | Select-Object UserPoolId, Username, UserStatus, ProviderName, ProviderAttributeValue, SignInAfterUnlink, @{ Name = 'State'; Expression = { $state } }
        })
    $left
    $unexpected = @($left | Where-Object State -NotIn 'Refused', 'KeptInReview')
    if ($unexpected) {
        $states = ($unexpected | Group-Object State | ForEach-Object { "$($_.Count) $($_.Name)" }) -join ', '
        $advice = 'NotDone: run Rest again. LinkedSince: make a new plan in another folder. LinkedAgain: look for a pre sign-up trigger that links users, then make a new plan in another folder.'
        Write-Error "Still linked to ${ProviderName}: $states. $advice" -ErrorId StillLinked -Category InvalidResult -TargetObject $unexpected -ErrorAction $itemErrorAction
    }
}

switch ($Step) {
    'Readiness' {
        $findings = @(Test-CGIPProviderRetirement @connection -UserPoolId $UserPoolId -ProviderName $ProviderName)
        Write-ReadinessPage -Findings $findings
        $findings
    }
    'Close' {
        $null = New-Item $Folder -ItemType Directory -Force -Confirm:$false -WhatIf:$false
        Disable-CGIPProviderForClient @connection -UserPoolId $UserPoolId -ProviderName $ProviderName -JournalPath $closePath -ErrorAction $itemErrorAction
    }
    'Fallback' {
        $null = New-Item $Folder -ItemType Directory -Force -Confirm:$false -WhatIf:$false
        $fallback = $connection + @{ JournalPath = $fallbackPath; NotifyPath = $notifyPath; ErrorAction = $itemErrorAction }
        Get-CGIPLinkedIdentity @reading | Set-CGIPFallbackPassword @fallback
    }
    'Plan' { Write-Plan }
    'Canary' {
        $rows = Read-Plan
        $rows | Select-Object -First $CanaryCount | Disable-CGIPProviderForUser @unlinking -Verify
    }
    'Rest' {
        $rows = Read-Plan
        $rows | Disable-CGIPProviderForUser @unlinking
    }
    'Report' {
        Export-CGIPUnlinkReport -JournalPath $journalPath -Path $reportPath -Title "$ProviderName retired from $UserPoolId"
    }
    'Check' { Write-StillLinked }
    'Compare' { Write-WhoCameBack }
}
