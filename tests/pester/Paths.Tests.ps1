# Paths as parameters: literal ones have no wildcards, and those of other providers than the file system are refused.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $id = 'us-east-1_LocalPool'
    $null = Start-TestPool
    $folder = New-Item (Join-Path $TestDrive 'journals') -ItemType Directory
    $journal = Join-Path $folder 'a.jsonl'
    $null = Disable-CGIPProviderForUser $id grace AzureAD -Force -JournalPath $journal
    $odd = Join-Path $folder 'run [1].jsonl'
    Copy-Item $journal -Destination $odd
}

AfterAll { Stop-CGIPLocalUserPool }

Describe '-LiteralPath of <Name>' -ForEach @(
    @{ Name = 'Get-CGIPUnlinkJournal'; Command = { param($path) (Get-CGIPUnlinkJournal -LiteralPath $path -Event Unlinked).Username }; Piped = { ($input | Get-CGIPUnlinkJournal -Event Unlinked).Username } }
    @{ Name = 'Get-CGIPUnlinkJournal -Latest'; Command = { param($path) (Get-CGIPUnlinkJournal -LiteralPath $path -Latest).Username }; Piped = { ($input | Get-CGIPUnlinkJournal -Latest).Username } }
    @{ Name = 'Compare-CGIPLinkedIdentity'; Command = { param($path) (Compare-CGIPLinkedIdentity $id -LiteralPath $path 6>$null).Username }; Piped = { ($input | Compare-CGIPLinkedIdentity $id 6>$null).Username } }
    @{ Name = 'Export-CGIPUnlinkReport'; Command = { param($path) Export-CGIPUnlinkReport -LiteralPath $path -Path $page | ForEach-Object { 'grace' } }; Piped = { $input | Export-CGIPUnlinkReport -Path $page | ForEach-Object { 'grace' } } }
) {
    BeforeEach { $page = Join-Path $TestDrive "$([guid]::NewGuid()).html" }

    It 'means exactly that file' {
        & $Command $odd | Should -Be grace
        Get-Item -LiteralPath $odd | & $Piped | Should -Be grace
    }

    It 'has no wildcards' {
        { & $Command (Join-Path $folder '*.jsonl') } | Should -Throw -ErrorId 'JournalNotReadable,*' -ExpectedMessage '*`*.jsonl*'
        { & $Command (Join-Path $folder '[a].jsonl') } | Should -Throw -ErrorId 'JournalNotReadable,*'
        $page | Should -Not -Exist
    }
}

Describe 'Piped files' {
    It 'are taken literally if a pattern of that name would match others, and once' {
        $file = New-Item (Join-Path $TestDrive 'gone [a].jsonl')
        $item = Get-Item -LiteralPath $file
        Remove-Item -LiteralPath $file
        Copy-Item $journal (Join-Path $TestDrive 'gone a.jsonl')
        { $item | Get-CGIPUnlinkJournal } | Should -Throw -ErrorId 'JournalNotReadable,*'
        { $item | Export-CGIPUnlinkReport -Path (Join-Path $TestDrive 'gone.html') } | Should -Throw -ErrorId 'JournalNotReadable,*'
        $null = Get-Item $journal | Export-CGIPUnlinkReport -Path (Join-Path $TestDrive 'once.html')
        $null = Get-Item -LiteralPath $odd | Export-CGIPUnlinkReport -LiteralPath $journal (Join-Path $TestDrive 'both.html')
        (Get-Content -Raw (Join-Path $TestDrive 'once.html')) | Should -Match 'data-outcome="Unlinked">1<'
    }
}

Describe 'A path that is not in the file system' {
    It 'is refused: <Name>' -ForEach @(
        @{ Name = 'Disable-CGIPProviderForUser -JournalPath'; Expected = 'JournalNotWritable'; Command = { param($path) Disable-CGIPProviderForUser $id alice Okta -Force -JournalPath $path } }
        @{ Name = 'Enable-CGIPProviderForUser -JournalPath'; Expected = 'JournalNotWritable'; Command = { param($path) Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force -JournalPath $path } }
        @{ Name = 'Disable-CGIPProviderForClient -JournalPath'; Expected = 'JournalNotWritable'; Command = { param($path) Disable-CGIPProviderForClient $id Okta -Force -JournalPath $path } }
        @{ Name = 'Set-CGIPFallbackPassword -JournalPath'; Expected = 'JournalNotWritable'; Command = { param($path) Set-CGIPFallbackPassword $id bob Okta -Force -JournalPath $path } }
        @{ Name = 'Set-CGIPFallbackPassword -NotifyPath'; Expected = 'NotifyFileNotWritable'; Command = { param($path) Set-CGIPFallbackPassword $id bob Okta -Force -NotifyPath $path } }
        @{ Name = 'Get-CGIPUnlinkJournal -Path'; Expected = 'JournalNotReadable'; Command = { param($path) Get-CGIPUnlinkJournal $path } }
        @{ Name = 'Get-CGIPUnlinkJournal -LiteralPath'; Expected = 'JournalNotReadable'; Command = { param($path) Get-CGIPUnlinkJournal -LiteralPath $path } }
        @{ Name = 'Compare-CGIPLinkedIdentity -JournalPath'; Expected = 'JournalNotReadable'; Command = { param($path) Compare-CGIPLinkedIdentity $id $path } }
        @{ Name = 'Export-CGIPUnlinkReport -JournalPath'; Expected = 'JournalNotReadable'; Command = { param($path) Export-CGIPUnlinkReport $journal, $path (Join-Path $TestDrive 'x.html') } }
        @{ Name = 'Export-CGIPUnlinkReport -Path'; Expected = 'ReportNotWritable'; Command = { param($path) Export-CGIPUnlinkReport $journal $path } }
        @{ Name = 'Start-CGIPLocalUserPool -SeedPath'; Expected = 'LocalUserPoolNotStarted'; Command = { param($path) Start-CGIPLocalUserPool -UserPoolId us-east-1_Other -SeedPath $path } }
        @{ Name = 'Start-CGIPLocalUserPool -BehaviorPath'; Expected = 'LocalUserPoolNotStarted'; Command = { param($path) Start-CGIPLocalUserPool -UserPoolId us-east-1_Other -BehaviorPath $path } }
        @{ Name = 'Get-CGIPLinkedIdentity -ProfileLocation'; Expected = 'ProfileNotFound'; Command = { param($path) Get-CGIPLinkedIdentity us-east-1_Other -ProfileName x -ProfileLocation $path } }
    ) {
        $null = Get-CGIPLocalUserPoolRequest -Clear
        foreach ($path in 'env:run.jsonl', 'variable:run.jsonl', 'function:*') {
            { & $Command $path } | Should -Throw -ErrorId "$Expected,*" -ExpectedMessage "*'$([Management.Automation.WildcardPattern]::Escape($path))' is not a file*"
        }

        Push-Location env:
        try { { & $Command 'run.jsonl' } | Should -Throw -ErrorId "$Expected,*" -ExpectedMessage "*'run.jsonl' is not a file*provider Environment*" } finally { Pop-Location }
        Get-CGIPLocalUserPoolRequest | Where-Object Operation -NotLike 'List*' | Should -BeNullOrEmpty
        Get-ChildItem -Filter *run.jsonl* | Should -BeNullOrEmpty
    }
}
