# The pictures in docs/pictures show the current program. docs/Update-Pictures.ps1 makes them.

BeforeDiscovery {
    $reason = (Get-Command bash, curl -ErrorAction Ignore).Count -lt 2 ? 'the story needs bash and curl' : $null
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    $folder = Get-RepositoryFile 'docs/pictures'
    $update = Get-RepositoryFile 'docs/Update-Pictures.ps1'
    $configuration = Get-Item (Get-RepositoryFile 'src/CognitoUnlink.Cli/bin/*/net10.0/cognito-unlink.dll') |
        Sort-Object LastWriteTime |
        Select-Object -Last 1 |
        ForEach-Object { $_.Directory.Parent.Name }

    function Get-Drawn {
        <# The sorted words of a picture without times. Line breaks do not matter, and several workers may end in any order. #>
        param([string] $Path)

        $text = ([xml](Get-Content -LiteralPath $Path -Raw)).GetElementsByTagName('text').InnerText -join ' '
        $text -replace '\d+(\.\d+)? s\b', 'SECONDS' -split '\s+' | Where-Object { $_ } | Sort-Object
    }
}

Describe 'The pictures' {
    It 'of the terminal are up to date' -Skip:($null -ne $reason) {
        & $update -Only Story -Destination $TestDrive -Configuration $configuration
        foreach ($look in 'light', 'dark') {
            $shown = Get-Drawn (Join-Path $folder "story-$look.svg")
            $shown | Should -Not -BeNullOrEmpty
            Compare-Object $shown (Get-Drawn (Join-Path $TestDrive "story-$look.svg")) -CaseSensitive | Out-String | Should -BeNullOrEmpty -Because 'docs/Update-Pictures.ps1 has to be run'
        }
    }

    It 'of the report are up to date' {
        & $update -Only Text -Destination $TestDrive
        $shown = Get-Content (Join-Path $folder 'report.txt')
        $shown | Should -Not -BeNullOrEmpty
        Compare-Object $shown (Get-Content (Join-Path $TestDrive 'report.txt')) -CaseSensitive -SyncWindow 0 | Out-String | Should -BeNullOrEmpty -Because 'docs/Update-Pictures.ps1 has to be run'
        foreach ($look in 'light', 'dark') { (Get-Item (Join-Path $folder "report-$look.png")).Length | Should -BeGreaterThan 20000 }
    }
}
