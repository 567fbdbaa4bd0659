# The pictures of the report in docs/pictures show the current program. docs/Update-Pictures.ps1 makes them.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    $folder = Get-RepositoryFile 'docs/pictures'
    $update = Get-RepositoryFile 'docs/Update-Pictures.ps1'
}

Describe 'The pictures of the report' {
    It 'are up to date' {
        & $update -Only Text -Destination $TestDrive
        $shown = Get-Content (Join-Path $folder 'report.txt')
        $shown | Should -Not -BeNullOrEmpty
        Compare-Object $shown (Get-Content (Join-Path $TestDrive 'report.txt')) -CaseSensitive -SyncWindow 0 | Out-String | Should -BeNullOrEmpty -Because 'docs/Update-Pictures.ps1 has to be run'
        foreach ($look in 'light', 'dark') { (Get-Item (Join-Path $folder "report-$look.png")).Length | Should -BeGreaterThan 20000 }
    }
}
