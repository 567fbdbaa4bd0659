# What the runbooks in samples/ have in common. The tests of each are in its folder.

BeforeDiscovery {
    $folder = Join-Path $PSScriptRoot '../../samples'
    $runbooks = Get-ChildItem $folder -Recurse -Filter *.ps1 | Where-Object Name -NotLike *.Tests.ps1 | ForEach-Object { @{ Name = $_.BaseName; Path = $_.FullName } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $readme = Get-Content -Raw (Join-Path $PSScriptRoot '../../samples/README.md')
}

Describe 'The runbook <Name>' -ForEach $runbooks {
    It 'has help with examples and a description of each parameter' {
        $help = Get-Help $Path -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Description.Text | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterThan 1
        foreach ($parameter in $help.Parameters.Parameter | Where-Object Name -NotIn WhatIf, Confirm) {
            $parameter.Description.Text | Should -Not -BeNullOrEmpty -Because $parameter.Name
        }
    }

    It 'supports -WhatIf and -Confirm, and prompts by default if it changes users' {
        $metadata = [System.Management.Automation.CommandMetadata]::new((Get-Command $Path))
        $metadata.SupportsShouldProcess | Should -BeTrue
        $metadata.ConfirmImpact | Should -Be ((Get-Content -Raw $Path) -match '\| (En|Dis)able-CGIPProviderForUser @' ? 'High' : 'Low')
    }

    It 'sets strict mode, so that it behaves the same for every caller' {
        Get-Content $Path | Should -Contain 'Set-StrictMode -Version Latest'
    }

    It 'is linked and called in the README' {
        $readme | Should -Match ([regex]::Escape("$(Split-Path (Split-Path $Path) -Leaf)/$Name.ps1"))
        $readme | Should -Match "(?m)^(pwsh .*)?\./.*$Name\.ps1|-File \./$Name\.ps1"
    }
}

Describe 'The runbooks'' README' {
    It 'has only PowerShell that parses, with parameters that exist' {
        $blocks = [regex]::Matches($readme, '(?s)```powershell\r?\n(.*?)```') | ForEach-Object { $_.Groups[1].Value }
        $blocks | Should -HaveCount 4
        foreach ($block in $blocks) {
            $problems = $null
            $tree = [System.Management.Automation.Language.Parser]::ParseInput($block, [ref] $null, [ref] $problems)
            $problems | Should -BeNullOrEmpty
            foreach ($call in $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
                $name = $call.GetCommandName()
                $command = Get-Command ($name -like './*.ps1' ? (Get-ChildItem (Join-Path $PSScriptRoot '../../samples') -Recurse -Filter (Split-Path $name -Leaf)).FullName : $name)
                $call.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] } | ForEach-Object {
                    $command.Parameters.Keys | Should -Contain $_.ParameterName
                }
            }
        }
    }

    It 'has a retirement rehearsal that works' {
        $block = [regex]::Matches($readme, '(?s)```powershell\r?\n(.*?)```').Where({ $_.Value -like '*-UserPoolId eu-west-1_Production*' })[0].Groups[1].Value
        $root = Join-Path $PSScriptRoot '../..'
        Copy-Item (Join-Path $root 'samples') (Join-Path $TestDrive 'samples') -Recurse
        $script = Join-Path $TestDrive 'Rehearsal.ps1'
        Set-Content $script "Import-Module '$(Get-ModulePath)'; Set-Location '$TestDrive'; `$ConfirmPreference = 'None'; $block"
        $output = pwsh -NoProfile -NonInteractive -File $script 2>&1 | ForEach-Object { "$_" }
        $LASTEXITCODE | Should -Be 0 -Because "$output"
        $output | Where-Object { $_ -match '^ *\d+ (\S*m)?Refused' } | Should -HaveCount 1 -Because "$output"
        $output | Where-Object { $_ -match 'NotDone|LinkedSince' } | Should -BeNullOrEmpty
    }
}
