#Requires -Version 7.4
#Requires -Modules CognitoUnlink

<#
.SYNOPSIS
    Counts who would be stranded if a provider went, for every provider of user pools, and raises an alarm when there are more.

.DESCRIPTION
    For a nightly job. It reads whole pools by ListUsers, which changes nothing and makes nobody an active user, and writes
    lockout-<pool>-<date>.csv or .json. The newest file of an earlier day is what the pool's counts are compared with; the same
    day's is written again. A pool that cannot be read to its end stops the audit, and no file is written.

    Stranded are those who would have no way left to sign in, or only a password that they cannot reset: many pools hold users with a
    random password that nobody knows. NoRecovery counts the latter.

    There is an alarm when more users than -Threshold would be stranded by one provider, or more than the last time. The objects
    say so in Alarm, and an error (LockoutAlarm) comes after them. With -ErrorAction Stop, pwsh -File then ends with exit code 1.

    Reading is all that it may do. This policy is enough:

        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Action": [ "cognito-idp:ListUsers", "cognito-idp:DescribeUserPool", "cognito-idp:ListIdentityProviders" ],
              "Resource": "arn:aws:cognito-idp:REGION:ACCOUNT:userpool/POOL"
            }
          ]
        }

    DescribeUserPool tells how the pool lets people reset a password, and ListIdentityProviders which providers are left. Without them
    the module warns and takes every password and every identity for a way in.

.PARAMETER UserPoolId
    The user pools. To pwsh -File only one can be given; jobs for several may share a folder.

.PARAMETER Folder
    Where the files are. It is made when it is not there.

.PARAMETER Format
    Csv or Json.

.PARAMETER Threshold
    How many users of one provider may be stranded without an alarm; any number unless given.

.PARAMETER Date
    The day that the file is of; today (UTC) unless given.

.PARAMETER Parallel
    Read each pool in 16 parts at once, for large pools.

.PARAMETER ProfileName
    The AWS profile; without it credentials are found as by every command of the module.

.EXAMPLE
    ./Invoke-LockoutAudit.ps1 eu-west-1_Production -Folder ./lockout -Threshold 100 | Format-Table

.EXAMPLE
    pwsh -NonInteractive -File ./Invoke-LockoutAudit.ps1 eu-west-1_Production -Folder /var/lib/lockout -ErrorAction Stop

    As a scheduled job: the exit code is 1 on an alarm, and when a pool could not be read.

.EXAMPLE
    ./Invoke-LockoutAudit.ps1 eu-west-1_Production -Folder ./lockout -ErrorAction SilentlyContinue | Where-Object Alarm | ConvertTo-Json

    What to send to whoever is to be told.

.OUTPUTS
    One object for each provider of each pool: Users who have it, how many would be Stranded if it went, how many of these would keep
    a password that they cannot reset (NoRecovery), and how many are an OwnProfile: federated users who only ever were of this provider.
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Low')]
param(
    [Parameter(Mandatory, Position = 0)]
    [ValidatePattern('^[\w-]+_[0-9a-zA-Z]+$')]
    [string[]] $UserPoolId,

    [Parameter(Mandatory)]
    [ValidateNotNullOrEmpty()]
    [string] $Folder,

    [ValidateSet('Csv', 'Json')]
    [string] $Format = 'Csv',

    [ValidateRange(0, [int]::MaxValue)]
    [Nullable[int]] $Threshold,

    [datetime] $Date = [datetime]::UtcNow,

    [switch] $Parallel,

    [ValidateNotNullOrEmpty()]
    [string] $ProfileName
)

Set-StrictMode -Version Latest
# What an error of one user does is the caller's to say; a pool that cannot be read stops the audit.
$itemErrorAction = $ErrorActionPreference
$ErrorActionPreference = 'Stop'

$reading = @{ Parallel = $Parallel; ErrorAction = 'SilentlyContinue' }
if ($ProfileName) { $reading.ProfileName = $ProfileName }
$day = $Date.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)

# How many each provider's end would have stranded the last time; nothing if there was none.
function Import-Earlier {
    param([string] $Id)

    if (-not (Test-Path -LiteralPath $Folder -PathType Container)) { return }
    $file = Get-ChildItem -LiteralPath $Folder -File |
        Where-Object { $_.Name -cmatch "^lockout-$([regex]::Escape($Id))-\d{4}-\d\d-\d\d\.(csv|json)$" -and $_.BaseName -lt "lockout-$Id-$day" } |
        Sort-Object BaseName, LastWriteTime |
        Select-Object -Last 1
    if (-not $file) { return }
    try {
        $stranded = [System.Collections.Generic.Dictionary[string, int]]::new([StringComparer]::Ordinal)
        $rows = if ($file.Extension -eq '.csv') { Import-Csv -LiteralPath $file } else { Get-Content -LiteralPath $file -Raw | ConvertFrom-Json }
        foreach ($row in $rows) {
            if ($row.UserPoolId -cne $Id) { throw "A row is of the user pool '$($row.UserPoolId)'." }
            $stranded[$row.ProviderName] = [int]::Parse("$($row.Stranded)")
        }
        $stranded
    }
    catch {
        $exception = [System.IO.InvalidDataException]::new("Nothing was read. '$file' is not a file of this audit; move it away. $_", $_.Exception)
        $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new($exception, 'EarlierFileNotUsable', 'InvalidData', $file))
    }
}

# SignInAfterUnlink is about one identity; here all that a user has of a provider go.
function Add-User {
    param([object] $Counts, [object[]] $Identities)

    foreach ($ofProvider in $Identities | Group-Object ProviderName -CaseSensitive) {
        $first = $ofProvider.Group[0]
        $count = $Counts[$ofProvider.Name] ??= [pscustomobject]@{ ProviderName = $ofProvider.Name; Users = 0; Stranded = 0; NoRecovery = 0; OwnProfile = 0 }
        $count.Users++
        # A password that cannot be reset is no way in as long as there is another.
        $losesAll = $first.SignInAfterUnlink -eq 'Federated' -and $first.IdentityCount -eq $ofProvider.Count
        $noRecovery = $first.UserStatus -eq 'CONFIRMED' -and $first.Recovery -eq 'None' -and ($losesAll -or $first.SignInAfterUnlink -eq 'Password')
        if ($losesAll -or $noRecovery -or $first.SignInAfterUnlink -eq 'None') {
            $count.Stranded++
            if ($noRecovery) { $count.NoRecovery++ }
            if ($ofProvider.Group.Primary -contains $true) { $count.OwnProfile++ }
        }
    }
}

# One user at a time, since a pool may have millions; the identities of a user come together.
function Measure-Pool {
    param([string] $Id)

    $counts = [System.Collections.Generic.SortedDictionary[string, object]]::new([StringComparer]::Ordinal)
    $ofUser = [System.Collections.Generic.List[object]]::new()
    Get-CGIPLinkedIdentity $Id @reading -ErrorVariable problems | ForEach-Object {
        if ($ofUser.Count -gt 0 -and $ofUser[0].Username -cne $_.Username) {
            Add-User -Counts $counts -Identities $ofUser
            $ofUser.Clear()
        }
        $ofUser.Add($_)
    }
    if ($ofUser.Count -gt 0) { Add-User -Counts $counts -Identities $ofUser }

    # Half a pool would be no alarm tonight, and a false one tomorrow.
    foreach ($problem in $problems) {
        if ($problem.FullyQualifiedErrorId -notlike 'MalformedIdentities,*') { $PSCmdlet.ThrowTerminatingError($problem) }
        Write-Error -ErrorRecord $problem -ErrorAction $itemErrorAction
    }
    $counts.Values
}

$earlier = [System.Collections.Generic.Dictionary[string, object]]::new([StringComparer]::Ordinal)
foreach ($id in $UserPoolId) { $earlier[$id] = Import-Earlier -Id $id }

$audit = @(foreach ($id in $UserPoolId) {
        foreach ($count in Measure-Pool -Id $id) {
            # A provider that the pool did not have then stranded nobody.
            $before = if ($null -ne $earlier[$id]) { $earlier[$id][$count.ProviderName] ?? 0 } else { $null }
            $alarm = if ($null -ne $Threshold -and $count.Stranded -gt $Threshold) { 'AboveThreshold' } elseif ($null -ne $before -and $count.Stranded -gt $before) { 'Grew' } else { '' }
            [pscustomobject]@{
                Date         = $day
                UserPoolId   = $id
                ProviderName = $count.ProviderName
                Users        = $count.Users
                Stranded     = $count.Stranded
                NoRecovery   = $count.NoRecovery
                OwnProfile   = $count.OwnProfile
                Before       = $before
                Alarm        = $alarm
            }
        }
    })

$null = New-Item $Folder -ItemType Directory -Force
foreach ($id in $UserPoolId) {
    $rows = @($audit | Where-Object UserPoolId -CEQ $id)
    # A pool without links has a file, too: it is what the next night compares with.
    $text = if ($Format -eq 'Json') { ConvertTo-Json -InputObject $rows }
    elseif ($rows) { $rows | ConvertTo-Csv }
    else { '"Date","UserPoolId","ProviderName","Users","Stranded","NoRecovery","OwnProfile","Before","Alarm"' }
    $text | Set-Content -LiteralPath (Join-Path $Folder "lockout-$id-$day.$($Format.ToLowerInvariant())")
}

$audit
$alarms = @($audit | Where-Object Alarm)
if ($alarms) {
    $what = ($alarms | ForEach-Object { "$($_.UserPoolId) $($_.ProviderName): $($_.Stranded) (before: $($_.Before ?? 'not known'))" }) -join '; '
    Write-Error "More users than wanted would be stranded if their provider went. $what" -ErrorId LockoutAlarm -Category LimitsExceeded -TargetObject $alarms -ErrorAction $itemErrorAction
}
