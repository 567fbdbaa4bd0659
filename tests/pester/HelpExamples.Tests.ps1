# Runs every example in the README, the help and docs/.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'DocumentedExamples.psm1') -Force
    $pages = Get-DocumentedPage |
        Where-Object { Get-DocumentedExample $_ | Where-Object Mark -NE norun } |
        ForEach-Object { @{ Page = $_ } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'DocumentedExamples.psm1') -Force
}

Describe '<Page>' -ForEach $pages {
    BeforeAll {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ($Page -replace '\W'))
        $results = Invoke-DocumentedExample $Page $folder
    }

    It 'runs all its examples' {
        $results.Line | Should -Be (Get-DocumentedExample $Page | Where-Object Mark -NE norun).Line
    }

    It 'causes errors only where it says so' {
        $results | Where-Object { ($_.Mark -eq 'fails') -ne ($_.Errors.Count -gt 0) } |
            ForEach-Object { "$Page($($_.Line)): errors: $($_.Errors -join '; ')" } |
            Should -BeNullOrEmpty
    }

    It 'shows the actual output' {
        $results | Where-Object { $null -ne $_.Promised -and -not (Test-DocumentedOutput $_.Promised $_.Written) } |
            ForEach-Object { "$Page($($_.Line)):`n$($_.Written -join "`n")" } |
            Should -BeNullOrEmpty
    }
}

Describe 'The documentation' {
    BeforeAll {
        $all = Get-DocumentedPage | ForEach-Object { Get-DocumentedExample $_ }
    }

    It 'has no PowerShell blocks that these tests miss' {
        $fences = Get-DocumentedPage | ForEach-Object { Select-String -LiteralPath (Get-RepositoryFile $_) -Pattern '^\s*```\s*(powershell|pwsh|ps1)' }
        $all.Count | Should -Be @($fences).Count
        $all.Count | Should -BeGreaterThan 50
    }

    It 'excludes only examples that cannot run here' {
        $all | ForEach-Object Mark | Should -BeIn '', 'fails', 'norun'
        $norun = @($all | Where-Object Mark -EQ norun)
        $norun.Code | ForEach-Object { $_ | Should -Match 'Get-CGIPUser|AWSCredential|-ProfileName|Describe |PSResource|SHA256SUMS|Import-Module CognitoUnlink|\.zip ' }
        $norun.Count | Should -BeLessThan ($all.Count / 5)
    }

    It 'has only PowerShell that parses' {
        foreach ($example in $all) {
            $problems = $null
            $null = [Management.Automation.Language.Parser]::ParseInput($example.Code, [ref] $null, [ref] $problems)
            $problems | Should -BeNullOrEmpty -Because "$($example.Page)($($example.Line))"
        }
    }

    It 'is compared correctly with actual output' {
        Test-DocumentedOutput "A  B`n1  ..." 'A B', '', '1 2' | Should -BeTrue
        Test-DocumentedOutput "A`n..." 'A', 'b', 'c' | Should -BeTrue
        Test-DocumentedOutput 'A' 'A', 'B' | Should -BeFalse
        Test-DocumentedOutput 'A' @() | Should -BeFalse
    }
}
