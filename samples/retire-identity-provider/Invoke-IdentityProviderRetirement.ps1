#Requires -Version 7.4
#Requires -Modules CognitoUnlink

<#
.SYNOPSIS
    Retires an identity provider of a user pool: readiness, fallback, close, plan, review, canary, rest, report, check, compare.

.DESCRIPTION
    One step at a time, so that somebody can look in between. All steps share a folder:

    Readiness  says what stands in the way, and writes Readiness.html for those who decide.
    Fallback   gives a password that nobody knows to users who have a verified address and would have no way to sign in, and writes
               notify.csv: whom to notify. They choose their own with "forgot password". It ends open invitations, and makes these users
               active, and so billed, this month.
    Close      removes the provider from the app clients, so that nobody signs in with it any more. People without another way to sign
               in are locked out from then on. Enable-CGIPProviderForClient undoes it.
    Plan       reads the whole pool and writes found.csv (everything, not to be edited), plan.csv (who is to lose the identity) and
               stranded.csv (who would be refused, and why). A plan that is there is not overwritten.
    Review     is yours: in plan.csv, delete the rows of those who are to keep the identity. Columns may go too, but for Username and
               ProviderAttributeValue. A row that was added or changed is refused before anything is done.
    Canary     unlinks the first rows of the plan and reads each user back.
    Rest       unlinks the others. A run that was cut off is carried on by the same command: the journal knows what is done.
    Report     writes report.html from the journal.
    Check      shows who is still linked, and why. It is an error when that is anybody but those who were refused, or were taken
               out of the plan.
    Compare    shows who came back since: linked again, or as a new user. It is an error when somebody did. Run it again a week later.

    Users who would be stranded are refused by the module: those without another sign-in, and those with nothing but a password that
    they cannot reset, since nobody may know it. For each of them there is a choice:
    * an address: Update-CGIPUserAttributeAdmin (AWS.Tools; AdminUpdateUserAttributes) sets email and email_verified, once you know that
      the address is theirs. Then they can reset the password;
    * a password: Set-CGIPUserPasswordAdmin -Permanent $true (AWS.Tools; AdminSetUserPassword), and a notice how to reset it. Without a
      verified address hand them the password itself, and add -AllowNoRecovery;
    * another provider: Enable-CGIPProviderForUser links it;
    * to strand them knowingly: -AllowLockout.
    Then move their rows from stranded.csv to plan.csv and run Rest again. A federated user's own identity is no link and cannot
    be unlinked: disable the user, or let the person sign in by another provider first.

    Disable or delete the identity provider only after Check has nothing to say: links of a provider that is gone cannot be
    removed any more, and as long as it is there, people can sign in anew with it, as another user. The files hold usernames and
    subjects: they are personal data.

.PARAMETER Step
    Readiness, Fallback, Close, Plan, Canary, Rest, Report, Check or Compare.

.PARAMETER UserPoolId
    The user pool.

.PARAMETER ProviderName
    The identity provider (case-sensitive).

.PARAMETER Folder
    Where plan, journals and pages are kept. It is made where it is missing.

.PARAMETER CanaryCount
    How many rows of the plan the canary takes.

.PARAMETER SignOut
    Revoke the tokens of each user as well.

.PARAMETER AllowLockout
    Unlink also those rows of the plan whose users are left without a sign-in.

.PARAMETER AllowNoRecovery
    Unlink also those rows of the plan whose users are left with nothing but a password that they cannot reset.

.PARAMETER Parallel
    Read the pool in 16 parts at once, for large pools.

.PARAMETER ProfileName
    The AWS profile; without it credentials are found as by every command of the module.

.EXAMPLE
    $okta = @{ UserPoolId = 'eu-west-1_Production'; ProviderName = 'Okta'; Folder = './okta' }
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Plan
    Import-Csv ./okta/stranded.csv | Format-Table Username, UserStatus, Finding

.EXAMPLE
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Readiness
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Fallback
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Close -WhatIf
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Close

    Before the plan.

.EXAMPLE
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Canary -WhatIf
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Canary
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Rest -Confirm:$false | Group-Object Outcome -NoElement
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Report
    ./Invoke-IdentityProviderRetirement.ps1 @okta -Step Check

.EXAMPLE
    Get-CGIPUnlinkJournal ./okta/journal.jsonl | Enable-CGIPProviderForUser -JournalPath ./okta/journal.jsonl

    Takes it back, as long as nobody signed in anew, and notes it: Rest would begin again.

.OUTPUTS
    Plan: how many were found, planned and left out. Canary, Rest: CognitoUnlink.Unlinking.UnlinkResult. Report: the file.
    Check: whoever is still linked. Readiness: CognitoUnlink.Retirement.RetirementFinding. Close, Fallback: what became of each client
    and user. Compare: CognitoUnlink.Retirement.ComparedIdentity of those who came back.
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
# What an error of one user does is the caller's to say; any other stops the runbook.
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
        Exit-Runbook -ErrorId FileMissing -Message "There is no '$Path'; the step Plan writes it."
    }

    # Without its heading a row is taken for one, and nothing is left to do.
    $rows = @(Import-Csv -LiteralPath $Path | Select-Object $columns)
    $heading = "$(Get-Content -LiteralPath $Path -TotalCount 1)"
    if (-not $rows -and ($heading -notlike '*Username*' -or $heading -notlike '*ProviderAttributeValue*')) {
        Exit-Runbook -ErrorId HeadingMissing -Message "'$Path' does not begin with the names of its columns. Take them from '$foundPath'."
    }

    $index = [System.Collections.Specialized.OrderedDictionary]::new([StringComparer]::Ordinal)
    foreach ($row in $rows) {
        foreach ($column in 'Username', 'ProviderAttributeValue') {
            if (-not $row.$column) {
                Exit-Runbook -ErrorId RowIncomplete -Message "A row of '$Path' has no $column. Keep the columns Username and ProviderAttributeValue, and commas between columns."
            }
        }
        $index[(Get-Key -Identity $row)] = $row
    }
    , $index
}

# The plan says who; what is known of each comes from what was found, whatever became of the other columns.
function Read-Plan {
    $found = Import-Index -Path $foundPath
    $plan = Import-Index -Path $planPath
    $strange = @($plan.Keys | Where-Object { -not $found.Contains($_) })
    if ($strange) {
        Exit-Runbook -ErrorId PlanChanged -Message "In '$planPath' rows may be deleted, not added or changed. Not found by the step Plan: $(($strange | Select-Object -First 5) -join ', ')"
    }

    $foreign = @($found.Values | Where-Object { $_.UserPoolId -cne $UserPoolId -or $_.ProviderName -cne $ProviderName })
    if ($foreign) {
        Exit-Runbook -ErrorId OtherRetirement -Message "'$foundPath' is of $($foreign[0].ProviderName) in $($foreign[0].UserPoolId), not of $ProviderName in $UserPoolId."
    }

    $plan.Keys | ForEach-Object { $found[$_] }
}

# SignInAfterUnlink is about one identity; here all that a user has of the provider go.
function Get-Finding {
    param([object[]] $OfUser)

    foreach ($identity in $OfUser) {
        $remains = "$($identity.SignInAfterUnlink)"
        if ($remains -eq 'Federated' -and $identity.IdentityCount -eq $OfUser.Count) {
            # A password that cannot be reset is no way in as long as there is another.
            $remains = if ($identity.UserStatus -eq 'CONFIRMED') { 'Password' } else { 'None' }
        }

        $finding = if ($identity.Primary) { "A federated user's own identity, no link" }
        elseif ($remains -eq 'None') { 'No sign-in would remain' }
        elseif ($remains -eq 'Unknown') { 'The status does not tell what sign-in would remain' }
        elseif ($remains -eq 'Password' -and $identity.Recovery -eq 'None') { 'Only a password that cannot be reset would remain' }
        else { '' }
        $row = $identity | Select-Object $columns
        $row.SignInAfterwards = $remains
        $row.Finding = $finding
        $row
    }
}

# With a byte order mark, for Excel, and the names of the columns even where there is no row yet.
function Write-Row {
    param([object[]] $Rows, [string] $Path)

    $text = if ($Rows) { $Rows | ConvertTo-Csv } else { '"{0}"' -f ($columns -join '","') }
    $text | Set-Content -LiteralPath $Path -Encoding utf8BOM -Confirm:$false
}

function Write-Plan {
    if (Test-Path -LiteralPath $planPath) {
        Exit-Runbook -ErrorId PlanExists -Message "'$planPath' is there already, perhaps reviewed. Delete it, or take another folder."
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
    $null = Export-CGIPUnlinkReport -Finding $Findings -Path $readinessPath -Title "Retiring $ProviderName from ${UserPoolId}: what stands in the way" -Confirm:$false
}

function Write-WhoCameBack {
    $back = @(Compare-CGIPLinkedIdentity @connection -UserPoolId $UserPoolId -JournalPath $journalPath | Where-Object State -In LinkedAgain, NewProfile)
    $back
    if ($back) {
        Write-Error "$($back.Count) came back by ${ProviderName}. Look for a trigger that links, and for app clients that still offer it." -ErrorId CameBack -Category InvalidResult -TargetObject $back -ErrorAction $itemErrorAction
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
        $advice = 'NotDone: run Rest again. LinkedSince: plan again in another folder. LinkedAgain: look for a pre sign-up trigger that links, then plan again in another folder.'
        Write-Error "Still linked to ${ProviderName}: $states. $advice" -ErrorId StillLinked -Category InvalidResult -TargetObject $unexpected -ErrorAction $itemErrorAction
    }
}

switch ($Step) {
    'Readiness' {
        $findings = @(Test-CGIPProviderRetirement @connection -UserPoolId $UserPoolId -ProviderName $ProviderName)
        if ($PSCmdlet.ShouldProcess($readinessPath, 'Write the page')) {
            Write-ReadinessPage -Findings $findings
        }
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
        if ($PSCmdlet.ShouldProcess($reportPath, 'Write the report')) {
            Export-CGIPUnlinkReport -JournalPath $journalPath -Path $reportPath -Title "$ProviderName retired from $UserPoolId"
        }
    }
    'Check' { Write-StillLinked }
    'Compare' { Write-WhoCameBack }
}
