BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force

    function Get-Sent { @(Get-CGIPLocalUserPoolRequest $poolId UpdateUserPoolClient).Count }
}

Describe 'Closing app clients to a provider' {
    BeforeEach {
        Stop-CGIPLocalUserPool -ErrorAction Ignore
        $poolId = (Start-CGIPLocalUserPool 20).UserPoolId
        $journal = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
    }

    AfterAll { Stop-CGIPLocalUserPool -ErrorAction Ignore }

    It 'removes the provider from all app clients, except where it is the only one, and shows no secrets' {
        $all = Disable-CGIPProviderForClient $poolId Okta -Force -JournalPath $journal -SummaryVariable summary -Verbose -ErrorVariable problems -ErrorAction SilentlyContinue 4>&1 6>&1
        $results = @($all | Where-Object { $_ -is [CognitoUnlink.Retirement.ClientProviderResult] })
        $results.Outcome | Should -Be Closed, Skipped
        $results[0].ProvidersAfter | Should -Not -Contain Okta
        $results[0].ProvidersBefore | Should -Contain Okta
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'LastProvider,*'
        $summary.Closed, $summary.Skipped | Should -Be 1, 1
        "$($all | Out-String)$(Get-Content -Raw $journal)" | Should -Not -Match 'canary'
    }

    It 'rehearses without an update, and shows the providers before and after' {
        $child = Invoke-Child "Import-Module '$(Get-ModulePath)'; `$null = Start-CGIPLocalUserPool 5; (Disable-CGIPProviderForClient us-east-1_LocalPool Google -WhatIf).Outcome"
        $child.Output -join "`n" | Should -Match 'What if: .*Remove provider Google from app client ''web'' .*providers: COGNITO, Okta, AzureAD, Google.* -> COGNITO, Okta, AzureAD, SignIn'
        $null = Disable-CGIPProviderForClient $poolId Google -WhatIf -JournalPath $journal
        Get-Sent | Should -Be 0
        $journal | Should -Not -Exist
    }

    It 'can be undone with its journal, in the original order, or with its results' {
        $closed = Disable-CGIPProviderForClient $poolId Google -Force -JournalPath $journal
        $closed.ClientName | Should -Be web, mobile
        $opened = Enable-CGIPProviderForClient $poolId Google -Force -JournalPath $journal
        $opened.Outcome | Should -Be Reopened, Reopened
        foreach ($client in $closed) {
            ($opened | Where-Object ClientId -EQ $client.ClientId).ProvidersAfter | Should -Be $client.ProvidersBefore
        }
        Enable-CGIPProviderForClient $poolId Google -Force -JournalPath $journal | Should -BeNullOrEmpty
        $again = Disable-CGIPProviderForClient $poolId Google $closed[1].ClientId -Force
        ($again | Enable-CGIPProviderForClient $poolId Google -Force).Outcome | Should -Be Reopened
        ($again | Enable-CGIPProviderForClient $poolId Google -Force).Outcome | Should -Be AlreadyOpen
    }

    It 'warns if the journal is about another pool only' {
        $null = Disable-CGIPProviderForClient $poolId Google -Force -JournalPath $journal
        $otherId = (Start-CGIPLocalUserPool 20 -UserPoolId us-east-1_Other).UserPoolId
        Enable-CGIPProviderForClient $otherId Google -Force -JournalPath $journal -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -BeLike "*no app clients that were closed to provider Google in user pool $otherId, only app clients closed to provider Google in user pool $poolId."
    }

    It 'changes nothing if nothing or another object is piped, or the provider is invalid' {
        @() | Disable-CGIPProviderForClient $poolId Google -Force | Should -BeNullOrEmpty
        { [pscustomobject]@{ Region = 'us-east-1' } | Disable-CGIPProviderForClient $poolId Google -Force } | Should -Throw -ErrorId 'ClientNotSpecified,*'
        { Disable-CGIPProviderForClient $poolId google -Force } | Should -Throw -ErrorId 'ProviderNotFound,*'
        { Disable-CGIPProviderForClient $poolId COGNITO -Force } | Should -Throw -ErrorId 'ProviderNotFound,*'
        Get-Sent | Should -Be 0
    }

    It 'prompts by default' {
        $command = Get-Command Disable-CGIPProviderForClient
        $attribute = $command.ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $false)[0]
        $attribute.ConfirmImpact | Should -Be High
        $attribute.SupportsShouldProcess | Should -BeTrue
    }

    It 'writes journal records that an undo of users skips' {
        $null = Disable-CGIPProviderForClient $poolId Google -Force -JournalPath $journal
        $records = Get-CGIPUnlinkJournal $journal
        $records.Event | Should -Contain ClientClosed
        ($records | Where-Object Event -EQ ClientIntent).ClientName | Sort-Object | Should -Be mobile, web
        Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser $poolId -Force | Should -BeNullOrEmpty
        @(Get-CGIPUnlinkJournal $journal -Latest).Count | Should -Be 0
        (Export-CGIPUnlinkReport $journal "$journal.html").Name | Should -Be (Split-Path -Leaf "$journal.html")
    }
}
