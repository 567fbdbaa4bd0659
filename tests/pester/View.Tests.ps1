BeforeDiscovery {
    $types = 'LinkedIdentity', 'UnlinkResult', 'LinkResult', 'ClientProviderResult', 'FallbackResult', 'JournalRecord', 'LocalUserPool', 'LocalUserPoolRequest', 'ComparedIdentity', 'RetirementFinding'
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $pool = Start-TestPool
    $journal = Join-Path $TestDrive 'views.jsonl'
    $objects = @{
        LocalUserPool  = @($pool)
        LinkedIdentity = @(Get-CGIPLinkedIdentity $pool.UserPoolId)
    }
    $objects.UnlinkResult = @($objects.LinkedIdentity | Disable-CGIPProviderForUser -Force -JournalPath $journal -ErrorAction SilentlyContinue)
    $comparable = Join-Path $TestDrive 'compared.jsonl'
    Copy-Item $journal $comparable
    $objects.LinkResult = @($objects.UnlinkResult | Where-Object Outcome -EQ Unlinked | Enable-CGIPProviderForUser -Confirm:$false -JournalPath $journal -ErrorAction SilentlyContinue)
    $objects.ClientProviderResult = @(Disable-CGIPProviderForClient (Start-CGIPLocalUserPool 50 -UserPoolId us-east-1_Clients).UserPoolId Okta -Force -ErrorAction SilentlyContinue)
    $objects.FallbackResult = @(Get-CGIPLinkedIdentity us-east-1_Clients -ProviderName Okta | Set-CGIPFallbackPassword -WhatIf -ErrorAction SilentlyContinue)
    $objects.JournalRecord = @(Get-CGIPUnlinkJournal $journal)
    $objects.RetirementFinding = @(Test-CGIPProviderRetirement $pool.UserPoolId Okta -InformationAction Ignore)
    $objects.ComparedIdentity = @(Compare-CGIPLinkedIdentity $pool.UserPoolId $comparable -InformationAction Ignore)
    $objects.LocalUserPoolRequest = @(Get-CGIPLocalUserPoolRequest)
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'

    function Get-View {
        param([object] $Name, [string] $Kind)

        $type = $objects[$Name][0].GetType().FullName
        (Get-FormatData -TypeName $type -PowerShellVersion $PSVersionTable.PSVersion).FormatViewDefinition |
            Where-Object { $_.Control.GetType().Name -eq "${Kind}Control" }
    }

    function Get-PropertyName {
        param([object] $Name)

        $objects[$Name][0].PSObject.Properties.Name
    }
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
    Stop-CGIPLocalUserPool
}

Describe 'The views of <_>' -ForEach $types {
    It 'have objects to show' {
        $objects[$_] | Should -Not -BeNullOrEmpty
    }

    It 'use only property names as table headers' {
        $headers = (Get-View $_ Table).Control.Headers.Label
        $headers | Should -Not -BeNullOrEmpty
        $known = Get-PropertyName $_
        $headers | Where-Object { $_ -notin $known } | Should -BeNullOrEmpty
    }

    It 'fit 100 columns as a table, with complete headers' {
        $lines = ($objects[$_] | Format-Table | Out-String -Width 100) -split '\r?\n'
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $header = $lines | Where-Object { $_ } | Select-Object -First 1
        -split $header | Should -Be (Get-View $_ Table).Control.Headers.Label
    }

    It 'fit 80 columns as a table, with headers of at most two lines' {
        $lines = ($objects[$_] | Format-Table | Out-String -Width 80) -split '\r?\n'
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 80
        $rule = [array]::FindIndex($lines, [Predicate[string]] { $args[0] -match '^[- ]+$' -and $args[0].Trim() })
        $rule | Should -BeIn 2, 3 -Because 'a table begins with an empty line'
    }

    It 'show every property in the list' {
        $entries = (Get-View $_ List).Control.Entries[0].Items
        $shown = $entries | ForEach-Object { $_.Label ? $_.Label : $_.DisplayEntry.Value }
        $shown | Sort-Object | Should -Be (Get-PropertyName $_ | Sort-Object)
    }

    It 'show the property values in the list' {
        $text = $objects[$_] | Select-Object -First 1 | Format-List | Out-String -Width 500
        foreach ($property in $objects[$_][0].PSObject.Properties | Where-Object { $_.Value -is [string] -or $_.Value -is [enum] }) {
            $text | Should -Match "(?m)^$($property.Name) +: $([regex]::Escape($property.Value))\s*$"
        }
    }

    It 'are the same in cultures with another calendar or other digits' {
        $current = [cultureinfo]::CurrentCulture
        try {
            $shown = foreach ($culture in '', 'th-TH', 'fa-IR', 'ar-SA', 'de-DE') {
                [cultureinfo]::CurrentCulture = $culture
                , (($objects[$_] | Format-List | Out-String) + ($objects[$_] | Format-Table | Out-String))
            }
        }
        finally {
            [cultureinfo]::CurrentCulture = $current
        }
        $shown | Select-Object -Unique | Should -HaveCount 1
    }

    It 'show the same table for objects from Import-Clixml' {
        $path = Join-Path $TestDrive 'objects.xml'
        $objects[$_] | Export-Clixml $path
        Import-Clixml $path | Format-Table | Out-String -Width 100 | Should -Be ($objects[$_] | Format-Table | Out-String -Width 100)
    }
}

Describe 'The table of a local user pool' {
    It 'does not show its secret key' {
        $objects.LocalUserPool | Out-String | Should -Not -BeLike '*SecretKey*'
    }
}

Describe 'Color' {
    BeforeAll {
        function Get-Colored {
            param([object] $InputObject, [string] $Rendering = 'Ansi')

            $PSStyle.OutputRendering = $Rendering
            try { $InputObject | Format-Table | Out-String -Width 100 }
            finally { $PSStyle.OutputRendering = 'PlainText' }
        }
    }

    It 'depends on the outcome' {
        $text = Get-Colored $objects.UnlinkResult
        $text.Contains("$($PSStyle.Foreground.Green)Unlinked") | Should -BeTrue
        $text.Contains("$($PSStyle.Foreground.Yellow)Skipped") | Should -BeTrue
        (Get-Colored $objects.LinkResult).Contains("$($PSStyle.Foreground.Green)Linked") | Should -BeTrue
        (Get-Colored $objects.JournalRecord).Contains("$($PSStyle.Foreground.Yellow)Skipped") | Should -BeTrue
    }

    It 'highlights users who could no longer sign in' {
        (Get-Colored $objects.LinkedIdentity).Contains("$($PSStyle.Foreground.BrightRed)None") | Should -BeTrue
    }

    It 'highlights refused requests' {
        $refused = $objects.LocalUserPoolRequest | Where-Object StatusCode -GE 400
        (Get-Colored $refused).Contains("$($PSStyle.Foreground.BrightRed)400") | Should -BeTrue
    }

    It 'is not used if rendering is plain text' {
        foreach ($name in $objects.Keys) {
            (Get-Colored $objects[$name] PlainText).Contains([char] 27) | Should -BeFalse
        }
    }

    It 'is not part of the objects' {
        ($objects.UnlinkResult | ConvertTo-Csv | Out-String).Contains([char] 27) | Should -BeFalse
    }
}
