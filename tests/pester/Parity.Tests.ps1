# Runs the table in tests/parity through the cmdlet. CognitoUnlink.Cli.Tests/ParityTests.cs runs it through the command line.

BeforeDiscovery {
    $cases = (Get-Content -Raw (Join-Path $PSScriptRoot '../parity/rows.json') | ConvertFrom-Json).ForEach({ @{ Name = $_.name; Entry = $_ } })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $id = 'us-east-1_Rows'

    function Get-Identity {
        (Get-CGIPLinkedIdentity $id).ForEach({ '{0}/{1}/{2}' -f $_.Username, $_.ProviderName, $_.Subject })
    }

    function Get-Option {
        param([object] $Entry)
        $options = @{}
        if ($Entry.providers) { $options.ProviderName = $Entry.providers }
        if ($Entry.allProviders) { $options.AllProviders = $true }
        $Entry.allow | Where-Object { $_ } | ForEach-Object { $options["Allow$_"] = $true }
        if ($Entry.checkFactors) { $options.CheckFactors = $true }
        if ($Entry.columns) { $options.ColumnMap = @{}; $Entry.columns.PSObject.Properties.ForEach({ $options.ColumnMap[$_.Name] = $_.Value }) }
        $options
    }

    # Checks properties and not values from the pipeline, which unrolls arrays and wraps everything else so that it is a [pscustomobject].
    function Test-Flat {
        param([object[]] $Row)
        -not ($Row | Where-Object { $_ -is [string] -or ($_.PSObject.Properties | Where-Object { $_.Value -is [array] -or $_.Value -is [pscustomobject] }) })
    }
}

Describe 'Rows mean the same in both hosts' {
    It '<Name>' -ForEach $cases {
        $options = Get-Option $Entry
        $forms = @{ Objects = $Entry.rows; Hashtables = $Entry.rows | ConvertTo-Json -Depth 9 -AsArray | ConvertFrom-Json -AsHashtable }
        if (Test-Flat $Entry.rows) {
            $forms.Csv = $Entry.rows | ConvertTo-Csv | ConvertFrom-Csv
        }

        foreach ($form in $forms.Keys) {
            $null = Start-CGIPLocalUserPool -UserPoolId $id -SeedPath (Get-RepositoryFile 'tests/parity/pool.json')
            try {
                $before = Get-Identity
                $problems = @()
                try { $null = $forms[$form] | Disable-CGIPProviderForUser $id @options -Force -ErrorAction SilentlyContinue -ErrorVariable problems }
                catch { $problems += $_ }
                $after = Get-Identity
                $before | Where-Object { $_ -notin $after } | Sort-Object -CaseSensitive | Should -Be ($Entry.gone ? $Entry.gone : $null) -Because $form
                @($problems | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { $_.FullyQualifiedErrorId -replace ',.*' } | Select-Object -Unique) | Should -Be @($Entry.errors) -Because $form
            }
            finally {
                Stop-CGIPLocalUserPool $id
            }
        }
    }

    It '<Name>: a rehearsal predicts the outcome without billed reads' -ForEach $cases.Where({ $_.Entry.rehearsed }) {
        $options = Get-Option $Entry
        $null = Start-CGIPLocalUserPool -UserPoolId $id -SeedPath (Get-RepositoryFile 'tests/parity/pool.json')
        try {
            $results = $Entry.rows | Disable-CGIPProviderForUser $id @options -WhatIf -ErrorAction SilentlyContinue
            $results.ForEach({ '{0}/{1}' -f $_.Outcome, $_.SignInAfterUnlink }) | Should -Be $Entry.rehearsed
            Get-CGIPLocalUserPoolRequest $id | Where-Object Operation -EQ AdminGetUser | Should -BeNullOrEmpty
        }
        finally {
            Stop-CGIPLocalUserPool $id
        }
    }
}

Describe '200 generated rows' {
    It 'unlink the same identities as through the command line, <How>' -ForEach @(
        @{ How = 'piped as objects'; Convert = { param($rows) $rows } }
        @{ How = 'piped as hashtables'; Convert = { param($rows) $rows | ConvertTo-Json -AsArray | ConvertFrom-Json -AsHashtable } }
    ) {
        $generated = Get-Content -Raw (Get-RepositoryFile 'tests/parity/generated.json') | ConvertFrom-Json
        $id = 'us-east-1_Generated'
        $null = Start-CGIPLocalUserPool -UserPoolId $id -SeedPath (Get-RepositoryFile 'tests/parity/generated-pool.json')
        try {
            $before = Get-Identity
            & $Convert $generated.row | Disable-CGIPProviderForUser $id -AllProviders -Force -ErrorAction SilentlyContinue | Out-Null
            $after = [Collections.Generic.HashSet[string]]::new([string[]](Get-Identity))
            $gone = $before | Where-Object { -not $after.Contains($_) } | Sort-Object -CaseSensitive
            $gone | Should -BeExactly ($generated.gone | Sort-Object -CaseSensitive -Unique)
            $gone | Where-Object { $_ -notin $generated.most } | Should -BeNullOrEmpty
        }
        finally {
            Stop-CGIPLocalUserPool $id
        }
    }
}
