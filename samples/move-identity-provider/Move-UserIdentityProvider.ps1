#Requires -Version 7.4
#Requires -Modules CognitoUnlink

<#
.SYNOPSIS
    Moves users from one identity provider of a user pool to another. Nobody is without a sign-in in between.

.DESCRIPTION
    A mapping contains the subject that each user has at the new provider. For each user, the script first links the new identity. It
    unlinks the old one only after a read has shown the new one. A user can have at most five links. If there is no room, one old link
    is removed first, and the other four stay. If the new link cannot be made, the old one is linked again.

    The mapping is a CSV file with the columns Username and Subject. All of it is checked before anything is changed. A user without an
    identity from the old provider is refused, because a wrong username would give one person access to another person's account.

    A federated user from the old provider only gets the new link (LinkedOnly). The user's own identity is not a link and stays, but
    the person can sign in to the same account with the new provider.

    All changes are in the journal. To resume an interrupted run, run the same command again: finished work is not repeated. -Undo
    reverses what is in the journal, just as carefully: it links the old identity first, and then unlinks the new one. It also links
    identities again that were unlinked to make room. You can repeat it until there are no errors.

    Move people before they sign in with the new provider for the first time. A first sign-in creates a new user with that identity, and
    Amazon Cognito cannot merge users (NotMoved and LinkNotPossible). If that user contains nothing, delete it first.

.PARAMETER UserPoolId
    The user pool.

.PARAMETER From
    The provider that users leave (case-sensitive).

.PARAMETER To
    The provider that users move to (case-sensitive). The pool must already have it.

.PARAMETER MappingPath
    The CSV file. Usernames are those that Get-CGIPLinkedIdentity shows. Subjects are those that the new provider sends (case-sensitive),
    without the provider's name in front.

.PARAMETER JournalPath
    The journal for the whole move. The undo needs it.

.PARAMETER Undo
    Reverses what is in the journal.

.PARAMETER ProfileName
    The AWS profile. By default, credentials are found as in all commands of the module.

.EXAMPLE
    $move = @{ UserPoolId = 'eu-west-1_Production'; From = 'Okta'; To = 'EntraID'; JournalPath = './move.jsonl' }
    ./Move-UserIdentityProvider.ps1 @move -MappingPath ./mapping.csv -WhatIf
    ./Move-UserIdentityProvider.ps1 @move -MappingPath ./first-ten.csv
    ./Move-UserIdentityProvider.ps1 @move -MappingPath ./mapping.csv -Confirm:$false | Group-Object Outcome -NoElement

.EXAMPLE
    ./Move-UserIdentityProvider.ps1 @move -Undo

.OUTPUTS
    One object for each user, with the outcome Moved, AlreadyMoved, LinkedOnly or NotMoved, and the reason. NotMoved is also an error.
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High', DefaultParameterSetName = 'Move')]
param(
    [Parameter(Mandatory)]
    [ValidatePattern('^[\w-]+_[0-9a-zA-Z]+$')]
    [string] $UserPoolId,

    [Parameter(Mandatory)]
    [ValidatePattern('^[^*?\[\]]+$', ErrorMessage = 'One provider, by its whole name: {0}')]
    [string] $From,

    [Parameter(Mandatory)]
    [ValidatePattern('^[^*?\[\]]+$', ErrorMessage = 'One provider, by its whole name: {0}')]
    [ValidateScript({ $_ -cne $From }, ErrorMessage = 'From and To are the same provider: {0}')]
    [string] $To,

    [Parameter(Mandatory, ParameterSetName = 'Move')]
    [ValidateScript({ Test-Path -LiteralPath $_ -PathType Leaf }, ErrorMessage = 'There is no such file: {0}')]
    [string] $MappingPath,

    [Parameter(Mandatory)]
    [ValidateNotNullOrEmpty()]
    [string] $JournalPath,

    [Parameter(Mandatory, ParameterSetName = 'Undo')]
    [switch] $Undo,

    [ValidateNotNullOrEmpty()]
    [string] $ProfileName
)

Set-StrictMode -Version Latest
# The caller's preference applies to errors about single users. Any other error stops the runbook.
$itemErrorAction = $ErrorActionPreference
$ErrorActionPreference = 'Stop'

# https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
$maximumLinks = 5

$connection = if ($ProfileName) { @{ ProfileName = $ProfileName } } else { @{} }
$reading = $connection + @{ UserPoolId = $UserPoolId }
# This script prompts for each user and reports each problem.
$changing = $connection + @{ JournalPath = $JournalPath; Confirm = $false; ErrorAction = 'SilentlyContinue' }
$leaving, $joining = if ($Undo) { $To, $From } else { $From, $To }

function Exit-Runbook {
    param([string] $ErrorId, [string] $Message, [object] $Target)

    $exception = [System.IO.InvalidDataException]::new("Nothing was changed. $Message")
    $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new($exception, $ErrorId, 'InvalidData', $Target))
}

function Import-Mapping {
    param([string] $Path)

    # With Select-Object, a missing column is an empty one.
    $rows = @(Import-Csv -LiteralPath $Path | Select-Object Username, Subject)
    $problems = @(
        if (-not $rows) { 'it contains no rows' }
        for ($i = 0; $i -lt $rows.Count; $i++) {
            foreach ($column in 'Username', 'Subject') {
                if (-not $rows[$i].$column) { "row $($i + 1) has no $column" }
            }
            if ("$($rows[$i].Subject)".StartsWith("${To}_", [StringComparison]::OrdinalIgnoreCase)) { "the subject in row $($i + 1) begins with the provider's name" }
        }
        foreach ($column in 'Username', 'Subject') {
            $rows | Where-Object $column | Group-Object $column -CaseSensitive | Where-Object Count -GT 1 | ForEach-Object { "$column '$($_.Name)' occurs $($_.Count) times" }
        }
    )
    if ($problems) {
        Exit-Runbook -ErrorId MappingNotUsable -Message "Correct '$Path': $(($problems | Select-Object -First 10) -join '; ')." -Target $Path
    }

    $rows
}

# Usernames, subjects and keys are case-sensitive.
function Get-Key {
    param([object] $Identity)

    '{0}|{1}|{2}' -f $Identity.Username, $Identity.ProviderName, $Identity.ProviderAttributeValue
}

function Get-ByUser {
    param([object[]] $Rows)

    $byUser = [System.Collections.Specialized.OrderedDictionary]::new([StringComparer]::Ordinal)
    foreach ($row in $Rows) {
        if (-not $byUser.Contains($row.Username)) { $byUser[$row.Username] = [System.Collections.Generic.List[object]]::new() }
        $byUser[$row.Username].Add($row)
    }
    , $byUser
}

# For each user, the last change to each identity from the two providers: Unlinked, Linked, or an Intent without an outcome.
# Failures and refusals changed nothing, so the change before them counts.
function Import-Journal {
    $done, $open = 1..2 | ForEach-Object { [System.Collections.Specialized.OrderedDictionary]::new([StringComparer]::Ordinal) }
    if (Test-Path -LiteralPath $JournalPath) {
        Get-CGIPUnlinkJournal $JournalPath |
            Where-Object { $_.UserPoolId -ceq $UserPoolId -and $_.Username -and $_.ProviderName -cin $From, $To } |
            ForEach-Object {
                $key = Get-Key -Identity $_
                $open.Remove($key)
                if ($_.Event -eq 'Intent') { $open[$key] = $_ }
                elseif ($_.Event -in 'Unlinked', 'Linked') { $done[$key] = $_ }
            }
    }
    elseif ($Undo) {
        Exit-Runbook -ErrorId JournalMissing -Message "The journal '$JournalPath' does not exist, so there is nothing to undo." -Target $JournalPath
    }

    $open.Keys | ForEach-Object { $done[$_] = $open[$_] }
    Get-ByUser -Rows @($done.Values)
}

# The identities from a provider that were changed, or may have been. Reading the user shows which.
function Select-Event {
    param([object] $Journal, [string] $Username, [string] $ProviderName, [string] $What)

    $Journal[$Username] | Where-Object { $_ -and $_.ProviderName -ceq $ProviderName -and $_.Event -in $What, 'Intent' }
}

function ConvertTo-Link {
    param([string] $Username, [string] $AttributeName, [string] $Value)

    [pscustomobject]@{ UserPoolId = $UserPoolId; Username = $Username; ProviderName = $joining; ProviderAttributeName = $AttributeName; ProviderAttributeValue = $Value }
}

# What to link for each user, and what to unlink: all identities from the old provider.
function Get-MoveWish {
    param([object[]] $Mapping, [object] $Journal)

    foreach ($row in $Mapping) {
        [pscustomobject]@{
            Username = $row.Username
            Wanted   = @(ConvertTo-Link -Username $row.Username -AttributeName Cognito_Subject -Value $row.Subject)
            Goes     = $null
            IsKnown  = [bool] (Select-Event -Journal $Journal -Username $row.Username -ProviderName $From -What Unlinked)
        }
    }
}

# The reverse of what is in the journal.
function Get-UndoWish {
    param([object] $Journal)

    foreach ($username in $Journal.Keys) {
        $unlinked = @(Select-Event -Journal $Journal -Username $username -ProviderName $From -What Unlinked)
        $linked = @(Select-Event -Journal $Journal -Username $username -ProviderName $To -What Linked)
        if ($unlinked -or $linked) {
            [pscustomobject]@{
                Username = $username
                Wanted   = @($unlinked | ForEach-Object { ConvertTo-Link -Username $username -AttributeName $_.ProviderAttributeName -Value $_.ProviderAttributeValue })
                Goes     = @($linked | ForEach-Object { $_.ProviderAttributeValue })
                IsKnown  = $true
            }
        }
    }
}

# Compares the wishes with what the users have.
function Get-Work {
    param([object[]] $Wishes)

    # The provider's name, in addition to the wildcard, causes an error if the pool does not have this provider.
    $identities = @($Wishes | ForEach-Object { $_.Username } | Get-CGIPLinkedIdentity @reading -ProviderName '*', $joining -ErrorAction SilentlyContinue -ErrorVariable unread)
    $unread | Where-Object FullyQualifiedErrorId -Like 'ProviderNotFound,*' | ForEach-Object { $PSCmdlet.ThrowTerminatingError($_) }
    $byUser = Get-ByUser -Rows $identities
    foreach ($wish in $Wishes) {
        $has = @($byUser[$wish.Username] | Where-Object { $_ })
        $joined = @($has | Where-Object ProviderName -CEQ $joining | ForEach-Object { $_.ProviderAttributeValue })
        $missing = @($wish.Wanted | Where-Object ProviderAttributeValue -CNotIn $joined)
        $old = @($has | Where-Object { $_.ProviderName -ceq $leaving -and ($null -eq $wish.Goes -or $_.ProviderAttributeValue -cin $wish.Goes) })
        $problem = $unread | Where-Object TargetObject -CEQ $wish.Username | Select-Object -First 1
        $refusal = if ($problem) { $problem.Exception.Message }
        elseif ($missing -and -not $old -and -not $wish.IsKnown) { "The user has no identity from $leaving. Check the username." }
        elseif ($old -and -not $joined -and -not $missing) { "The user has no identity from $joining, and the journal has none to link again. The one from $leaving stays." }
        [pscustomobject]@{
            Username  = $wish.Username
            Missing   = $missing
            Old       = @($old | Where-Object { -not $_.Primary })
            KeepsOwn  = [bool] ($old | Where-Object Primary)
            NoRoomFor = [Math]::Max(0, @($has | Where-Object { -not $_.Primary }).Count + $missing.Count - $maximumLinks)
            Refusal   = $refusal
        }
    }
}

# Results that a read has verified. What only the journal says may have changed since.
function Get-Shown {
    param([object[]] $Results)

    , [System.Collections.Generic.HashSet[string]]::new([string[]] @($Results | Where-Object Verified | ForEach-Object { Get-Key -Identity $_ }), [StringComparer]::Ordinal)
}

function Test-Linked {
    param([object] $Item)

    -not @($Item.Missing | Where-Object { -not $linked.Contains((Get-Key -Identity $_)) })
}

$journal = Import-Journal
$wishes = @(if ($Undo) { Get-UndoWish -Journal $journal } else { Get-MoveWish -Mapping (Import-Mapping -Path $MappingPath) -Journal $journal })
$work = @(if ($wishes) { Get-Work -Wishes $wishes })

# The users with something to do, if the person at the prompt agrees.
$agreed = @($work | Where-Object { -not $_.Refusal -and ($_.Missing -or $_.Old) } | Where-Object {
        $what = @(
            $_.Missing | ForEach-Object { "link $joining '$($_.ProviderAttributeValue)'" }
            $_.Old | ForEach-Object { "unlink $leaving '$($_.ProviderAttributeValue)'" }
            if ($_.NoRoomFor) { "unlink $($_.NoRoomFor) first, because $maximumLinks links is the maximum" }
        ) -join ', '
        $PSCmdlet.ShouldProcess("user pool $UserPoolId, user '$($_.Username)'", $what)
    })

$linked = $gone = Get-Shown -Results @()
$problems = @()
if ($agreed) {
    # First link what fits. Then unlink old identities, but no more than needed, and only where that makes enough room.
    $links = @($agreed | ForEach-Object { $_.Missing | Select-Object -SkipLast $_.NoRoomFor } | Enable-CGIPProviderForUser @changing -ErrorVariable +problems)
    $given = @($agreed | Where-Object { $_.NoRoomFor -le $_.Old.Count } | ForEach-Object { $_.Old | Select-Object -First $_.NoRoomFor })
    $room = @($given | Disable-CGIPProviderForUser @changing -Verify -ErrorVariable +problems)
    $links += @($agreed | ForEach-Object { $_.Missing | Select-Object -Last $_.NoRoomFor } | Enable-CGIPProviderForUser @changing -ErrorVariable +problems)

    # If no read shows the new link, the user keeps the old one.
    $linked = Get-Shown -Results $links
    $moving, $staying = $agreed.Where({ Test-Linked -Item $_ }, 'Split')
    $null = $room | Where-Object Username -CIn @($staying | ForEach-Object { $_.Username }) | Enable-CGIPProviderForUser @changing -ErrorVariable +problems
    $others = @($moving | ForEach-Object { $_.Old } | Where-Object { $_ -notin $given })
    $gone = Get-Shown -Results ($room + @($others | Disable-CGIPProviderForUser @changing -Verify -ErrorVariable +problems))
}

$failed = @($problems | ForEach-Object { $_.TargetObject } | Where-Object { $_ -is [CognitoUnlink.Linking.LinkResult] -or $_ -is [CognitoUnlink.Unlinking.UnlinkResult] })
$outcomes = @(foreach ($item in $work) {
        $isDone = (Test-Linked -Item $item) -and -not @($item.Old | Where-Object { -not $gone.Contains((Get-Key -Identity $_)) })
        if (-not $isDone -and -not $item.Refusal -and $item -notin $agreed) { continue }
        $reasons = @($failed | Where-Object Username -CEQ $item.Username | ForEach-Object { $_.Reason } | Select-Object -Unique)
        [pscustomobject]@{
            UserPoolId = $UserPoolId
            Username   = $item.Username
            From       = $leaving
            To         = $joining
            Outcome    = if ($item.Refusal -or -not $isDone) { 'NotMoved' } elseif ($item.KeepsOwn) { 'LinkedOnly' } elseif ($item -in $agreed) { 'Moved' } else { 'AlreadyMoved' }
            Reason     = if ($item.Refusal) { $item.Refusal } elseif ($reasons) { $reasons -join ' ' } elseif (-not $isDone) { 'According to the journal, this was done, but it is no longer so. Use a new journal.' }
        }
    })
$outcomes
foreach ($outcome in $outcomes | Where-Object Outcome -EQ NotMoved) {
    Write-Error "User '$($outcome.Username)' was not moved to $joining. $($outcome.Reason)" -ErrorId NotMoved -Category InvalidResult -TargetObject $outcome -ErrorAction $itemErrorAction
}
