BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $poolId = 'us-east-1_LocalPool'
    $null = Start-TestPool
    $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'journals')
    $journal = Join-Path $folder 'okta.jsonl'
    $second = Join-Path $folder 'azure [ad].jsonl'
    $findings = Test-CGIPProviderRetirement $poolId Okta
    $identities = Get-CGIPLinkedIdentity $poolId
    $results = $identities | Disable-CGIPProviderForUser $poolId -ProviderName Okta -AllowLockout:$false -Verify -RequestsPerSecond 100 -ThrottleLimit 4 -Force -JournalPath $journal -ErrorAction SilentlyContinue
    $null = Disable-CGIPProviderForUser $poolId grace AzureAD -Force -JournalPath $second
    $compared = Compare-CGIPLinkedIdentity $poolId $journal
    Stop-CGIPLocalUserPool

    function Get-Figure {
        param($Page, [string] $Outcome)

        $null = (Get-Content -Raw $Page) -match "data-outcome=`"$Outcome`">([\d,]+)<"
        [int] $Matches[1]
    }
}

Describe 'Export-CGIPUnlinkReport' {
    BeforeEach { $page = Join-Path $TestDrive "$([guid]::NewGuid()).html" }

    It 'writes a page and returns its file, without access to AWS' {
        $file = Export-CGIPUnlinkReport $journal $page
        $file | Should -BeOfType IO.FileInfo
        $file.FullName | Should -Be $page
        $file.PSChildName | Should -Be (Split-Path $page -Leaf) -Because 'PowerShell''s own view needs what Get-Item adds'
        Get-Content -Raw $page | Should -BeLike '<!DOCTYPE html>*Content-Security-Policy*</html>*'
        Get-Figure $page Unlinked | Should -Be @(Get-CGIPUnlinkJournal $journal -Event Unlinked).Count
        Get-Figure $page Skipped | Should -Be @(Get-CGIPUnlinkJournal $journal -Event Skipped).Count
    }

    It 'writes one report for journals from Get-ChildItem, also if a path has brackets' {
        $files = @(Get-ChildItem $folder -Filter *.jsonl | Export-CGIPUnlinkReport -Path $page)
        $files | Should -HaveCount 1
        Get-Figure $page Unlinked | Should -Be @(Get-ChildItem $folder -Filter *.jsonl | Get-CGIPUnlinkJournal -Event Unlinked).Count
        Get-Content -Raw $page | Should -BeLike '*azure `[ad`].jsonl*'
    }

    It 'accepts <Name>' -ForEach @(
        @{ Name = 'several journals by position'; Export = { Export-CGIPUnlinkReport $journal, $second $page } }
        @{ Name = '-FullName'; Export = { Export-CGIPUnlinkReport -FullName $journal, $second -Path $page } }
        @{ Name = '-LiteralPath'; Export = { Export-CGIPUnlinkReport -LiteralPath $journal, $second -Path $page } }
        @{ Name = '-PSPath'; Export = { Export-CGIPUnlinkReport -PSPath (Get-Item -LiteralPath $journal, $second).PSPath $page } }
        @{ Name = 'files in one piece'; Export = { , (Get-Item -LiteralPath $journal, $second) | Export-CGIPUnlinkReport -Path $page } }
        @{ Name = 'a path and a file from the pipeline in addition'; Export = { Get-Item -LiteralPath $second | Export-CGIPUnlinkReport $journal $page } }
        @{ Name = 'paths from the pipeline'; Export = { $journal, $second | Export-CGIPUnlinkReport -Path $page } }
        @{ Name = 'wildcards'; Export = { Export-CGIPUnlinkReport (Join-Path $folder *.jsonl) $page } }
        @{ Name = 'JournalPath by property name'; Export = { $journal, $second | ForEach-Object { [pscustomobject]@{ JournalPath = $_ } } | Export-CGIPUnlinkReport -Path $page } }
    ) {
        & $Export | Should -HaveCount 1
        Get-Figure $page Unlinked | Should -Be @($journal, $second | Get-CGIPUnlinkJournal -Event Unlinked).Count
    }

    It 'resolves relative paths from PowerShell''s current location' {
        Push-Location $folder
        try { (Export-CGIPUnlinkReport okta.jsonl ../relative.html).FullName | Should -Be (Join-Path $TestDrive 'relative.html') } finally { Pop-Location }
    }

    It 'escapes the title' {
        $null = Export-CGIPUnlinkReport $journal $page -Title '<b>Okta</b>'
        Get-Content -Raw $page | Should -BeLike '*<title>&lt;b&gt;Okta&lt;/b&gt;</title>*'
    }

    It 'shows <Name>' -ForEach @(
        @{ Name = 'findings and a comparison with a journal'; Export = { Export-CGIPUnlinkReport $journal $page -Finding $findings -Comparison $compared }; Sections = 'summary', 'compare', 'check' }
        @{ Name = 'piped findings and a piped comparison with a journal'; Export = { @($findings) + @($compared) | Export-CGIPUnlinkReport $journal $page }; Sections = 'summary', 'compare', 'check' }
        @{ Name = 'findings without a journal'; Export = { $findings | Export-CGIPUnlinkReport -Path $page }; Sections = @('check') }
        @{ Name = 'a check that found nothing'; Export = { Export-CGIPUnlinkReport -Finding @() -Path $page }; Sections = @('check') }
        @{ Name = 'findings from JSON'; Export = { Export-CGIPUnlinkReport -Finding ($findings | ConvertTo-Json | ConvertFrom-Json) -Path $page }; Sections = @('check') }
        @{ Name = 'a comparison in the form that the command line writes'
            Export = { Export-CGIPUnlinkReport $journal $page -Finding $findings -Comparison (@{ items = $compared } | ConvertTo-Json -EnumsAsStrings | ConvertFrom-Json) }
            Sections = 'summary', 'compare', 'check'
        }
    ) {
        & $Export | Should -HaveCount 1
        $text = Get-Content -Raw $page
        $found = [regex]::Matches($text, '<section id="(summary|compare|check)"').ForEach{ $_.Groups[1].Value }
        $found | Should -Be $Sections
        if ($Name -notlike '*nothing') { foreach ($finding in $findings) { $text -replace '\s+', ' ' | Should -Match "data-check=`"$($finding.Check)`".*?data-name=`"Count`">$($finding.Count)<" } }
        if ('compare' -in $Sections) { $text | Should -BeLike "*data-compared=`"items`">$($compared.Count)<*" }
    }

    It 'says that a piped comparison of the command line is not complete, and refuses it as an argument' {
        $json = @{ items = $compared; isComplete = $false } | ConvertTo-Json -Depth 5 -EnumsAsStrings
        $null = $json | ConvertFrom-Json | Export-CGIPUnlinkReport $journal $page
        Get-Content -Raw $page | Should -BeLike '*The comparison is not complete.*'
        { Export-CGIPUnlinkReport $journal $page -Comparison ($json | ConvertFrom-Json) } | Should -Throw -ErrorId 'ParameterArgument*' -ExpectedMessage '*not complete*'
        $null = $json -replace 'false', 'true' | ConvertFrom-Json | Export-CGIPUnlinkReport $journal $page
        Get-Content -Raw $page | Should -Not -BeLike '*The comparison is not complete.*'
    }

    It 'refuses <Name> as findings and as a comparison' -ForEach @(
        @{ Name = 'a custom object'; Value = { [pscustomobject]@{ Check = 'Link' } } }
        @{ Name = 'identities'; Value = { $identities } }
        @{ Name = 'identities in an object with items'; Value = { [pscustomobject]@{ items = $identities } } }
        @{ Name = 'results'; Value = { $results } }
        @{ Name = 'identities from JSON'; Value = { $identities | ConvertTo-Json -EnumsAsStrings | ConvertFrom-Json } }
        @{ Name = 'text'; Value = { 'okta.jsonl' } }
        @{ Name = 'nothing'; Value = { $null } }
    ) {
        { Export-CGIPUnlinkReport $journal $page -Finding (& $Value) } | Should -Throw -ErrorId 'ParameterArgument*,*ExportUnlinkReportCommand' -ExpectedMessage '*not a valid RetirementFinding: *'
        { Export-CGIPUnlinkReport $journal $page -Comparison (& $Value) } | Should -Throw -ErrorId 'ParameterArgument*,*ExportUnlinkReportCommand' -ExpectedMessage '*not a valid ComparedIdentity: *'
        $page | Should -Not -Exist
    }

    It 'refuses <Name> in the pipeline and leaves an existing report as it is' -ForEach @(
        @{ Name = 'identities'; Value = { $identities } }
        @{ Name = 'identities among findings'; Value = { $findings + $identities } }
        @{ Name = 'identities in one piece'; Value = { , $identities } }
        @{ Name = 'identities in an object with items'; Value = { [pscustomobject]@{ items = $identities } } }
        @{ Name = 'an object with no items'; Value = { [pscustomobject]@{ items = @() } } }
        @{ Name = 'results'; Value = { $results } }
        @{ Name = 'records of a journal'; Value = { Get-CGIPUnlinkJournal $journal } }
        @{ Name = 'a hashtable'; Value = { @{ Check = 'Link' } } }
        @{ Name = 'formatted findings'; Value = { $findings | Format-Table } }
        @{ Name = 'nothing'; Value = { , $null } }
    ) {
        Set-Content $page 'before'
        { & $Value | Export-CGIPUnlinkReport -Path $page } | Should -Throw -ErrorId 'NotReportable,*' -ExpectedMessage 'No report was written: the pipeline input*'
        { & $Value | Export-CGIPUnlinkReport $journal $page } | Should -Throw -ErrorId 'NotReportable,*'
        Get-Content $page | Should -Be 'before'
    }

    It 'refuses to report on nothing, and other objects as journals' {
        { Export-CGIPUnlinkReport -Path $page } | Should -Throw -ErrorId 'NotReportable,*'
        { Export-CGIPUnlinkReport $identities $page } | Should -Throw -ErrorId 'ParameterArgument*,*' -ExpectedMessage '*not a path*LinkedIdentity*'
        @() | Export-CGIPUnlinkReport -Path $page | Should -BeNullOrEmpty
        $page | Should -Not -Exist
    }

    It 'writes nothing with -WhatIf' {
        Export-CGIPUnlinkReport $journal $page -WhatIf | Should -BeNullOrEmpty
        $page | Should -Not -Exist
    }

    It 'overwrites a page by default, but not with -NoClobber' {
        Set-Content $page 'before'
        { Export-CGIPUnlinkReport $journal $page -NoClobber -ErrorAction Stop } | Should -Throw -ErrorId 'ReportExists,*' -ExpectedMessage '*already exists*'
        Get-Content $page | Should -Be 'before'
        $null = Export-CGIPUnlinkReport $journal $page
        Get-Content -Raw $page | Should -BeLike '<!DOCTYPE html>*'
    }

    It 'reports an incomplete last line on the page and as a warning' {
        $torn = Join-Path $TestDrive 'torn.jsonl'
        [IO.File]::WriteAllText($torn, (Get-Content -Raw $journal) + '{"time":"2026-')
        $null = Export-CGIPUnlinkReport $torn $page -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike '*is incomplete*'
        Get-Content -Raw $page | Should -BeLike '*is incomplete*'
    }

    It 'leaves no incomplete page if a journal is damaged' {
        $damaged = Join-Path $TestDrive 'damaged.jsonl'
        Set-Content $damaged "{`n{`n{`n"
        { Export-CGIPUnlinkReport $journal, $damaged $page -ErrorAction Stop } | Should -Throw -ErrorId 'JournalDamaged,*'
        Get-ChildItem $TestDrive -Force -Filter '*.tmp' | Should -BeNullOrEmpty
        $page | Should -Not -Exist
    }

    It 'shows the settings of the run, and no secrets' {
        $null = Export-CGIPUnlinkReport $journal $page
        $text = Get-Content -Raw $page
        $text | Should -BeLike '*Unlink*the identities of <bdi>Okta</bdi>.*The run was set to refuse users who would have no way to sign in. Each user was to be read again afterwards. At most 100 requests a second. 4 at a time.*'
        $text | Should -Not -Match 'canary|"local"'
    }
}

Describe 'The journal' {
    It 'gives the report its name in the current folder by default' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'named')
        Push-Location $folder
        try {
            (Export-CGIPUnlinkReport $journal).FullName | Should -Be (Join-Path $folder ([IO.Path]::ChangeExtension((Split-Path -Leaf $journal), 'html')))
        }
        finally {
            Pop-Location
        }
    }

    It 'records the settings and totals of the run' {
        $started = Get-CGIPUnlinkJournal $journal -Event RunStarted
        $started.Settings.Task | Should -Be Unlink
        $started.Settings.ProviderName | Should -Be Okta
        $started.Settings.UserPoolId | Should -Be $poolId
        $started.Settings.Region | Should -Be us-east-1
        $started.Settings.Verify | Should -BeTrue
        $started.Settings.AllowLockout | Should -BeFalse
        $started.Settings.RequestsPerSecond | Should -Be 100
        $started.Settings.ThrottleLimit | Should -Be 4
        $started.Settings.Version | Should -Be (Get-Module CognitoUnlink).Version.ToString(3)
        $totals = (Get-CGIPUnlinkJournal $journal -Event RunEnded).Totals
        $totals.Unlinked | Should -Be @(Get-CGIPUnlinkJournal $journal -Event Unlinked).Count
        $totals.Requests | Should -BeGreaterThan $totals.Unlinked
    }

    It 'records the error id and how users can sign in' {
        (Get-CGIPUnlinkJournal $journal -Event Skipped).ErrorId | Should -Contain WouldLockOut
        (Get-CGIPUnlinkJournal $journal -Event Unlinked -Username alice).SignInAfterUnlink | Should -Be Password
    }

    It 'counts throttled requests' {
        $throttled = Join-Path $TestDrive 'throttled.jsonl'
        $null = Start-TestPool
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -ErrorCode TooManyRequestsException -Times 2
        $null = Disable-CGIPProviderForUser $poolId alice Okta -Force -JournalPath $throttled
        Stop-CGIPLocalUserPool
        $unlinked = Get-CGIPUnlinkJournal $throttled -Event Unlinked
        "$($unlinked.Attempts) $($unlinked.Throttled)" | Should -Be '3 2'
        (Get-CGIPUnlinkJournal $throttled -Event RunEnded).Totals.Throttled | Should -Be 2
    }
}
