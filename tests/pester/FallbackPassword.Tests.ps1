BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force

    function Get-Sent { @(Get-CGIPLocalUserPoolRequest $poolId AdminSetUserPassword).Count }
}

Describe 'A fallback password' {
    BeforeEach {
        Stop-CGIPLocalUserPool -ErrorAction Ignore
        $poolId = (Start-CGIPLocalUserPool 300).UserPoolId
        $journal = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $notify = Join-Path $TestDrive "$([guid]::NewGuid()).csv"
    }

    AfterAll { Stop-CGIPLocalUserPool -ErrorAction Ignore }

    It 'is set for users whose unlink would be refused, and they can then be unlinked' {
        $identities = Get-CGIPLinkedIdentity $poolId -ProviderName Okta | Where-Object Primary -NE $true
        $refused = $identities | Disable-CGIPProviderForUser -ProviderName Okta -WhatIf -ErrorAction SilentlyContinue | Where-Object ErrorId -EQ WouldLockOut
        $results = $identities | Set-CGIPFallbackPassword -Force -JournalPath $journal -NotifyPath $notify -SummaryVariable summary -ErrorAction SilentlyContinue
        $set = @($results | Where-Object Outcome -EQ PasswordSet)
        $set.Count | Should -BeGreaterThan 0
        $set.Count | Should -Be $summary.PasswordSet
        Get-Sent | Should -Be $set.Count
        $set.Username | Should -BeIn $refused.Username
        (Import-Csv $notify).Username | Sort-Object | Should -Be ($set.Username | Sort-Object)
        @(Get-CGIPUnlinkJournal $journal -Event PasswordSet).Count | Should -Be $set.Count
        $unlinked = $identities | Where-Object Username -In $set.Username | Disable-CGIPProviderForUser -ProviderName Okta -Force
        $unlinked.Outcome | Select-Object -Unique | Should -Be Unlinked
    }

    It 'is rehearsed without billed reads or files' {
        $before = @(Get-CGIPLocalUserPoolRequest $poolId AdminGetUser).Count
        $results = Get-CGIPLinkedIdentity $poolId -ProviderName Okta | Set-CGIPFallbackPassword -WhatIf -JournalPath $journal -NotifyPath $notify -ErrorAction SilentlyContinue
        $results.Outcome | Should -Contain WouldSetPassword
        Get-Sent | Should -Be 0
        @(Get-CGIPLocalUserPoolRequest $poolId AdminGetUser).Count | Should -Be $before
        $journal, $notify | Should -Not -Exist
    }

    It 'that an interrupted run set is settled by the next run, and not in a rehearsal' {
        $set = Get-CGIPLinkedIdentity $poolId -ProviderName Okta | Set-CGIPFallbackPassword -Force -JournalPath $journal -ErrorAction SilentlyContinue | Where-Object Outcome -EQ PasswordSet
        (Get-Content $journal) -notmatch '"event":"(password-set|run-ended)"' | Set-Content $journal
        $sent = Get-Sent
        $identities = Get-CGIPLinkedIdentity $poolId -ProviderName Okta
        $rehearsed = $identities | Set-CGIPFallbackPassword -WhatIf -JournalPath $journal -ErrorAction SilentlyContinue
        ($rehearsed | Where-Object Outcome -EQ WouldSetPassword).Username | Should -Be $set.Username
        @(Get-CGIPUnlinkJournal $journal -Event PasswordSet).Count | Should -Be 0
        Set-CGIPFallbackPassword $poolId $set[0].Username Okta -Force -JournalPath $journal -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike "*'$($set[1].Username)'*Run the command again with *"
        $identities | Set-CGIPFallbackPassword -Force -JournalPath $journal -NotifyPath $notify -ErrorAction SilentlyContinue | Out-Null
        (Import-Csv $notify).Username | Sort-Object | Should -Be ($set[1..$set.Count].Username | Sort-Object)
        @(Get-CGIPUnlinkJournal $journal -Event PasswordSet).Count | Should -Be $set.Count
        Get-Sent | Should -Be $sent
    }

    It 'requires a provider, and accepts usernames from a parameter or the pipeline' {
        { 'alice' | Set-CGIPFallbackPassword $poolId -Force -ErrorAction Stop } | Should -Throw -ErrorId 'ProviderNotSpecified,*'
        $name = (Get-CGIPLinkedIdentity $poolId -ProviderName Okta | Where-Object { $_.UserStatus -eq 'CONFIRMED' -and $_.Recovery -ne 'None' })[0].Username
        (Set-CGIPFallbackPassword $poolId $name Okta -Force).Outcome | Should -Be NotNeeded
        ($name | Set-CGIPFallbackPassword $poolId -ProviderName Okta -Force).Outcome | Should -Be NotNeeded
        Get-Sent | Should -Be 0
    }

    It 'is never set for a federated user' {
        $own = Get-CGIPLinkedIdentity $poolId | Where-Object UserStatus -EQ EXTERNAL_PROVIDER | Select-Object -First 3
        $own | Should -Not -BeNullOrEmpty
        $results = $own | Set-CGIPFallbackPassword -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Outcome | Select-Object -Unique | Should -Be Skipped
        $problems.FullyQualifiedErrorId | ForEach-Object { $_ | Should -BeLike 'FederatedProfile,*' }
        Get-Sent | Should -Be 0
    }
}
