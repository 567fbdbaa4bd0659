# What the runbooks in samples/ have in common. What each does is tested beside it.

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
    It 'has help with examples, and a word on each parameter' {
        $help = Get-Help $Path -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Description.Text | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterThan 1
        foreach ($parameter in $help.Parameters.Parameter | Where-Object Name -NotIn WhatIf, Confirm) {
            $parameter.Description.Text | Should -Not -BeNullOrEmpty -Because $parameter.Name
        }
    }

    It 'takes -WhatIf and -Confirm, and asks where it changes users' {
        $metadata = [System.Management.Automation.CommandMetadata]::new((Get-Command $Path))
        $metadata.SupportsShouldProcess | Should -BeTrue
        $metadata.ConfirmImpact | Should -Be ((Get-Content -Raw $Path) -match '\| (En|Dis)able-CGIPProviderForUser @' ? 'High' : 'Low')
    }

    It 'is strict itself, so that it does the same in whatever mode it is called, and as its tests show' {
        Get-Content $Path | Should -Contain 'Set-StrictMode -Version Latest'
    }

    It 'is led through in the README, with a link that leads there' {
        $readme | Should -Match ([regex]::Escape("$(Split-Path (Split-Path $Path) -Leaf)/$Name.ps1"))
        $readme | Should -Match "(?m)^(pwsh .*)?\./.*$Name\.ps1|-File \./$Name\.ps1"
    }
}

Describe 'The README of the runbooks' {
    It 'has PowerShell that parses, with parameters that there are' {
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

    It 'rehearses a retirement that happens' {
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
