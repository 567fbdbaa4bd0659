# docs/tour.md and docs/mistakes.md show real output. They run again here, and only what changes from run to run may differ.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    $configuration = Get-Item (Get-RepositoryFile 'src/CognitoUnlink.Cli/bin/*/net10.0/cognito-unlink.dll') |
        Sort-Object LastWriteTime |
        Select-Object -Last 1 |
        ForEach-Object { $_.Directory.Parent.Name }

    function Get-Steady {
        <# The sorted lines without times, ports and counts, and without the requests that only a slow machine sends to show progress. Several workers may end in any order. #>
        param([string] $Text)

        $Text -replace '(\d{4}-\d\d-\d\d[ T])?\d\d:\d\d:\d\d(\.\d+)?Z?', 'TIME' -replace '\d+(\.\d+)? ?s\b', 'SECONDS' -replace '127\.0\.0\.1:\d+', '127.0.0.1:PORT' `
            -replace '(?m)^ +\d+ (Admin|List)', 'NUMBER $1' -replace '(?m)^ +\d+ DescribeUserPool *\r?\n' -split '\r?\n' | Sort-Object
    }
}

Describe 'docs/<_>' -ForEach tour.md, mistakes.md {
    It 'shows the actual output' {
        if ((Get-Command bash, curl -ErrorAction Ignore).Count -lt 2) { Set-ItResult -Skipped -Because 'the tour needs bash and curl.' }
        $page = Get-RepositoryFile "docs/$_"
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        $source = Join-Path $TestDrive 'source.md'
        (Get-Content -Raw $page) -replace '\b9229\b', $port | Set-Content $source -NoNewline
        $again = Join-Path $TestDrive 'again.md'

        & (Get-RepositoryFile 'docs/Update-Tour.ps1') -Path $source -Destination $again -Configuration $configuration

        $shown = Get-Steady (Get-Content -Raw $page)
        $seen = Get-Steady ((Get-Content -Raw $again) -replace "\b$port\b", '9229')
        Compare-Object $shown $seen -CaseSensitive | Out-String | Should -BeNullOrEmpty
    }
}
