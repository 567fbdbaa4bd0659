# Retires Okta, on a local user pool with the ID of the real one.

BeforeAll {
    Import-Module CognitoUnlink
    $runbook = Join-Path $PSScriptRoot 'Invoke-IdentityProviderRetirement.ps1'
    $pool = 'eu-west-1_Production'

    function Use-Pool {
        param([object[]] $User)

        Stop-CGIPLocalUserPool
        $seedPath = Join-Path $TestDrive 'seed.json'
        @{ pools = @(@{ userPoolId = $pool; identityProviders = @(@{ name = 'Okta'; type = 'SAML' }, @{ name = 'Google'; type = 'Google' }); users = $User }) } |
            ConvertTo-Json -Depth 8 | Set-Content $seedPath
        $null = Start-CGIPLocalUserPool -UserPoolId $pool -SeedPath $seedPath
    }

    function Get-Sent {
        @(Get-CGIPLocalUserPoolRequest $pool AdminDisableProviderForUser)
    }

    function Get-Left {
        @(Get-CGIPLinkedIdentity $pool -ProviderName Okta)
    }
}

Describe 'Invoke-IdentityProviderRetirement.ps1' {
    BeforeEach {
        $null = Start-CGIPLocalUserPool 200 -UserPoolId $pool
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $okta = @{ UserPoolId = $pool; ProviderName = 'Okta'; Folder = $folder; Confirm = $false }
        $planPath = Join-Path $folder 'plan.csv'
    }

    AfterEach { Stop-CGIPLocalUserPool }

    Context 'Plan' {
        It 'writes who will lose the identity, and separately who would be stranded' {
            $before = Get-Left
            $summary = & $runbook @okta -Step Plan
            $summary.Found | Should -Be $before.Count
            $summary.Planned + $summary.Stranded | Should -Be $before.Count
            $plan = Import-Csv $planPath
            $plan | Should -HaveCount $summary.Planned
            $plan.SignInAfterwards | Select-Object -Unique | Should -Not -Contain None
            $stranded = Import-Csv (Join-Path $folder 'stranded.csv')
            $stranded | Should -HaveCount $summary.Stranded
            $stranded.Finding | Should -Not -Contain ''
            $stranded | Where-Object UserStatus -EQ FORCE_CHANGE_PASSWORD | Should -Not -BeNullOrEmpty
            $withoutRecovery = $stranded | Where-Object Finding -Like '*password that cannot be reset*'
            $withoutRecovery.UserStatus | Select-Object -Unique | Should -Be CONFIRMED
            $withoutRecovery.Recovery | Select-Object -Unique | Should -Be None
            $plan | Where-Object { $_.SignInAfterwards -eq 'Password' -and $_.Recovery -eq 'None' } | Should -BeNullOrEmpty
        }

        It 'changes nothing and only lists users, because reading one makes that user active' {
            $null = & $runbook @okta -Step Plan
            (Get-CGIPLocalUserPoolRequest $pool).Operation | Sort-Object -Unique | Should -Be DescribeUserPool, ListIdentityProviders, ListUsers
        }

        It 'counts a user as stranded if both identities are from the provider' {
            Use-Pool @{ username = 'twice'; status = 'FORCE_CHANGE_PASSWORD'; identities = @(@{ providerName = 'Okta'; value = 'a' }, @{ providerName = 'Okta'; value = 'b' }) }
            (& $runbook @okta -Step Plan).Stranded | Should -Be 2
        }

        It 'counts a user as stranded who would only have a password that cannot be reset, unless it is allowed' {
            Use-Pool @(
                @{ username = 'una'; status = 'CONFIRMED'; attributes = @{ email = 'una@example.com'; email_verified = 'false' }; identities = @(@{ providerName = 'Okta'; value = 'a' }) }
                @{ username = 'uwe'; status = 'CONFIRMED'; identities = @(@{ providerName = 'Okta'; value = 'b' }, @{ providerName = 'Okta'; value = 'c' }) }
                @{ username = 'vera'; status = 'CONFIRMED'; attributes = @{ email = 'vera@example.com'; email_verified = 'true' }; identities = @(@{ providerName = 'Okta'; value = 'd' }) }
            )
            (& $runbook @okta -Step Plan).Stranded | Should -Be 3
            $stranded = Import-Csv (Join-Path $folder 'stranded.csv')
            $stranded.Finding | Select-Object -Unique | Should -Be 'Only a password that cannot be reset would be left'
            Copy-Item (Join-Path $folder 'found.csv') $planPath
            $results = & $runbook @okta -Step Rest -ErrorVariable problems -ErrorAction SilentlyContinue
            ($results | Where-Object Outcome -EQ Skipped).Username | Select-Object -Unique | Should -Be una, uwe
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'NoRecovery,*'
            ((& $runbook @okta -Step Rest -AllowNoRecovery) | Where-Object Outcome -EQ Unlinked).Username | Should -Be una, uwe
            Get-Left | Should -BeNullOrEmpty
        }

        It 'does not plan a user with an unknown status' {
            Use-Pool @{ username = 'old'; status = 'ARCHIVED'; identities = @(@{ providerName = 'Okta'; value = 'a' }) }
            (& $runbook @okta -Step Plan).Planned | Should -Be 0
            (Import-Csv (Join-Path $folder 'stranded.csv')).Finding | Should -BeLike 'It is unknown which sign-in*'
        }

        It 'does not plan the own identity of a federated user' {
            Use-Pool @{ username = 'Okta_dave'; status = 'EXTERNAL_PROVIDER'; identities = @(@{ providerName = 'Okta'; value = 'dave'; primary = $true }, @{ providerName = 'Google'; value = '7' }) }
            (& $runbook @okta -Step Plan).Planned | Should -Be 0
            (Import-Csv (Join-Path $folder 'stranded.csv')).Finding | Should -BeLike '*own identity*'
        }

        It 'distinguishes users whose names and subjects differ only in case, as do the next steps' {
            Use-Pool @('ann', 'Ann' | ForEach-Object { @{ username = $_; status = 'FORCE_CHANGE_PASSWORD'; identities = @(@{ providerName = 'Okta'; value = $_ }, @{ providerName = 'Google'; value = "g$_" }) } })
            (& $runbook @okta -Step Plan).Planned | Should -Be 2
            (& $runbook @okta -Step Rest).Username | Sort-Object -CaseSensitive | Should -BeExactly ann, Ann
            Get-Left | Should -BeNullOrEmpty
        }

        It 'writes files for Excel' {
            $null = & $runbook @okta -Step Plan
            foreach ($name in 'found.csv', 'plan.csv', 'stranded.csv') {
                Get-Content (Join-Path $folder $name) -AsByteStream -TotalCount 3 | Should -Be 0xEF, 0xBB, 0xBF
            }
        }

        It 'writes a plan into which rows can be moved, even if everybody would be stranded' {
            Use-Pool @{ username = 'eve'; status = 'FORCE_CHANGE_PASSWORD'; identities = @(@{ providerName = 'Okta'; value = 'E' }) }
            (& $runbook @okta -Step Plan).Planned | Should -Be 0
            & $runbook @okta -Step Rest | Should -BeNullOrEmpty
            Get-Content (Join-Path $folder 'stranded.csv') | Select-Object -Skip 1 | Add-Content $planPath
            (& $runbook @okta -Step Rest -AllowLockout).Username | Should -Be eve
            Get-Left | Should -BeNullOrEmpty
        }

        It 'uses the given profile, as do the next steps' {
            { & $runbook @okta -Step Plan -ProfileName nobody } | Should -Throw -ErrorId 'ProfileNotFound,*'
            $null = & $runbook @okta -Step Plan
            foreach ($step in 'Canary', 'Rest', 'Check') {
                { & $runbook @okta -Step $step -ProfileName nobody } | Should -Throw -ErrorId 'ProfileNotFound,*' -Because $step
            }
        }

        It 'does not overwrite a plan' {
            $null = & $runbook @okta -Step Plan
            Set-Content $planPath 'reviewed'
            { & $runbook @okta -Step Plan } | Should -Throw -ErrorId 'PlanExists,*'
            Get-Content $planPath | Should -Be reviewed
        }

        It 'writes nothing with -WhatIf, or for a provider that the pool does not have' {
            $okta.Remove('Confirm')
            $null = & $runbook @okta -Step Plan -WhatIf
            $okta.ProviderName = 'Octa'
            { & $runbook @okta -Step Plan } | Should -Throw -ErrorId 'ProviderNotFound,*'
            $folder | Should -Not -Exist
        }
    }

    Context 'Before the plan' {
        It 'shows what stands in the way, and writes it to a page' {
            $findings = & $runbook @okta -Step Readiness
            $findings | Where-Object Check -EQ WithoutWayIn | Should -HaveCount 1
            $page = Get-Content -Raw (Join-Path $folder 'Readiness.html')
            $page | Should -BeLike '*<title>Retiring Okta from eu-west-1_Production: what stands in the way</title>*'
            foreach ($finding in $findings) { $page -replace '\s+', ' ' | Should -Match "data-check=`"$($finding.Check)`".*?data-name=`"Count`">$($finding.Count)<" }
        }

        It 'closes the app clients, except one that offers nothing else, and can reopen them' {
            & $runbook @okta -Step Close -WhatIf -ErrorAction SilentlyContinue | ForEach-Object Outcome | Should -Contain WouldClose
            (Get-CGIPLocalUserPoolRequest $pool UpdateUserPoolClient) | Should -BeNullOrEmpty
            $clients = & $runbook @okta -Step Close -ErrorAction SilentlyContinue
            ($clients | Where-Object Outcome -EQ Closed).ClientName | Should -Be web
            ($clients | Where-Object Outcome -EQ Skipped).ClientName | Should -Be 'back office'
            (Enable-CGIPProviderForClient $pool Okta -JournalPath (Join-Path $folder 'close.jsonl') -Force).Outcome | Should -Be Reopened
        }

        It 'sets a password for users without a way to sign in, so that fewer are stranded' {
            $stranded = (& $runbook @okta -Step Plan).Stranded
            $set = & $runbook @okta -Step Fallback -ErrorAction SilentlyContinue | Where-Object Outcome -EQ PasswordSet
            $set | Should -Not -BeNullOrEmpty
            (Import-Csv (Join-Path $folder 'notify.csv')).Username | Should -Be $set.Username
            $okta.Folder = "$folder-after"
            (& $runbook @okta -Step Plan).Stranded | Should -Be ($stranded - @($set).Count)
        }
    }

    Context 'Compare' {
        It 'finds who came back' {
            $null = & $runbook @okta -Step Plan
            $done = & $runbook @okta -Step Canary
            & $runbook @okta -Step Compare | Should -BeNullOrEmpty
            $null = $done[0] | Enable-CGIPProviderForUser -Force
            $back = & $runbook @okta -Step Compare -ErrorVariable problems -ErrorAction SilentlyContinue
            $back.Username | Should -Be $done[0].Username
            $back.State | Should -Be LinkedAgain
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'CameBack*'
        }
    }

    Context 'Canary and Rest' {
        BeforeEach {
            $summary = & $runbook @okta -Step Plan
            $null = Get-CGIPLocalUserPoolRequest $pool -Clear
        }

        It 'unlink the first ten, verified, and then the others, none twice' {
            $canary = & $runbook @okta -Step Canary
            $canary | Should -HaveCount 10
            $canary.Outcome | Select-Object -Unique | Should -Be Unlinked
            $canary.Verified | Select-Object -Unique | Should -BeTrue
            $canary.Username | Should -Be (Import-Csv $planPath | Select-Object -First 10).Username
            $rest = & $runbook @okta -Step Rest -ErrorVariable problems
            $problems | Should -BeNullOrEmpty
            $rest | Where-Object Outcome -EQ AlreadyUnlinked | Should -HaveCount 10
            $rest | Where-Object Outcome -EQ Unlinked | Should -HaveCount ($summary.Planned - 10)
            Get-Left | Should -HaveCount $summary.Stranded
            (Get-Sent | Where-Object { -not $_.ErrorCode } | Group-Object ProviderAttributeName, ProviderAttributeValue -CaseSensitive).Count | Should -Be $summary.Planned
        }

        It 'verify also an identity from a provider whose identities are otherwise not read' {
            Use-Pool @{ username = 'gina'; status = 'CONFIRMED'; attributes = @{ email = 'gina@example.com'; email_verified = 'true' }; identities = @(@{ providerName = 'Google'; value = '7' }) }
            $okta.ProviderName = 'Google'
            $okta.Folder = "$folder-google"
            $null = & $runbook @okta -Step Plan
            (& $runbook @okta -Step Canary).Verified | Should -BeTrue
        }

        It 'do not touch users whose rows were deleted, even if a spreadsheet changed other columns' {
            $rows = Import-Csv $planPath
            $kept = $rows[3].Username
            $rows | Where-Object Username -CNE $kept | Select-Object ProviderAttributeValue, Username | Export-Csv $planPath
            $null = & $runbook @okta -Step Rest
            Get-Left | Where-Object Username -CEQ $kept | Should -Not -BeNullOrEmpty
            $check = & $runbook @okta -Step Check -ErrorVariable problems
            $problems | Should -BeNullOrEmpty
            ($check | Where-Object State -EQ KeptInReview).Username | Select-Object -Unique | Should -Be $kept
        }

        It 'change nothing with -WhatIf' {
            $rows = Import-Csv $planPath
            $rows | Select-Object -First 3 | Export-Csv $planPath
            $okta.Remove('Confirm')
            (& $runbook @okta -Step Canary -WhatIf).Outcome | Select-Object -Unique | Should -Be WouldUnlink
            (& $runbook @okta -Step Rest -WhatIf).Outcome | Select-Object -Unique | Should -Be WouldUnlink
            Get-Sent | Should -BeNullOrEmpty
            Join-Path $folder 'journal.jsonl' | Should -Not -Exist
        }

        It 'resume an interrupted run' {
            Set-CGIPLocalUserPoolFault $pool -Operation AdminDisableProviderForUser -Nth 30 -ErrorCode ExpiredTokenException
            { & $runbook @okta -Step Rest } | Should -Throw -ErrorId 'CredentialsRefused,*'
            $done = $summary.Found - (Get-Left).Count
            $done | Should -BeGreaterThan 0
            $done | Should -BeLessThan $summary.Planned
            Set-CGIPLocalUserPoolFault $pool -Clear
            $results = & $runbook @okta -Step Rest
            $results | Should -HaveCount $summary.Planned
            $results | Where-Object Outcome -EQ AlreadyUnlinked | Should -HaveCount $done
            Get-Left | Should -HaveCount $summary.Stranded
        }

        It 'refuse a plan <With> before they change anything' -ForEach @(
            @{ With = 'with a row but no header'; Message = '*no header*'; Edit = { Get-Content $planPath | Select-Object -Skip 1 -First 1 } }
            @{ With = 'with rows but no header'; Message = '*Keep the columns*'; Edit = { Get-Content $planPath | Select-Object -Skip 1 } }
            @{ With = 'that is empty'; Message = '*no header*'; Edit = { '' } }
        ) {
            $lines = & $Edit
            Set-Content $planPath $lines -Encoding utf8BOM
            { & $runbook @okta -Step Rest } | Should -Throw -ExpectedMessage $Message
            Get-CGIPLocalUserPoolRequest $pool | Should -BeNullOrEmpty
        }

        It 'report a refused user as a result and as an error, and continue with the others' {
            $stranded = Import-Csv (Join-Path $folder 'stranded.csv') | Where-Object UserStatus -EQ FORCE_CHANGE_PASSWORD | Select-Object -First 1
            @($stranded) + @(Import-Csv $planPath) | Export-Csv $planPath
            $results = & $runbook @okta -Step Rest -ErrorVariable problems -ErrorAction SilentlyContinue
            $results | Should -HaveCount ($summary.Planned + 1)
            ($results | Where-Object Outcome -EQ Skipped).Username | Should -Be $stranded.Username
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'WouldLockOut,*'
            Get-Left | Should -HaveCount $summary.Stranded
            $results = & $runbook @okta -Step Rest -AllowLockout
            ($results | Where-Object Outcome -EQ Unlinked).Username | Should -Be $stranded.Username
        }

        It 'unlink a stranded user who was given another provider' {
            $stranded = Import-Csv (Join-Path $folder 'stranded.csv') | Where-Object UserStatus -EQ FORCE_CHANGE_PASSWORD | Select-Object -First 1
            $null = Enable-CGIPProviderForUser -UserPoolId $pool -Username $stranded.Username -ProviderName AzureAD -ProviderAttributeName Cognito_Subject -ProviderAttributeValue new-oid -Confirm:$false
            $stranded | Select-Object Username, ProviderAttributeValue | Export-Csv $planPath
            $result = & $runbook @okta -Step Rest
            $result.Outcome, $result.SignInAfterUnlink | Should -Be Unlinked, Federated
        }

        It 'show requests with -Verbose' {
            $told = & $runbook @okta -Step Canary -CanaryCount 1 -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            "$told" | Should -Match AdminDisableProviderForUser
        }

        It 'revoke tokens with -SignOut' {
            $null = & $runbook @okta -Step Canary -CanaryCount 2 -SignOut
            Get-CGIPLocalUserPoolRequest $pool AdminUserGlobalSignOut | Should -HaveCount 2
        }

        It 'refuse a plan with <Case> before they change anything' -ForEach @(
            @{ Case = 'a row that was not found'; Id = 'PlanChanged'; Edit = { $rows[0].Username = 'somebody.else' } }
            @{ Case = 'a column too few'; Id = 'RowIncomplete'; Edit = { $rows = $rows | Select-Object Username, ProviderName } }
            @{ Case = 'semicolons'; Id = 'RowIncomplete'; Edit = { $delimiter = ';' } }
            @{ Case = 'another provider'; Id = 'OtherRetirement'; Edit = { $okta.ProviderName = 'AzureAD' } }
            @{ Case = 'another pool'; Id = 'OtherRetirement'; Edit = { $okta.UserPoolId = 'eu-west-1_Staging' } }
            @{ Case = 'no file'; Id = 'FileMissing'; Edit = { $planPath = Join-Path $folder 'elsewhere.csv' } }
        ) {
            $rows = @(Import-Csv $planPath)
            $delimiter = ','
            Remove-Item $planPath
            . $Edit
            $rows | Export-Csv $planPath -Delimiter $delimiter
            { & $runbook @okta -Step Rest } | Should -Throw -ErrorId "$Id,*"
            Get-CGIPLocalUserPoolRequest $pool | Should -BeNullOrEmpty
            Join-Path $folder 'journal.jsonl' | Should -Not -Exist
        }
    }

    Context 'Check' {
        BeforeEach { $summary = & $runbook @okta -Step Plan }

        It 'has no error if only refused users are still linked' {
            $null = & $runbook @okta -Step Rest
            $check = & $runbook @okta -Step Check -ErrorVariable problems
            $problems | Should -BeNullOrEmpty
            $check | Should -HaveCount $summary.Stranded
            $check.State | Select-Object -Unique | Should -Be Refused
        }

        It 'is an error if Rest has not been run' {
            $null = & $runbook @okta -Step Canary
            $check = & $runbook @okta -Step Check -ErrorVariable problems -ErrorAction SilentlyContinue
            $check | Where-Object State -EQ NotDone | Should -HaveCount ($summary.Planned - 10)
            $problems[0].FullyQualifiedErrorId | Should -BeLike 'StillLinked,*'
            { & $runbook @okta -Step Check -ErrorAction Stop } | Should -Throw -ErrorId 'StillLinked,*'
        }

        It 'does not count users as refused if they failed, or if their request has no outcome' {
            $plan = Import-Csv $planPath | Select-Object -First 2
            $journalPath = Join-Path $folder 'journal.jsonl'
            $null = $plan | Disable-CGIPProviderForUser -Confirm:$false -JournalPath $journalPath
            $null = $plan | Enable-CGIPProviderForUser -Confirm:$false
            $lines = @(Get-Content $journalPath)
            $failed = $lines -match '"unlinked"' -match $plan[0].Username -replace '"unlinked"', '"failed"'
            $open = $lines -match '"intent"' -match $plan[1].Username
            @($failed) + @($open) | Set-Content $journalPath
            (Get-CGIPUnlinkJournal $journalPath).Event | Select-Object -Unique | Should -Be Failed, Intent
            $check = & $runbook @okta -Step Check -ErrorAction SilentlyContinue
            ($check | Where-Object Username -CIn $plan.Username).State | Should -Be NotDone, NotDone
        }

        It 'finds who was linked again, or linked since' {
            $null = & $runbook @okta -Step Rest
            $again = (Import-Csv $planPath)[0]
            $null = $again | Enable-CGIPProviderForUser -Confirm:$false
            $null = Enable-CGIPProviderForUser -UserPoolId $pool -Username $again.Username -ProviderName Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue 00uSomebodyNew -Confirm:$false
            $check = & $runbook @okta -Step Check -ErrorVariable problems -ErrorAction SilentlyContinue
            ($check | Where-Object State -EQ LinkedAgain).ProviderAttributeValue | Should -BeExactly $again.ProviderAttributeValue
            ($check | Where-Object State -EQ LinkedSince).ProviderAttributeValue | Should -BeExactly 00uSomebodyNew
            $problems | Should -Not -BeNullOrEmpty
        }
    }

    It 'can be undone with its journal, and repeated' {
        $before = Get-Left | ForEach-Object { "$($_.Username) $($_.Subject)" } | Sort-Object -CaseSensitive
        $null = & $runbook @okta -Step Plan
        $done = @(& $runbook @okta -Step Rest)
        $journal = Join-Path $folder 'journal.jsonl'
        $null = Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Confirm:$false -JournalPath $journal
        Get-Left | ForEach-Object { "$($_.Username) $($_.Subject)" } | Sort-Object -CaseSensitive | Should -BeExactly $before
        $again = @(& $runbook @okta -Step Rest)
        $again.Outcome | Should -Be $done.Outcome
        $again.Outcome | Should -Contain Unlinked
    }
}
