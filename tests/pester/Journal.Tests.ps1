BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $poolId = 'us-east-1_LocalPool'
}

Describe '-JournalPath' {
    BeforeEach {
        $null = Start-TestPool
        $journal = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
    }

    AfterEach { Stop-CGIPLocalUserPool }

    It 'records what was done, in order, with what an undo needs' {
        $null = Get-CGIPLinkedIdentity $poolId alice, bob, carol | Disable-CGIPProviderForUser -ProviderName Okta -Force -ThrottleLimit 1 -JournalPath $journal -ErrorAction SilentlyContinue
        $records = Get-CGIPUnlinkJournal $journal
        "$($records.Event)" | Should -Be 'RunStarted RunCaller Intent Unlinked Skipped Intent Intent Unlinked RunEnded'
        $records | Should -BeOfType CognitoUnlink.Journaling.JournalRecord
        $intent = $records | Where-Object Event -EQ Intent | Select-Object -First 1
        $intent.Username | Should -Be alice
        $intent.ProviderAttributeValue | Should -BeExactly Alice@Corp.example
        $intent.Identities | Should -BeLike '*"userId":"Alice@Corp.example"*'
        ($records | Where-Object Event -EQ Unlinked).ProviderAttributeName | Should -Be Cognito_Subject, email
    }

    It 'resumes a run without repeating what was done' {
        $identities = Get-CGIPLinkedIdentity $poolId alice, grace
        $null = $identities | Select-Object -First 1 | Disable-CGIPProviderForUser -Force -JournalPath $journal
        $null = Get-CGIPLocalUserPoolRequest -Clear
        $results = $identities | Disable-CGIPProviderForUser -Force -JournalPath $journal
        $results.Outcome | Should -Be AlreadyUnlinked, Unlinked
        $results[0].Reason | Should -BeLike '*journal*'
        Get-Sent | Should -BeExactly 'AzureAD/Cognito_Subject/grace-oid'
        (Get-CGIPLocalUserPoolRequest -Operation AdminGetUser).Username | Select-Object -Unique | Should -Be grace
    }

    It 'creates no journal with -WhatIf' {
        Disable-CGIPProviderForUser $poolId alice Okta -WhatIf -JournalPath $journal
        $journal | Should -Not -Exist
    }

    It 'creates a file that only its owner can access' -Skip:$IsWindows {
        $null = Disable-CGIPProviderForUser $poolId alice Okta -Force -JournalPath $journal
        (Get-Item $journal).UnixFileMode | Should -Be 'UserWrite, UserRead'
    }

    It 'keeps the intent of a request during which the run was stopped, and resumes the run' {
        Set-CGIPLocalUserPoolFault -Hang -Operation AdminDisableProviderForUser
        $shell = [powershell]::Create().AddScript("Import-Module '$(Get-ModulePath)'; Disable-CGIPProviderForUser $poolId alice Okta -Force -JournalPath '$journal'")
        $null = $shell.BeginInvoke()
        foreach ($attempt in 1..600) {
            # The intent is written before the request, and an intent without a request need not be settled.
            if (Get-CGIPLocalUserPoolRequest -Operation AdminDisableProviderForUser) { break }
            Start-Sleep -Milliseconds 50
        }
        $shell.Stop()
        $shell.InvocationStateInfo.State | Should -Be Stopped
        $shell.Dispose()
        Set-CGIPLocalUserPoolFault -Clear
        (Disable-CGIPProviderForUser $poolId alice Okta -Force -JournalPath $journal).Outcome | Should -Be Unlinked
        "$((Get-CGIPUnlinkJournal $journal).Event)" | Should -Be 'RunStarted RunCaller Intent RunStarted RunCaller Failed Intent Unlinked RunEnded'
    }

    It 'settles an intent without an outcome even if the run finds nothing left to do' {
        $null = Disable-CGIPProviderForUser $poolId alice Okta -Force -JournalPath $journal
        $lines = Get-Content $journal
        Set-Content $journal $lines[0..2]
        Disable-CGIPProviderForUser $poolId alice Okta -Force -JournalPath $journal -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$((Get-CGIPUnlinkJournal $journal).Event)" | Should -Be 'RunStarted RunCaller Intent RunStarted Unlinked RunEnded'
        (Get-CGIPUnlinkJournal $journal -Latest).Event | Should -Be Unlinked
    }

    It 'lets an undo restore an identity whose unlink has no recorded outcome' {
        $null = Disable-CGIPProviderForUser $poolId alice Okta -Force -JournalPath $journal
        $lines = Get-Content $journal
        Set-Content $journal $lines[0..2]
        Get-Linked | Should -Not -Contain alice/Okta
        (Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force -JournalPath $journal).Outcome | Should -Be Linked
        Get-Linked | Should -Contain alice/Okta
        # The second time, the journal shows that it was linked.
        (Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force -JournalPath $journal).Outcome | Should -Not -Be Linked
    }

    It 'is refused with the process id of the run that is writing the journal' {
        Set-CGIPLocalUserPoolFault -Hang -Operation AdminGetUser
        $shell = [powershell]::Create().AddScript("Import-Module '$(Get-ModulePath)'; 'alice' | Disable-CGIPProviderForUser $poolId -ProviderName Okta -Force -JournalPath '$journal'")
        $null = $shell.BeginInvoke()
        foreach ($attempt in 1..600) {
            # By then, it has the journal.
            if (Get-CGIPLocalUserPoolRequest -Operation AdminGetUser) { break }
            Start-Sleep -Milliseconds 50
        }
        { Disable-CGIPProviderForUser $poolId grace AzureAD -Force -JournalPath $journal } | Should -Throw -ErrorId 'JournalInUse,*' -ExpectedMessage "*process $PID *"
        $shell.Stop()
        $shell.Dispose()
        Set-CGIPLocalUserPoolFault -Clear
        Get-Linked | Should -Contain grace/AzureAD
    }

    It 'ends the command before anything is sent if the journal cannot be written' {
        { Disable-CGIPProviderForUser $poolId alice Okta -Force -JournalPath (Join-Path $TestDrive 'no/such/folder/run.jsonl') } | Should -Throw -ErrorId 'JournalNotWritable,*'
        Get-CGIPLocalUserPoolRequest | Should -BeNullOrEmpty
    }

    It 'is not begun if -SummaryVariable cannot be set: <_>' -ForEach 'PID', 'true', 'readOnly', 'typed', '$summary', 'env:summary', 'nodrive:summary' {
        Set-Variable readOnly 1 -Option ReadOnly
        [int] $typed = 1
        $unused = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $null = Get-CGIPLocalUserPoolRequest -Clear
        $name, $problem = $_, $null
        # Not in a block of its own, which would have its own variables.
        try { Disable-CGIPProviderForUser $poolId alice Okta -Force -JournalPath $unused -SummaryVariable $name } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -BeLike 'VariableNotWritable,*'
        "$problem" | Should -BeLike "*'$name'*"
        Get-CGIPLocalUserPoolRequest | Should -BeNullOrEmpty
        $unused, 'env:summary' | Should -Not -Exist
        $typed | Should -Be 1
    }

    It 'accepts a scope in -SummaryVariable' {
        $null = Disable-CGIPProviderForUser $poolId alice Okta -WhatIf -SummaryVariable script:scoped
        $script:scoped | Should -BeOfType CognitoUnlink.Running.RunSummary
    }

    It 'leaves a summary with -SummaryVariable even if the journal cannot be used' {
        $summary = 'of the run before'
        $none = Join-Path $TestDrive 'none.jsonl'
        Set-Content $none 'no journal'
        try { Disable-CGIPProviderForUser $poolId alice Okta -Force -JournalPath $none -SummaryVariable summary } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -BeLike 'JournalDamaged,*'
        Get-CGIPLocalUserPoolRequest | Should -BeNullOrEmpty
        ($summary.Task, $summary.IsComplete, $summary.Ended) | Should -Be @('Unlink', $false, 0)
    }

    It 'writes no secrets and no other attributes' {
        $secrets = @{ AccessKey = 'local'; SecretKey = 'local'; SessionToken = 'canary-session-token'; Region = 'us-east-1'; EndpointUrl = (Get-CGIPLocalUserPool).EndpointUrl }
        $streams = Get-CGIPLinkedIdentity $poolId @secrets | Disable-CGIPProviderForUser @secrets -AllProviders -Force -Verify -SignOut -JournalPath $journal -Verbose -Debug -ErrorAction Continue 4>&1 5>&1 6>&1 2>&1 | Out-String
        Get-Content -Raw $journal | Should -Not -Match 'canary|secret|email_verified|displayName'
        $streams | Should -Not -Match 'canary'
    }
}

Describe 'Get-CGIPUnlinkJournal' {
    BeforeAll {
        $null = Start-TestPool
        $journal = Join-Path $TestDrive 'run.jsonl'
        $null = Get-CGIPLinkedIdentity $poolId | Disable-CGIPProviderForUser -Force -JournalPath $journal -ErrorAction SilentlyContinue
    }

    AfterAll { Stop-CGIPLocalUserPool }

    It 'filters by <By>' -ForEach @(
        @{ By = 'event'; Get = { Get-CGIPUnlinkJournal $journal -Event Unlinked }; Count = 6 }
        @{ By = 'user'; Get = { Get-CGIPUnlinkJournal $journal -Username al* }; Count = 2 }
        @{ By = 'provider'; Get = { Get-CGIPUnlinkJournal $journal -ProviderName Google -Event Unlinked }; Count = 1 }
        @{ By = 'run'; Get = { Get-CGIPUnlinkJournal $journal -Run 00000000000000000000000000000000 }; Count = 0 }
    ) {
        @(& $Get).Count | Should -Be $Count
    }

    It 'accepts files from the pipeline' {
        @(Get-Item $journal | Get-CGIPUnlinkJournal -Event RunStarted).Count | Should -Be 1
        @($journal | Get-CGIPUnlinkJournal -Event RunEnded).Count | Should -Be 1
    }

    It 'accepts wildcards, but prefers a file with exactly that name' {
        $folder = New-Item (Join-Path $TestDrive 'several') -ItemType Directory
        'a.jsonl', 'b.jsonl', '[ab].jsonl' | ForEach-Object { Copy-Item -LiteralPath $journal (Join-Path $folder $_) }
        @(Get-CGIPUnlinkJournal (Join-Path $folder *.jsonl) -Event RunStarted).Count | Should -Be 3
        @(Get-CGIPUnlinkJournal (Join-Path $folder '[ab].jsonl') -Event RunStarted).Count | Should -Be 1
        @(Get-CGIPUnlinkJournal (Join-Path $folder *.jsonl) -Event Unlinked -Latest).Count | Should -Be 6
        { Get-CGIPUnlinkJournal (Join-Path $folder *.none) -ErrorAction Stop } | Should -Throw -ErrorId 'JournalNotReadable,*'
    }

    It 'returns the latest record of each identity with -Latest' {
        $latest = Get-CGIPUnlinkJournal $journal -Latest
        $keys = $latest | ForEach-Object { "$($_.Username)/$($_.ProviderName)/$($_.ProviderAttributeValue)" }
        $keys | Select-Object -Unique | Should -HaveCount $latest.Count
        @($latest).Event | Should -Not -Contain Intent
        @($latest | Where-Object Event -EQ Unlinked).Count | Should -Be @(Get-CGIPUnlinkJournal $journal -Event Unlinked).Count
        @(Get-CGIPUnlinkJournal $journal -Latest -Event Skipped -Username al*).Count | Should -Be @($latest | Where-Object { $_.Event -eq 'Skipped' -and $_.Username -like 'al*' }).Count
    }

    It 'warns about an incomplete last line, and reports damage with its line number' {
        $torn = Join-Path $TestDrive 'torn.jsonl'
        [IO.File]::WriteAllText($torn, (Get-Content -Raw $journal) + '{"time":"2026-')
        $null = Get-CGIPUnlinkJournal $torn -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike '*is incomplete*'
        $damaged = Join-Path $TestDrive 'damaged.jsonl'
        $lines = Get-Content $journal
        $lines[2] = 'oops'
        $lines | Set-Content $damaged
        { Get-CGIPUnlinkJournal $damaged, $journal -Latest -ErrorAction Stop } | Should -Throw -ErrorId 'JournalDamaged,*' -ExpectedMessage '*Line 3*damaged.jsonl*'
        $null = Get-CGIPUnlinkJournal $torn, $journal -Latest -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike '*torn.jsonl*is incomplete*'
        { Get-CGIPUnlinkJournal $damaged -ErrorAction Stop } | Should -Throw -ErrorId 'JournalDamaged,*' -ExpectedMessage '*Line 3*'
        { Get-CGIPUnlinkJournal (Join-Path $TestDrive 'none.jsonl') -ErrorAction Stop } | Should -Throw -ErrorId 'JournalNotReadable,*'
    }
}

Describe 'Several journals' {
    BeforeEach {
        $null = Start-TestPool
        $journals = 1..3 | ForEach-Object { Join-Path $TestDrive "$([guid]::NewGuid()).jsonl" }
        $copy = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $plan = @(Get-CGIPLinkedIdentity $poolId -ProviderName Okta, AzureAD)
        $before = Get-Linked | Sort-Object

        # Two runs share the plan, as two processes would, and a third one goes over everything again.
        $null = $plan | Where-Object Username -LT e | Disable-CGIPProviderForUser -Force -JournalPath $journals[0] -ErrorAction SilentlyContinue
        Copy-Item $journals[0] $copy
        $null = $plan | Where-Object Username -GE e | Disable-CGIPProviderForUser -Force -JournalPath $journals[1] -ErrorAction SilentlyContinue
        $unlinked = @(Get-CGIPUnlinkJournal $journals[0..1] -Event Unlinked)
        $null = $plan | Disable-CGIPProviderForUser -Force -JournalPath $journals[2] -ErrorAction SilentlyContinue
        @(Get-CGIPUnlinkJournal $journals[2] -Event AlreadyUnlinked).Count | Should -Be $unlinked.Count
    }

    AfterEach { Stop-CGIPLocalUserPool }

    It 'are shown one after another, including copies' {
        @(Get-CGIPUnlinkJournal $journals[0], $copy).Count | Should -Be (2 * @(Get-CGIPUnlinkJournal $copy).Count)
    }

    It 'show each identity once with -Latest, despite copies and later runs, as the report does' {
        $latest = @($journals + $copy + $journals[0] | Get-CGIPUnlinkJournal -Latest)
        $keys = $latest | ForEach-Object { "$($_.Username)/$($_.ProviderName)/$($_.ProviderAttributeValue)" }
        $keys | Select-Object -Unique | Should -HaveCount $latest.Count
        @($latest | Where-Object Event -EQ Unlinked).Count | Should -Be $unlinked.Count
        $page = Get-Content -Raw (Export-CGIPUnlinkReport $journals (Join-Path $TestDrive 'several.html'))
        $page | Should -BeLike "*data-figure=`"items`">$($latest.Count)<*"
        $page | Should -BeLike "*data-outcome=`"Unlinked`">$($unlinked.Count)<*"
        $page | Should -BeLike "*data-outcome=`"Skipped`">$(@($latest | Where-Object Event -EQ Skipped).Count)<*"
    }

    It 'undo everything once with -Latest:<Latest>' -ForEach @{ Latest = $true }, @{ Latest = $false } {
        $results = @(Get-CGIPUnlinkJournal ($journals + $copy) -Latest:$Latest | Enable-CGIPProviderForUser -Force)
        @($results | Where-Object Outcome -EQ Linked).Count | Should -Be $unlinked.Count
        @(Get-CGIPLocalUserPoolRequest -Operation AdminLinkProviderForUser).Count | Should -Be $unlinked.Count
        Get-Linked | Sort-Object | Should -Be $before
        if ($Latest) { $results | Should -HaveCount $unlinked.Count }
    }
}

Describe '-MaximumChange' {
    BeforeEach { $null = Start-TestPool }
    AfterEach { Stop-CGIPLocalUserPool }

    It 'stops before the first change beyond the limit' {
        $results = $null
        { Get-CGIPLinkedIdentity $poolId -ProviderName AzureAD, Google, SignInWithApple | Disable-CGIPProviderForUser -Force -MaximumChange 2 -OutVariable results } | Should -Throw -ErrorId 'MaximumChangeReached,*'
        @(Get-Sent).Count | Should -Be 2
    }

    It 'also applies to a rehearsal' {
        { Get-CGIPLinkedIdentity $poolId -ProviderName AzureAD, Google, SignInWithApple | Disable-CGIPProviderForUser -WhatIf -MaximumChange 2 } | Should -Throw -ErrorId 'MaximumChangeReached,*'
        Get-Sent | Should -BeNullOrEmpty
    }
}

Describe 'The place where a journal was made' {
    BeforeAll {
        function ConvertTo-OldJournal {
            <# Rewrites the journal as version 0.1 wrote it. #>
            param([string] $Path)

            Set-Content $Path ((Get-Content $Path) -replace '"format":2,"place":\{[^}]*\},')
        }
    }

    BeforeEach {
        $null = Start-TestPool
        $journal = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $null = Disable-CGIPProviderForUser $poolId alice Okta -Force -JournalPath $journal
        $endpoint = ([uri] (Get-CGIPLocalUserPool).EndpointUrl).Authority
    }

    AfterEach { Stop-CGIPLocalUserPool }

    It 'is in each record, and in the first line even if rows name their pool' {
        $records = Get-CGIPUnlinkJournal $journal
        $records[0].Format | Should -Be 2
        $records[0].Place.Host | Should -Be $endpoint
        [guid]::Parse($records[0].Place.Instance) | Should -Not -BeNullOrEmpty
        ($records | Where-Object Event -EQ Unlinked).Place | Should -Be $records[0].Place
        $null = Get-CGIPLinkedIdentity $poolId grace | Disable-CGIPProviderForUser -Force -JournalPath "$journal.rows"
        $rows = Get-CGIPUnlinkJournal "$journal.rows"
        "$($rows.Event)" | Should -Be 'RunStarted RunCaller Intent Unlinked RunEnded'
        $rows[0].Place.Host | Should -Be $endpoint
    }

    It 'prevents the use of the journal for a pool with the same id in another place: <name>' -ForEach @(
        @{ name = 'resuming'; act = { Disable-CGIPProviderForUser $poolId grace AzureAD -Force -JournalPath $journal } }
        @{ name = 'resuming with rows'; act = { Get-CGIPLinkedIdentity $poolId alice, grace | Disable-CGIPProviderForUser -Force -JournalPath $journal } }
        @{ name = 'an undo'; act = { Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force } }
        @{ name = 'an undo with -Latest'; act = { Get-CGIPUnlinkJournal $journal -Latest | Enable-CGIPProviderForUser -Force -JournalPath $journal } }
        @{ name = 'an undo with -WhatIf'; act = { Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -WhatIf } }
        @{ name = 'an undo of records as CSV'; act = { Get-CGIPUnlinkJournal $journal | Export-Csv "$journal.csv"; Import-Csv "$journal.csv" | Enable-CGIPProviderForUser -Force } }
        @{ name = 'an undo of records as JSON'; act = { Get-CGIPUnlinkJournal $journal | ConvertTo-Json -Depth 5 -EnumsAsStrings | ConvertFrom-Json | Enable-CGIPProviderForUser -Force } }
    ) {
        Stop-CGIPLocalUserPool
        $null = Start-TestPool
        $null = Get-CGIPLocalUserPoolRequest -Clear
        $now = ([uri] (Get-CGIPLocalUserPool).EndpointUrl).Authority
        $problems = @()
        try { & $act -ErrorAction SilentlyContinue } catch { $problems += $_ }
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'OtherPlace,*'
        $problems[0].Exception.Message | Should -BeLike "*user pool $poolId with requests to the local user pool at $endpoint *the local user pool at $now *"
        Get-CGIPLocalUserPoolRequest | Where-Object Operation -Like Admin* | Should -BeNullOrEmpty
    }

    It 'is missing in a journal of version 0.1, which is used after a warning: <name>' -ForEach @(
        @{ name = 'resuming'; act = { Disable-CGIPProviderForUser $poolId grace AzureAD -Force -JournalPath $journal } }
        @{ name = 'resuming without a prompt'; act = { Disable-CGIPProviderForUser $poolId grace AzureAD -Confirm:$false -JournalPath $journal } }
        @{ name = 'an undo'; act = { Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force -JournalPath "$journal.undo" } }
    ) {
        ConvertTo-OldJournal $journal
        $output = & $act 3>&1
        @($output | Where-Object { $_ -is [Management.Automation.WarningRecord] -and $_ -like "*does not say where it was made*at the local user pool at $endpoint *" }).Count | Should -Be 1
        @($output | Where-Object Outcome -In Unlinked, Linked).Count | Should -Be 1
    }

    It 'must be confirmed for a journal of version 0.1 if it is not AWS' {
        ConvertTo-OldJournal $journal
        $run = Invoke-WithAnswer "Disable-CGIPProviderForUser $poolId grace AzureAD -JournalPath '$journal' -Confirm" No
        $run.Prompts.Count | Should -Be 1
        $run.Prompts[0] | Should -BeLike "*Was it made for user pool $poolId at the local user pool at $endpoint *"
        $run.Errors.FullyQualifiedErrorId | Should -BeLike 'PlaceNotConfirmed,*'
        # Longer than it takes for progress to appear.
        $run = Invoke-WithAnswer "Disable-CGIPProviderForUser $poolId grace AzureAD -JournalPath '$journal' -Confirm" Yes, Yes -AnswerDelay 00:00:01.1
        $run.Errors | Should -BeNullOrEmpty
        $run.Results.Outcome | Should -Be Unlinked
    }
}

Describe 'The caller of a run' {
    BeforeAll {
        Add-Type -Path (Join-Path $PSScriptRoot 'SignatureServer.cs')
        $server = [SignatureServer]::new()
        $exact = @{
            UserPoolId = 'eu-west-1_AbCdEf'; ProviderName = 'Okta'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = '00u1'
            EndpointUrl = $server.Url; AccessKey = 'AKIAGIVEN'; SecretKey = 'secret-CANARY'; SessionToken = 'token-CANARY'
        }

        function Get-CallerRequest {
            <# The requests for the caller's identity, as access keys. #>
            @($server.Received).Where({ $_.Body -like '*GetCallerIdentity*' }).AccessKey
        }
    }

    BeforeEach {
        $env:AWS_ENDPOINT_URL_STS = $server.Url
        $server.Received.Clear()
        $journal = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
    }

    AfterEach { $env:AWS_ENDPOINT_URL_STS = $null }

    AfterAll { $server.Dispose() }

    It 'is requested from STS once, and is in the journal without keys' {
        $null = 1..3 | ForEach-Object { [pscustomobject]@{ UserPoolId = $exact.UserPoolId; ProviderName = 'Okta'; Subject = "00u$_" } } |
            Disable-CGIPProviderForUser -EndpointUrl $server.Url -Region eu-west-1 -AccessKey AKIAGIVEN -SecretKey secret-CANARY -SessionToken token-CANARY -Force -JournalPath $journal -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        $record = Get-CGIPUnlinkJournal $journal -Event RunCaller
        @($record).Count | Should -Be 1
        $record.Caller.IsAws | Should -BeTrue
        $record.Caller.Name | Should -BeExactly 'arn:aws:sts::123456789012:assumed-role/Admin/alice@example.com'
        Get-CallerRequest | Should -Be AKIAGIVEN
        Get-Content $journal -Raw | Should -Not -Match 'CANARY|AKIA'
    }

    It 'is the operating system''s user with -NoCallerIdentity, without a request' {
        $null = Disable-CGIPProviderForUser @exact -Force -JournalPath $journal -NoCallerIdentity -WarningAction SilentlyContinue
        $caller = (Get-CGIPUnlinkJournal $journal -Event RunCaller).Caller
        $caller.Kind | Should -Be os
        $caller.Name | Should -BeLike "*$([Environment]::UserName)"
        Get-CallerRequest | Should -BeNullOrEmpty
    }

    It 'is also requested by an undo' {
        $null = Enable-CGIPProviderForUser $exact.UserPoolId alice Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue 00u1 -EndpointUrl $server.Url -AccessKey AKIAGIVEN -SecretKey s -Force -JournalPath $journal -ErrorAction SilentlyContinue
        (Get-CGIPUnlinkJournal $journal -Event RunCaller).Caller.IsAws | Should -BeTrue
        Get-CallerRequest | Should -Be AKIAGIVEN
    }

    It 'is not requested by a rehearsal, without a journal, or by a listing' {
        $null = Disable-CGIPProviderForUser @exact -WhatIf -JournalPath $journal -WarningAction SilentlyContinue
        $null = Disable-CGIPProviderForUser @exact -Force -WarningAction SilentlyContinue
        $null = Get-CGIPLinkedIdentity $exact.UserPoolId -EndpointUrl $server.Url -AccessKey AKIAGIVEN -SecretKey s
        Get-CallerRequest | Should -BeNullOrEmpty
    }

    It 'is not requested for a local user pool, by id or by endpoint' {
        $pool = Start-TestPool
        $null = Disable-CGIPProviderForUser $poolId alice Okta -Force -JournalPath $journal
        $null = Disable-CGIPProviderForUser $poolId grace AzureAD -Force -JournalPath $journal -EndpointUrl $pool.EndpointUrl -AccessKey $pool.AccessKey -SecretKey $pool.SecretKey
        Stop-CGIPLocalUserPool
        (Get-CGIPUnlinkJournal $journal -Event RunCaller).Caller.Kind | Should -Be os, os
        Get-CallerRequest | Should -BeNullOrEmpty
    }
}
