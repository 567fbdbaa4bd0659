#Requires -Version 7.4
#Requires -Modules CognitoUnlink

<#
.SYNOPSIS
    Moves users from one identity provider of a user pool to another, so that nobody is without a sign-in on the way.

.DESCRIPTION
    A mapping says which subject each user has at the new provider. For each user the new identity is linked first, and the old
    one unlinked only once a read has shown the new one. A user can have five links: who has no room loses one old link first,
    keeps the other four meanwhile, and gets it back if the new link cannot be made.

    The mapping is a CSV file with the columns Username and Subject. It is checked as a whole before anything is done. A user who
    has no identity of the old provider is refused, since a mistake in a username would give somebody else's account away.

    What a federated user's own identity of the old provider is to be is the new link beside it (LinkedOnly): it is no link and
    stays, but the person reaches the same profile by the new provider.

    All is in the journal. A run that was cut off is carried on by the same command; a mapping that is done is left alone. -Undo
    takes back what the journal says was done, in the same order of care: the old link first, then the new one goes. It gives back
    the link that made room, too, where that could not be done at once. It can be run until there is no error any more.

    It can be moved only before the person signs in by the new provider for the first time. Afterwards there is a profile of its
    own, and Amazon Cognito does not merge (NotMoved, and LinkNotPossible): delete that profile first, if nothing is in it.

.PARAMETER UserPoolId
    The user pool.

.PARAMETER From
    The provider that users leave (case-sensitive).

.PARAMETER To
    The provider that they move to (case-sensitive). The pool must have it.

.PARAMETER MappingPath
    The CSV file. Usernames as Get-CGIPLinkedIdentity shows them; subjects as the new provider sends them (case-sensitive) and without
    the provider's name before them.

.PARAMETER JournalPath
    The journal of the whole move; the undo needs it.

.PARAMETER Undo
    Take back what the journal says was done.

.PARAMETER ProfileName
    The AWS profile; without it credentials are found as by every command of the module.

.EXAMPLE
    $move = @{ UserPoolId = 'eu-west-1_Production'; From = 'Okta'; To = 'EntraID'; JournalPath = './move.jsonl' }
    ./Move-UserIdentityProvider.ps1 @move -MappingPath ./mapping.csv -WhatIf
    ./Move-UserIdentityProvider.ps1 @move -MappingPath ./first-ten.csv
    ./Move-UserIdentityProvider.ps1 @move -MappingPath ./mapping.csv -Confirm:$false | Group-Object Outcome -NoElement

.EXAMPLE
    ./Move-UserIdentityProvider.ps1 @move -Undo

.OUTPUTS
    One object for each user: Moved, AlreadyMoved, LinkedOnly or NotMoved, and why. NotMoved is an error beside it.
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
# What an error of one user does is the caller's to say; any other stops the runbook.
$itemErrorAction = $ErrorActionPreference
$ErrorActionPreference = 'Stop'

# https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html
$maximumLinks = 5

$connection = if ($ProfileName) { @{ ProfileName = $ProfileName } } else { @{} }
$reading = $connection + @{ UserPoolId = $UserPoolId }
# Each user is asked about, and each problem told, by this script.
$changing = $connection + @{ JournalPath = $JournalPath; Confirm = $false; ErrorAction = 'SilentlyContinue' }
$leaving, $joining = if ($Undo) { $To, $From } else { $From, $To }

function Exit-Runbook {
    param([string] $ErrorId, [string] $Message, [object] $Target)

    $exception = [System.IO.InvalidDataException]::new("Nothing was changed. $Message")
    $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new($exception, $ErrorId, 'InvalidData', $Target))
}

function Import-Mapping {
    param([string] $Path)

    # Select-Object, since a column that is not there is then an empty one.
    $rows = @(Import-Csv -LiteralPath $Path | Select-Object Username, Subject)
    $problems = @(
        if (-not $rows) { 'it has no rows' }
        for ($i = 0; $i -lt $rows.Count; $i++) {
            foreach ($column in 'Username', 'Subject') {
                if (-not $rows[$i].$column) { "row $($i + 1) has no $column" }
            }
            if ("$($rows[$i].Subject)".StartsWith("${To}_", [StringComparison]::OrdinalIgnoreCase)) { "row $($i + 1) has the provider's name in its subject" }
        }
        foreach ($column in 'Username', 'Subject') {
            $rows | Where-Object $column | Group-Object $column -CaseSensitive | Where-Object Count -GT 1 | ForEach-Object { "$column '$($_.Name)' is there $($_.Count) times" }
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

# What was done to each identity of the two providers, by user: the latest Unlinked or Linked, or an Intent that nothing follows.
# What failed or was refused changed nothing, and what was done before still counts.
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
        Exit-Runbook -ErrorId JournalMissing -Message "There is no journal '$JournalPath' to undo from." -Target $JournalPath
    }

    $open.Keys | ForEach-Object { $done[$_] = $open[$_] }
    Get-ByUser -Rows @($done.Values)
}

# The identities of a provider to which something was done, or may have been: the user as read will tell.
function Select-Event {
    param([object] $Journal, [string] $Username, [string] $ProviderName, [string] $What)

    $Journal[$Username] | Where-Object { $_ -and $_.ProviderName -ceq $ProviderName -and $_.Event -in $What, 'Intent' }
}

function ConvertTo-Link {
    param([string] $Username, [string] $AttributeName, [string] $Value)

    [pscustomobject]@{ UserPoolId = $UserPoolId; Username = $Username; ProviderName = $joining; ProviderAttributeName = $AttributeName; ProviderAttributeValue = $Value }
}

# What each user is to have, and what goes: all of the old provider.
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

# The other way round, what this journal did.
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

# The wishes, and what is missing to them.
function Get-Work {
    param([object[]] $Wishes)

    # The provider's name beside the wildcard is for the error that follows when the pool does not have it.
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
        elseif ($missing -and -not $old -and -not $wish.IsKnown) { "The user has no identity of $leaving. Is it the right username?" }
        elseif ($old -and -not $joined -and -not $missing) { "The user has no identity of $joining, and the journal has none to give back. The one of $leaving stays." }
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

# What a read has shown. What only the journal says may be otherwise by now.
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

# Who is agreed to, of those for whom there is something to do.
$agreed = @($work | Where-Object { -not $_.Refusal -and ($_.Missing -or $_.Old) } | Where-Object {
        $what = @(
            $_.Missing | ForEach-Object { "link $joining '$($_.ProviderAttributeValue)'" }
            $_.Old | ForEach-Object { "unlink $leaving '$($_.ProviderAttributeValue)'" }
            if ($_.NoRoomFor) { "no room among $maximumLinks links: $($_.NoRoomFor) first unlinked" }
        ) -join ', '
        $PSCmdlet.ShouldProcess("user pool $UserPoolId, user '$($_.Username)'", $what)
    })

$linked = $gone = Get-Shown -Results @()
$problems = @()
if ($agreed) {
    # As many as there is room for. Then nobody loses more than it takes, nor a link that could not make the room.
    $links = @($agreed | ForEach-Object { $_.Missing | Select-Object -SkipLast $_.NoRoomFor } | Enable-CGIPProviderForUser @changing -ErrorVariable +problems)
    $given = @($agreed | Where-Object { $_.NoRoomFor -le $_.Old.Count } | ForEach-Object { $_.Old | Select-Object -First $_.NoRoomFor })
    $room = @($given | Disable-CGIPProviderForUser @changing -Verify -ErrorVariable +problems)
    $links += @($agreed | ForEach-Object { $_.Missing | Select-Object -Last $_.NoRoomFor } | Enable-CGIPProviderForUser @changing -ErrorVariable +problems)

    # Whom the new link is not shown of keeps the old one.
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
            Reason     = if ($item.Refusal) { $item.Refusal } elseif ($reasons) { $reasons -join ' ' } elseif (-not $isDone) { 'The journal says that it was done, but it is not so any more. Take a new journal.' }
        }
    })
$outcomes
foreach ($outcome in $outcomes | Where-Object Outcome -EQ NotMoved) {
    Write-Error "User '$($outcome.Username)' was not moved to $joining. $($outcome.Reason)" -ErrorId NotMoved -Category InvalidResult -TargetObject $outcome -ErrorAction $itemErrorAction
}
