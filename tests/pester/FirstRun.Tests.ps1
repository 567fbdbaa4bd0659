# The story that the first command in the README runs, with the built module.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    $story = Get-RepositoryFile 'first-run.ps1'
    $env:NO_COLOR = '1'
}

Describe 'The first run' {
    BeforeAll {
        $folder = Join-Path $TestDrive 'first run'
        # A second run in the same folder behaves the same.
        $null = New-Item $folder -ItemType Directory
        Set-Content (Join-Path $folder 'okta.jsonl') 'left over'
        $screen = @(pwsh -NoProfile -NonInteractive -File $story -ModulePath (Get-ModulePath) -Folder $folder 2>&1 | ForEach-Object { "$_" })
        $exitCode = $LASTEXITCODE
    }

    It 'succeeds without showing errors or colors' {
        $exitCode | Should -Be 0 -Because ($screen -join "`n")
        $screen -match 'error|exception|line \||\e|disagree' | Should -BeNullOrEmpty
    }

    It 'shows seven steps in order' {
        $screen -match '^\d\. ' -replace '\..*' | Should -Be (1..7)
    }

    It 'shows consistent counts' {
        $end = @($screen -match '^\d+ found = ')
        $end | Should -HaveCount 1
        [int] $found, [int] $unlinked, [int] $refused, [int] $linked = [regex]::Matches($end[0], '\d+').Value
        $unlinked | Should -BeGreaterThan 0
        $refused | Should -BeGreaterThan 0
        $found | Should -Be ($unlinked + $refused)
        $linked | Should -Be $unlinked
        $screen -match "Disable-CGIPProviderForUser: $unlinked would be unlinked, 0 already unlinked, $refused skipped .* 0 failed" | Should -HaveCount 1
        $screen -match "Disable-CGIPProviderForUser: $unlinked unlinked, 0 already unlinked, $refused skipped .* 0 failed" | Should -HaveCount 1
        $screen -match "Enable-CGIPProviderForUser: $linked linked, 0 already linked, 0 not possible, 0 failed" | Should -HaveCount 1
        $more = @($screen -match '^   \.\.\. and \d+ more$' -replace '\D')
        $more | Should -Be @(($found - 4), ($found - 4), ($found - 4), ($refused - 4), ($linked - 4))
    }

    It 'writes the journal and the report, and shows the path of the report' {
        $report = Join-Path $folder 'okta.html'
        $screen.Trim() | Should -Contain $report
        Get-Content -Raw $report | Should -Match '<html'
        Join-Path $folder 'okta.jsonl' | Should -FileContentMatch '"Linked"|"linked"'
    }
}

Describe 'The first run with -Stay' {
    It 'leaves a session in which the three suggested commands work' {
        $folder = Join-Path $TestDrive 'stay'
        $typed = @(
            "`"left: `$(@(Get-CGIPLinkedIdentity `$pool -ProviderName Okta).Count) `$ErrorActionPreference`""
            '"journal: $(@(Get-CGIPUnlinkJournal $journal -Event Linked).Count)"'
            'exit 7'
        )
        $screen = @($typed | pwsh -NoLogo -NoProfile -NoExit -File $story -ModulePath (Get-ModulePath) -Folder $folder -Stay 2>&1 | ForEach-Object { "$_" })
        $LASTEXITCODE | Should -Be 7 -Because ($screen -join "`n")
        $found, $unlinked, $null = [regex]::Matches(@($screen -match '^\d+ found = ')[0], '\d+').Value
        $screen | Should -Contain "left: $found Continue"
        $screen | Should -Contain "journal: $unlinked"

        $tips = @($screen -match '^   (Get|Disable)-CGIP\S+ \$' -replace '^   (.*?)   .*', '$1')
        $tips | Should -HaveCount 3
        $try = $tips -replace '^Disable.*', '$0 -Confirm:$$false' -join "`n"
        $child = Invoke-Child "`$ErrorActionPreference = 'Stop'; . '$story' -ModulePath '$(Get-ModulePath)' -Folder '$folder' -Stay > `$null; $try"
        $child.ExitCode | Should -Be 0 -Because ($child.Output -join "`n")
        $child.Output -match 'kenji.kowalski2' | Should -Not -BeNullOrEmpty
    }
}
