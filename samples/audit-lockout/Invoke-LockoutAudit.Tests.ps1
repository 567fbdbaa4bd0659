# Runs the nightly audit on local user pools.

BeforeAll {
    Import-Module CognitoUnlink
    $runbook = Join-Path $PSScriptRoot 'Invoke-LockoutAudit.ps1'
    $pool = 'eu-west-1_Production'

    function Use-Pool {
        <# Without Okta, two users would be stranded, one of them with two identities from it, and three would not. #>
        param([string] $UserPoolId = $pool, [object[]] $User)

        $seedPath = Join-Path $TestDrive 'seed.json'
        $okta = { param($Value) @{ providerName = 'Okta'; value = $Value } }
        @{
            pools = @(@{
                    userPoolId        = $UserPoolId
                    identityProviders = @(@{ name = 'Okta'; type = 'SAML' }, @{ name = 'Google'; type = 'Google' })
                    users             = $User ?? @(
                        @{ username = 'one'; status = 'FORCE_CHANGE_PASSWORD'; identities = @(& $okta '1') }
                        @{ username = 'two'; status = 'FORCE_CHANGE_PASSWORD'; identities = @((& $okta '2'), (& $okta '2b')) }
                        @{ username = 'both'; status = 'FORCE_CHANGE_PASSWORD'; identities = @((& $okta '3'), @{ providerName = 'Google'; value = '3' }) }
                        @{ username = 'password'; status = 'CONFIRMED'; attributes = @{ email = 'password@example.com'; email_verified = 'true' }; identities = @(& $okta '4') }
                        @{ username = 'google_9'; status = 'EXTERNAL_PROVIDER'; identities = @(@{ providerName = 'Google'; value = '9'; primary = $true }) }
                        @{ username = 'none'; status = 'FORCE_CHANGE_PASSWORD' }
                    )
                })
        } | ConvertTo-Json -Depth 8 | Set-Content $seedPath
        $null = Start-CGIPLocalUserPool -UserPoolId $UserPoolId -SeedPath $seedPath
    }

    function Add-Stranded {
        $null = Enable-CGIPProviderForUser -UserPoolId $pool -Username none -ProviderName Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue 5 -Confirm:$false
    }
}

Describe 'Invoke-LockoutAudit.ps1' {
    BeforeEach {
        Use-Pool
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $night = @{ UserPoolId = $pool; Folder = $folder; Date = '2026-03-02' }
        $lastNight = @{ UserPoolId = $pool; Folder = $folder; Date = '2026-03-01' }
    }

    AfterEach {
        Stop-CGIPLocalUserPool
        # Pester does not delete folders with brackets in their names.
        if (Test-Path -LiteralPath $night.Folder) { Remove-Item -LiteralPath $night.Folder -Recurse }
    }

    It 'counts stranded users by provider<With>' -ForEach @(@{ With = ''; Add = @{} }, @{ With = ', also in parallel'; Add = @{ Parallel = $true } }) {
        $audit = & $runbook @night @Add
        $audit.ProviderName | Should -Be Google, Okta
        $audit.Users | Should -Be 2, 4
        $audit.Stranded | Should -Be 1, 2
        $audit.NoRecovery | Should -Be 0, 0
        $audit.OwnProfile | Should -Be 1, 0
        $audit.Alarm | Should -Be '', ''
    }

    It 'counts users who would only have a password that cannot be reset' {
        Use-Pool eu-west-1_Recovery -User @(
            @{ username = 'unverified'; status = 'CONFIRMED'; attributes = @{ email = 'u@example.com'; email_verified = 'false' }; identities = @(@{ providerName = 'Okta'; value = '1' }) }
            @{ username = 'twice'; status = 'CONFIRMED'; identities = @(@{ providerName = 'Okta'; value = '2' }, @{ providerName = 'Okta'; value = '2b' }) }
            @{ username = 'both'; status = 'CONFIRMED'; identities = @(@{ providerName = 'Okta'; value = '3' }, @{ providerName = 'Google'; value = '3' }) }
            @{ username = 'temporary'; status = 'FORCE_CHANGE_PASSWORD'; identities = @(@{ providerName = 'Okta'; value = '4' }) }
            @{ username = 'phone'; status = 'CONFIRMED'; attributes = @{ phone_number = '+15550100'; phone_number_verified = 'true' }; identities = @(@{ providerName = 'Okta'; value = '5' }) }
        )
        $okta = & $runbook eu-west-1_Recovery -Folder $folder | Where-Object ProviderName -EQ Okta
        $okta.Users, $okta.Stranded, $okta.NoRecovery | Should -Be 5, 3, 2
    }

    It 'needs only the permissions in its help' {
        $null = & $runbook @night -Parallel
        $help = (Get-Help $runbook).Description.Text -join "`n"
        $allowed = [regex]::Matches($help, 'cognito-idp:(\w+)"').ForEach({ $_.Groups[1].Value })
        $allowed | Should -HaveCount 3
        (Get-CGIPLocalUserPoolRequest $pool).Operation | Select-Object -Unique | Should -BeIn $allowed
    }

    It 'writes <Format>, and the next audit compares with it' -ForEach @(@{ Format = 'Csv' }, @{ Format = 'Json' }) {
        $null = & $runbook @lastNight -Format $Format
        Join-Path $folder "lockout-$pool-2026-03-01.$($Format.ToLowerInvariant())" | Should -Exist
        $audit = & $runbook @night -Format $Format -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        $audit.Before | Should -Be 1, 2
    }

    It 'raises an alarm once if there are more than last time' {
        $null = & $runbook @lastNight
        Add-Stranded
        $audit = & $runbook @night -ErrorVariable problems -ErrorAction SilentlyContinue
        $audit.Alarm | Should -Be '', Grew
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'LockoutAlarm,*'
        $problems[0].TargetObject.ProviderName | Should -Be Okta
        $night.Date = '2026-03-03'
        (& $runbook @night).Alarm | Should -Be '', ''
    }

    It 'compares a second run on the same day with the day before' {
        $null = & $runbook @lastNight
        $null = & $runbook @night
        Add-Stranded
        (& $runbook @night -ErrorAction SilentlyContinue).Before | Should -Be 1, 2
        (& $runbook @night -ErrorAction SilentlyContinue).Alarm | Should -Be '', Grew
    }

    It 'raises an alarm above the threshold' {
        (& $runbook @night -Threshold 2).Alarm | Should -Be '', ''
        (& $runbook @night -Threshold 1 -ErrorAction SilentlyContinue).Alarm | Should -Be '', AboveThreshold
        (& $runbook @night -Threshold 0 -ErrorAction SilentlyContinue).Alarm | Should -Be AboveThreshold, AboveThreshold
        { & $runbook @night -Threshold 0 -ErrorAction Stop } | Should -Throw -ErrorId 'LockoutAlarm,*'
    }

    It 'ends with exit code <Code> at threshold <Threshold>' -ForEach @(@{ Threshold = 50; Code = 0 }, @{ Threshold = 0; Code = 1 }) {
        $job = Join-Path $TestDrive 'Job.ps1'
        "Import-Module '$((Get-Module CognitoUnlink).Path)'
        `$null = Start-CGIPLocalUserPool 100 -UserPoolId $pool
        & '$runbook' $pool -Folder '$folder' -Threshold $Threshold -ErrorAction Stop | Out-Null" | Set-Content $job
        $null = pwsh -NoProfile -NonInteractive -File $job 2>&1
        $LASTEXITCODE | Should -Be $Code
        Get-ChildItem $folder | Should -HaveCount 1
    }

    It 'reads several pools' {
        Use-Pool eu-west-1_Staging
        $night.UserPoolId = $pool, 'eu-west-1_Staging'
        (& $runbook @night).UserPoolId | Should -Be $pool, $pool, eu-west-1_Staging, eu-west-1_Staging
    }

    It 'compares each pool with itself, even if several jobs share a folder' {
        Use-Pool eu-west-1_Staging
        Add-Stranded
        & $runbook @lastNight | Should -HaveCount 2
        & $runbook eu-west-1_Staging -Folder $folder -Date 2026-03-01 | Should -HaveCount 2
        $night.UserPoolId = $pool, 'eu-west-1_Staging'
        $audit = & $runbook @night
        $audit.Before | Should -Be 1, 3, 1, 2
        $audit.Stranded | Should -Be 1, 3, 1, 2
    }

    It 'distinguishes users whose names differ only in case' {
        Use-Pool eu-west-1_Case -User @('ann', 'Ann' | ForEach-Object { @{ username = $_; status = 'FORCE_CHANGE_PASSWORD'; identities = @(@{ providerName = 'Okta'; value = $_ }) } })
        $audit = & $runbook eu-west-1_Case -Folder $folder
        $audit.Users, $audit.Stranded | Should -Be 2, 2
    }

    It 'finds the latest date in a folder with brackets, in whatever order the files were written' {
        $night.Folder = $lastNight.Folder = Join-Path $TestDrive "lockout [$([guid]::NewGuid())]"
        $null = & $runbook @lastNight
        Add-Stranded
        $null = & $runbook $pool -Folder $night.Folder -Date 2026-02-28
        (& $runbook @night -ErrorAction SilentlyContinue).Alarm | Should -Be '', Grew
    }

    It 'raises an alarm if the pool had no links last time, in <Format>' -ForEach @(@{ Format = 'Csv' }, @{ Format = 'Json' }) {
        Stop-CGIPLocalUserPool
        Use-Pool -User @{ username = 'none'; status = 'FORCE_CHANGE_PASSWORD' }
        & $runbook @lastNight -Format $Format | Should -BeNullOrEmpty
        Add-Stranded
        $audit = & $runbook @night -ErrorAction SilentlyContinue
        $audit.ProviderName, $audit.Before, $audit.Alarm | Should -Be Okta, 0, Grew
    }

    It 'counts 0 before for a new provider' {
        $null = Get-CGIPLinkedIdentity $pool -ProviderName Okta | Disable-CGIPProviderForUser -AllowLockout -Confirm:$false
        $null = & $runbook @lastNight
        Add-Stranded
        $audit = & $runbook @night -ErrorAction SilentlyContinue
        $audit.Before | Should -Be 2, 0
        $audit.Alarm | Should -Be '', Grew
    }

    It 'stops with <Action> and writes no file if a pool cannot be read to its end<With>' -ForEach @(
        foreach ($action in 'Continue', 'SilentlyContinue', 'Ignore') {
            @{ Action = $action; With = ''; Add = @{} }
            @{ Action = $action; With = ' in parallel'; Add = @{ Parallel = $true } }
        }
    ) {
        $null = Start-CGIPLocalUserPool 300 -UserPoolId eu-west-1_Large
        $night.UserPoolId = $pool, 'eu-west-1_Large'
        3..60 | ForEach-Object { Set-CGIPLocalUserPoolFault eu-west-1_Large -Operation ListUsers -Nth $_ -ErrorCode NotAuthorizedException }
        { & $runbook @night @Add -ErrorAction $Action } | Should -Throw -ErrorId 'NotAuthorized*'
        $folder | Should -Not -Exist
    }

    It 'reports a user who cannot be read as the caller prefers, and counts the others' {
        $identities = Get-CGIPLinkedIdentity $pool
        Mock Get-CGIPLinkedIdentity {
            $identities
            Write-Error -Message damaged -ErrorId 'MalformedIdentities,Test' -TargetObject eve
        }
        $audit = & $runbook @night -ErrorVariable problems -ErrorAction SilentlyContinue
        $audit.Stranded | Should -Be 1, 2
        $problems.TargetObject | Select-Object -Unique | Should -Be eve
        { & $runbook @night -ErrorAction Stop } | Should -Throw -ErrorId 'MalformedIdentities,*'
    }

    It 'uses the given profile' {
        { & $runbook @night -ProfileName nobody } | Should -Throw -ErrorId 'ProfileNotFound,*'
        Get-CGIPLocalUserPoolRequest $pool | Should -BeNullOrEmpty
    }

    It 'stops if it is not allowed to read a pool' {
        Set-CGIPLocalUserPoolFault $pool -Operation ListUsers -ErrorCode AccessDeniedException
        { & $runbook @night } | Should -Throw -ErrorId 'AccessDenied,*'
        $folder | Should -Not -Exist
    }

    It 'names an earlier file that <Is>, before it reads a pool' -ForEach @(
        @{ Is = 'is not a result of the audit'; Csv = "UserPoolId,ProviderName`n$pool,Okta" }
        @{ Is = 'belongs to another pool'; Csv = "UserPoolId,ProviderName,Stranded`neu-west-1_PRODUCTION,Okta,7" }
    ) {
        $null = New-Item $folder -ItemType Directory
        Set-Content (Join-Path $folder "lockout-$pool-2026-02-28.csv") $Csv
        { & $runbook @night } | Should -Throw -ErrorId 'EarlierFileNotUsable,*' -ExpectedMessage '*2026-02-28.csv*'
        Get-CGIPLocalUserPoolRequest $pool | Should -BeNullOrEmpty
    }

    It 'writes nothing with -WhatIf' {
        (& $runbook @night -WhatIf).Stranded | Should -Be 1, 2
        $folder | Should -Not -Exist
    }
}
