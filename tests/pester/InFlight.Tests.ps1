# Many identities at once: order, limits, and what stopping leaves behind.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $id = 'us-east-1_LocalPool'

    function Get-Handle { [GC]::Collect(); [GC]::WaitForPendingFinalizers(); [Diagnostics.Process]::GetCurrentProcess().HandleCount }
}

Describe '-ThrottleLimit' {
    BeforeEach { $null = Start-CGIPLocalUserPool 400 }
    AfterEach { Stop-CGIPLocalUserPool }

    It 'keeps results in input order, even if later ones finish first' {
        $identities = Get-CGIPLinkedIdentity $id -ProviderName Google
        Set-CGIPLocalUserPoolFault -Operation AdminGetUser -LatencyMilliseconds 300 -Username $identities[0].Username
        $results = $identities | Disable-CGIPProviderForUser -Force -ErrorAction SilentlyContinue
        $results.Username | Should -Be $identities.Username
        [array]::IndexOf(@(Get-Sent), "Google/Cognito_Subject/$($identities[0].ProviderAttributeValue)") | Should -BeGreaterThan 0
    }

    It 'keeps results in input order for usernames, too' {
        $names = (Get-CGIPLinkedIdentity $id -ProviderName Google).Username | Select-Object -Unique
        Set-CGIPLocalUserPoolFault -Operation AdminGetUser -LatencyMilliseconds 300 -Username $names[0] -Times 1
        $results = $names | Disable-CGIPProviderForUser $id -ProviderName Google -Force -ErrorAction SilentlyContinue
        $results.Username | Should -Be $names
    }

    It 'keeps enough requests in flight to hide latency' {
        Set-CGIPLocalUserPoolFault -LatencyMilliseconds 50 -Operation Admin*
        $identities = Get-CGIPLinkedIdentity $id -ProviderName Google | Select-Object -First 32
        $one = Measure-Command { $null = $identities | Select-Object -First 16 | Disable-CGIPProviderForUser -Force -ThrottleLimit 1 -ErrorAction SilentlyContinue }
        $many = Measure-Command { $null = $identities | Select-Object -Last 16 | Disable-CGIPProviderForUser -Force -ErrorAction SilentlyContinue }
        $one.TotalSeconds / $many.TotalSeconds | Should -BeGreaterThan 3
    }

    It 'keeps enough requests in flight in a rehearsal, and changes nothing' {
        $rows = Get-CGIPLinkedIdentity $id -ProviderName Google | Select-Object -First 32 UserPoolId, Username, ProviderName, Subject
        Set-CGIPLocalUserPoolFault -LatencyMilliseconds 50 -Operation ListUsers
        $one = Measure-Command { $null = $rows | Disable-CGIPProviderForUser -WhatIf -ThrottleLimit 1 -ErrorAction SilentlyContinue }
        $many = Measure-Command { $null = $rows | Disable-CGIPProviderForUser -WhatIf -ErrorAction SilentlyContinue }
        $one.TotalSeconds / $many.TotalSeconds | Should -BeGreaterThan 3
        Get-Sent | Should -BeNullOrEmpty
    }

    It 'unlinks the identities of one user one after another, so that the last way to sign in stays' {
        $two = Get-CGIPLinkedIdentity $id | Where-Object UserStatus -EQ FORCE_CHANGE_PASSWORD | Group-Object Username | Where-Object Count -EQ 2
        $two | Should -Not -BeNullOrEmpty
        Set-CGIPLocalUserPoolFault -LatencyMilliseconds 20 -Operation Admin*
        $results = $two.Group | Disable-CGIPProviderForUser -Force -ErrorAction SilentlyContinue
        $results.Outcome | Group-Object -NoElement | Sort-Object Name | ForEach-Object Count | Should -Be @($two).Count, @($two).Count
        $results[0..1].Outcome | Should -Be Unlinked, Skipped
    }

    It 'also unlinks them one after another if they use different names for the user' {
        $two = Get-CGIPLinkedIdentity $id | Where-Object UserStatus -EQ FORCE_CHANGE_PASSWORD | Group-Object Username | Where-Object Count -EQ 2
        $rows = foreach ($user in $two) { $user.Group[0]; $user.Group[1] | Select-Object UserPoolId, @{ n = 'Username'; e = { $_.Sub } }, ProviderName, ProviderAttributeName, ProviderAttributeValue }
        Set-CGIPLocalUserPoolFault -LatencyMilliseconds 20 -Operation Admin*
        $results = $rows | Disable-CGIPProviderForUser -Force -ErrorAction SilentlyContinue
        @($results | Where-Object Outcome -EQ Unlinked) | Should -HaveCount @($two).Count
        @($results | Where-Object Outcome -EQ Skipped) | Should -HaveCount @($two).Count
    }

    It 'does not let one slow item hold up the others' {
        $identities = Get-CGIPLinkedIdentity $id -ProviderName Google
        Set-CGIPLocalUserPoolFault -Operation AdminGetUser -LatencyMilliseconds 4000 -Username $identities[0].Username -Times 1
        $results = $identities | Disable-CGIPProviderForUser -Force -ThrottleLimit 4 -ErrorAction SilentlyContinue
        $results.Username | Should -Be $identities.Username
        # Four are in flight and three more are waiting, so others must have been accepted in the meantime.
        [array]::IndexOf(@(Get-Sent), "Google/Cognito_Subject/$($identities[0].ProviderAttributeValue)") | Should -BeGreaterThan 7
    }

    It 'refuses <_>' -ForEach 0, 257 {
        { Disable-CGIPProviderForUser $id alice Okta -Force -ThrottleLimit $_ } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}

Describe '-MaximumChange and -StopAfter with many requests in flight' {
    BeforeEach { $null = Start-CGIPLocalUserPool 400 }
    AfterEach { Stop-CGIPLocalUserPool }

    It 'makes exactly the maximum number of changes, and does not count refusals' {
        Set-CGIPLocalUserPoolFault -LatencyMilliseconds 5
        $before = @(Get-CGIPLinkedIdentity $id).Count
        { Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -Force -MaximumChange 40 -ErrorAction SilentlyContinue } | Should -Throw -ErrorId 'MaximumChangeReached,*'
        @(Get-CGIPLinkedIdentity $id).Count | Should -Be ($before - 40)
    }

    It 'ends the run after -StopAfter, and the same command continues it' {
        $journal = Join-Path $TestDrive 'window.jsonl'
        $all = @(Get-CGIPLinkedIdentity $id).Count
        $ended = $null
        try {
            Get-CGIPLinkedIdentity $id |
                Disable-CGIPProviderForUser -Force -AllowLockout -JournalPath $journal -RequestsPerSecond 5 -StopAfter 4s -SummaryVariable summary -ErrorAction SilentlyContinue
        } catch { $ended = $_ }
        $ended.FullyQualifiedErrorId | Should -BeLike 'StopAfterReached,*'
        $done = @(Get-CGIPUnlinkJournal $journal -Latest | Where-Object Event -EQ Unlinked).Count
        $done | Should -BeGreaterThan 0
        $done | Should -BeLessThan $all
        $summary.MayHaveBeenDone | Should -Be 0
        $summary.Unlinked | Should -Be $done

        $null = Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -Force -AllowLockout -JournalPath $journal -ErrorAction SilentlyContinue
        @(Get-CGIPUnlinkJournal $journal -Latest | Where-Object Event -EQ Unlinked).Count | Should -BeGreaterThan $done
    }

    It 'refuses an invalid duration for -StopAfter' -TestCases @(
        @{ Time = 25 }, @{ Time = '25' }, @{ Time = 2.5 }, @{ Time = '' }, @{ Time = '-5m' }, @{ Time = '5x' }, @{ Time = [timespan]::Zero }, @{ Time = '0s' }, @{ Time = '31.00:00:00' }
    ) {
        { 'ann' | Disable-CGIPProviderForUser $id -AllProviders -Force -StopAfter $Time } | Should -Throw -ExpectedMessage '*not a duration between 1 second and 30 days*'
    }

    It 'accepts a duration with a unit or as a time span for -StopAfter' -TestCases @(
        @{ Time = '25m'; Seconds = 1500 }, @{ Time = '90s'; Seconds = 90 }, @{ Time = '1h30m'; Seconds = 5400 }, @{ Time = '00:25:00'; Seconds = 1500 }, @{ Time = [timespan]::FromDays(30); Seconds = 2592000 }
    ) {
        $journal = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        'ann' | Disable-CGIPProviderForUser $id -AllProviders -Force -StopAfter $Time -JournalPath $journal -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        (Get-Content $journal -TotalCount 1 | ConvertFrom-Json).settings.stopAfterSeconds | Should -Be $Seconds
    }

    It 'counts a change that affected another user' {
        $null = Start-TestPool -UserPoolId us-east-1_Twin
        $rows = @(
            [pscustomobject]@{ Username = 'carol'; ProviderName = 'Okta'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = 'carol@corp.example' }
            [pscustomobject]@{ Username = 'grace'; ProviderName = 'AzureAD'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = 'grace-oid' }
        )
        # Another user's link has the same value, by subject; carol's link is by email.
        $env:AWS_ACCESS_KEY_ID = $env:AWS_SECRET_ACCESS_KEY = 'local'
        $null = Enable-CGIPProviderForUser us-east-1_Twin heidi Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue carol@corp.example -Force
        $problems = $null
        try { $rows | Disable-CGIPProviderForUser us-east-1_Twin -Force -MaximumChange 1 -ErrorVariable problems -ErrorAction SilentlyContinue } catch { $caught = $_ }
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'IdentityStillLinked,*'
        $caught.FullyQualifiedErrorId | Should -BeLike 'MaximumChangeReached,*'
        Get-Linked us-east-1_Twin | Should -Contain grace/AzureAD
        Stop-CGIPLocalUserPool us-east-1_Twin
    }
}

Describe 'Stopping' {
    BeforeAll { $null = Start-CGIPLocalUserPool 12000 }
    AfterAll { Stop-CGIPLocalUserPool }
    BeforeEach { $null = Get-CGIPLocalUserPoolRequest -Clear }
    AfterEach { Set-CGIPLocalUserPoolFault -Clear }

    It 'with Select-Object -First sends only what is in flight' {
        $results = Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -Force -ErrorAction SilentlyContinue | Select-Object -First 3
        $results | Should -HaveCount 3
        @(Get-Sent).Count | Should -BeLessOrEqual 19
        $sent = @(Get-Sent).Count
        Start-Sleep -Milliseconds 300
        @(Get-Sent).Count | Should -Be $sent
    }

    It 'at the first error with -ErrorAction Stop sends only what is in flight' {
        # Each is unlinked with one request, except the fourth, which is refused after a slow read.
        $identities = @(Get-CGIPLinkedIdentity $id -ProviderName Google | Where-Object Primary -EQ $false)
        $accepted = @($identities | Where-Object { $_.SignInAfterUnlink -eq 'Password' -and $_.Recovery -ne 'None' } | Select-Object -First 300)
        $refused = $identities | Where-Object SignInAfterUnlink -EQ None | Select-Object -First 1
        Set-CGIPLocalUserPoolFault -Operation AdminGetUser -Username $refused.Username -LatencyMilliseconds 100
        { $accepted[0..2] + $refused + $accepted[3..299] | Disable-CGIPProviderForUser -Force -ThrottleLimit 8 -ErrorAction Stop } | Should -Throw -ErrorId 'WouldLockOut,*'
        $sent = @(Get-Sent).Count
        $sent | Should -BeGreaterThan 3
        $sent | Should -BeLessOrEqual (3 + 8)
        Start-Sleep -Milliseconds 300
        @(Get-Sent).Count | Should -Be $sent
    }

    It 'journals what was in flight, with an outcome for every request' {
        $journal = Join-Path $TestDrive 'first.jsonl'
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -LatencyMilliseconds 200
        $null = Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -Force -JournalPath $journal -ErrorAction SilentlyContinue | Select-Object -First 3
        $records = Get-CGIPUnlinkJournal $journal
        # A link by an attribute has an intent for each attribute name that is tried, and one outcome.
        $items = @($records | Where-Object Username | Group-Object Username, ProviderName, ProviderAttributeValue)
        $items.Count | Should -BeGreaterThan 2
        $items | ForEach-Object { $_.Group[-1].Event } | Should -Not -Contain Intent
        $accepted = @(Get-CGIPLocalUserPoolRequest -Operation AdminDisableProviderForUser | Where-Object StatusCode -EQ 200)
        @($records | Where-Object Event -EQ Unlinked).Count | Should -Be $accepted.Count
    }

    It 'with Ctrl+C ends the command while the pool hangs, and leaves nothing behind' {
        # Well before the hanging request times out.
        $soon = 15
        $script = {
            param($module, $id, $journal)
            Import-Module $module
            Get-CGIPLinkedIdentity $id -ProviderName Google | Disable-CGIPProviderForUser -Force -JournalPath $journal
        }
        $stop = {
            param($number)
            $shell = [powershell]::Create().AddScript($script).AddArgument((Get-ModulePath)).AddArgument($id).AddArgument((Join-Path $TestDrive "stop$number.jsonl"))
            $running = $shell.BeginInvoke()
            $waiting = [Diagnostics.Stopwatch]::StartNew()
            while (@(Get-Sent).Count -lt 4 -and $waiting.Elapsed.TotalSeconds -lt 30) { Start-Sleep -Milliseconds 10 }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $seconds = $watch.Elapsed.TotalSeconds
            try { $null = $shell.EndInvoke($running) } catch [Management.Automation.PipelineStoppedException] { $null = $_ }
            $shell.Runspace.Dispose()
            $shell.Dispose()
            $null = Get-CGIPLocalUserPoolRequest -Clear
            $seconds
        }
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -Hang
        & $stop 0 | Should -BeLessThan $soon
        Set-CGIPLocalUserPoolFault -Clear
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -LatencyMilliseconds 30
        1..5 | ForEach-Object { $null = & $stop $_ }
        $handles = Get-Handle
        $threads = [Diagnostics.Process]::GetCurrentProcess().Threads.Count
        1..50 | ForEach-Object { & $stop "again$_" } | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessThan $soon
        Get-Handle | Should -BeLessThan ($handles + 25)
        [Diagnostics.Process]::GetCurrentProcess().Threads.Count | Should -BeLessThan ($threads + 15)
        Get-ChildItem $TestDrive -Filter stop*.jsonl | ForEach-Object {
            { Disable-CGIPProviderForUser $id nobody Okta -Force -JournalPath $_ -ErrorAction SilentlyContinue } | Should -Not -Throw
        }
    }
}
