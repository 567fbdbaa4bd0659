#Requires -Version 7.4
#Requires -Modules CognitoUnlink

<#
.SYNOPSIS
    Counts, for each identity provider of user pools, the users who could no longer sign in without it, and raises an alarm if there are too many.

.DESCRIPTION
    For a nightly job. It reads whole pools with ListUsers, which changes nothing and costs no monthly active users, and writes
    lockout-<pool>-<date>.csv or .json. The counts are compared with the newest file from an earlier day. A second run on the same day
    overwrites that day's file. If a pool cannot be read to the end, the audit stops and writes no file.

    Users count as Stranded if, without the provider, they could not sign in at all, or only with a password that they cannot reset.
    Many pools contain users with a random password that nobody knows. NoRecovery counts the users with such a password.

    An alarm is raised if one provider would strand more users than -Threshold, or more than last time. The property Alarm shows the
    reason, and the error LockoutAlarm follows the objects. With -ErrorAction Stop, pwsh -File ends with exit code 1.

    The audit only needs to read. This policy is enough:

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

    DescribeUserPool shows how passwords can be reset, and ListIdentityProviders shows which providers still exist. Without these two
    permissions, the module warns, and every password and every identity counts as a way to sign in.

.PARAMETER UserPoolId
    The user pools. pwsh -File accepts only one. Jobs for different pools can use the same folder.

.PARAMETER Folder
    The folder for the files. It is created if it does not exist.

.PARAMETER Format
    Csv or Json.

.PARAMETER Threshold
    The number of users that one provider may strand without an alarm. By default, there is no limit.

.PARAMETER Date
    The date in the file names. The default is today (UTC).

.PARAMETER Parallel
    Reads 16 parts of each pool at the same time. For large pools.

.PARAMETER ProfileName
    The AWS profile. By default, credentials are found as in all commands of the module.

.EXAMPLE
    ./Invoke-LockoutAudit.ps1 eu-west-1_Production -Folder ./lockout -Threshold 100 | Format-Table

.EXAMPLE
    pwsh -NonInteractive -File ./Invoke-LockoutAudit.ps1 eu-west-1_Production -Folder /var/lib/lockout -ErrorAction Stop

    A scheduled job. The exit code is 1 if there is an alarm or if a pool could not be read.

.EXAMPLE
    ./Invoke-LockoutAudit.ps1 eu-west-1_Production -Folder ./lockout -ErrorAction SilentlyContinue | Where-Object Alarm | ConvertTo-Json

    The alarms as JSON, for instance to send them by e-mail.

.OUTPUTS
    One object for each provider of each pool. Users: how many have an identity from it. Stranded: how many could not sign in without
    it. NoRecovery: how many of these would only have a password that they cannot reset. OwnProfile: how many of these are federated
    users that this provider created.
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
# The caller's preference applies to errors about single users. Any other error stops the audit.
$itemErrorAction = $ErrorActionPreference
$ErrorActionPreference = 'Stop'

$reading = @{ Parallel = $Parallel; ErrorAction = 'SilentlyContinue' }
if ($ProfileName) { $reading.ProfileName = $ProfileName }
$day = $Date.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)

# The counts of the last audit by provider; nothing if there was none.
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
            if ($row.UserPoolId -cne $Id) { throw "It has a row for the user pool '$($row.UserPoolId)'." }
            $stranded[$row.ProviderName] = [int]::Parse("$($row.Stranded)")
        }
        $stranded
    }
    catch {
        $exception = [System.IO.InvalidDataException]::new("No pool was read, because '$file' is not a result of this audit. Move it to another folder. $_", $_.Exception)
        $PSCmdlet.ThrowTerminatingError([System.Management.Automation.ErrorRecord]::new($exception, 'EarlierFileNotUsable', 'InvalidData', $file))
    }
}

# SignInAfterUnlink applies to one identity. Here, a user loses all identities from a provider.
function Add-User {
    param([object] $Counts, [object[]] $Identities)

    foreach ($ofProvider in $Identities | Group-Object ProviderName -CaseSensitive) {
        $first = $ofProvider.Group[0]
        $count = $Counts[$ofProvider.Name] ??= [pscustomobject]@{ ProviderName = $ofProvider.Name; Users = 0; Stranded = 0; NoRecovery = 0; OwnProfile = 0 }
        $count.Users++
        # As long as a federated sign-in is left, a password that cannot be reset does not count as a way to sign in.
        $losesAll = $first.SignInAfterUnlink -eq 'Federated' -and $first.IdentityCount -eq $ofProvider.Count
        $noRecovery = $first.UserStatus -eq 'CONFIRMED' -and $first.Recovery -eq 'None' -and ($losesAll -or $first.SignInAfterUnlink -eq 'Password')
        if ($losesAll -or $noRecovery -or $first.SignInAfterUnlink -eq 'None') {
            $count.Stranded++
            if ($noRecovery) { $count.NoRecovery++ }
            if ($ofProvider.Group.Primary -contains $true) { $count.OwnProfile++ }
        }
    }
}

# One user at a time, because a pool can have millions. The identities of a user follow one another.
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

    # Counts of half a pool would hide an alarm tonight, and raise a false one tomorrow.
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
            # A provider that was not in the last audit stranded nobody.
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
    # A pool without links gets a file too, because the next audit compares with it.
    $text = if ($Format -eq 'Json') { ConvertTo-Json -InputObject $rows }
    elseif ($rows) { $rows | ConvertTo-Csv }
    else { '"Date","UserPoolId","ProviderName","Users","Stranded","NoRecovery","OwnProfile","Before","Alarm"' }
    $text | Set-Content -LiteralPath (Join-Path $Folder "lockout-$id-$day.$($Format.ToLowerInvariant())")
}

$audit
$alarms = @($audit | Where-Object Alarm)
if ($alarms) {
    $what = ($alarms | ForEach-Object { "$($_.UserPoolId) $($_.ProviderName): $($_.Stranded) (before: $($_.Before ?? 'unknown'))" }) -join '; '
    Write-Error "Too many users could not sign in without their identity provider. $what" -ErrorId LockoutAlarm -Category LimitsExceeded -TargetObject $alarms -ErrorAction $itemErrorAction
}
