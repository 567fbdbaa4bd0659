# The pictures of the terminal in docs/pictures show the current program. docs/Update-Pictures.ps1 makes them.

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

Describe 'The pictures of the terminal' {
    It 'are up to date' {
        if ((Get-Command bash, curl -ErrorAction Ignore).Count -lt 2) { Set-ItResult -Skipped -Because 'the story needs bash and curl.' }
        & $update -Only Story -Destination $TestDrive -Configuration $configuration
        foreach ($look in 'light', 'dark') {
            $shown = Get-Drawn (Join-Path $folder "story-$look.svg")
            $shown | Should -Not -BeNullOrEmpty
            Compare-Object $shown (Get-Drawn (Join-Path $TestDrive "story-$look.svg")) -CaseSensitive | Out-String | Should -BeNullOrEmpty -Because 'docs/Update-Pictures.ps1 has to be run'
        }
    }
}
