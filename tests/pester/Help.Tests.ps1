# What Get-Help shows about the built module, compared with the code.

BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $cmdlets = Get-Command -Module CognitoUnlink | ForEach-Object { @{ Cmdlet = $_.Name } }
    $topics = Get-ChildItem (Get-RepositoryFile 'docs/about') -Filter *.md | ForEach-Object { @{ Topic = $_.BaseName } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force

    function ConvertTo-Text($Description) { ($Description.Text -join "`n").Trim() }
}

Describe 'The help of <Cmdlet>' -ForEach $cmdlets {
    BeforeAll {
        $command = Get-Command $Cmdlet
        $help = Get-Help $Cmdlet -Full
        $common = [Management.Automation.Internal.CommonParameters].GetProperties().Name
        $expected = $command.Parameters.Values | Where-Object { $_.Name -notin $common -and $_.Attributes.DontShow -notcontains $true }
        $actual = @($help.parameters.parameter)
    }

    It 'has every section' {
        $help.Synopsis | Should -Match '^[A-Z].*\.$'
        ConvertTo-Text $help.description | Should -Match '.{80}'
        $help.examples.example.Count | Should -BeGreaterOrEqual 4
        $help.inputTypes.inputType.type.name | Should -Not -BeNullOrEmpty
        ConvertTo-Text $help.alertSet.alert | Should -Not -BeNullOrEmpty
        $help.relatedLinks.navigationLink.Count | Should -BeGreaterOrEqual 2
        $help.relatedLinks.navigationLink.linkText | Where-Object { $_ -like 'about_*' } | Should -Not -BeNullOrEmpty
    }

    It 'lists the output types' {
        $types = $command.OutputType.Name ?? 'None'
        $help.returnValues.returnValue.type.name | Should -Be $types
    }

    It 'describes every parameter, and no others' {
        ($actual.name | Sort-Object) | Should -Be ($expected.Name | Sort-Object)
        foreach ($parameter in $actual) {
            ConvertTo-Text $parameter.description | Should -Match '(?s)^[A-Z].*\.$' -Because "-$($parameter.name) is described"
        }
    }

    It 'has the right facts about each parameter' {
        foreach ($parameter in $expected) {
            $documented = $actual | Where-Object name -EQ $parameter.Name
            $because = "-$($parameter.Name)"
            # If there are several sets, the first one in the command's order counts.
            $set = $parameter.ParameterSets['__AllParameterSets'] ?? ($command.ParameterSets.Name | ForEach-Object { $parameter.ParameterSets[$_] } | Where-Object { $_ } | Select-Object -First 1)
            $documented.required | Should -Be "$($set.IsMandatory)" -Because $because
            $documented.position | Should -Be ($set.Position -lt 0 ? 'named' : "$($set.Position)") -Because $because
            $documented.pipelineInput -match 'ByPropertyName' | Should -Be $set.ValueFromPipelineByPropertyName -Because $because
            $documented.pipelineInput -match 'ByValue' | Should -Be $set.ValueFromPipeline -Because $because
            $documented.aliases | Should -Be ($parameter.Aliases.Count ? $parameter.Aliases -join ', ' : 'none') -Because $because
            $documented.type.name | Should -Be ([Nullable]::GetUnderlyingType($parameter.ParameterType)?.Name ?? $parameter.ParameterType.Name) -Because $because
            $documented.globbing | Should -Be "$($parameter.Attributes.TypeId -contains [Management.Automation.SupportsWildcardsAttribute])" -Because $because
            if (-not $set.IsMandatory -and -not $parameter.SwitchParameter -and $parameter.Name -notin 'WhatIf', 'Confirm') {
                $default = $command.ImplementingType.GetProperty($parameter.Name).GetValue([Activator]::CreateInstance($command.ImplementingType))
                $documented.defaultValue | Should -Be (@($default).Count -and "$default" ? "$default" : 'None') -Because $because
            }
        }
    }

    It 'has the parameter sets, with mandatory and positional parameters' {
        $sets = @($help.syntax.syntaxItem)
        $sets.Count | Should -Be $command.ParameterSets.Count
        for ($i = 0; $i -lt $sets.Count; $i++) {
            $documented = $sets[$i].parameter | ForEach-Object { "$($_.name) $($_.required) $($_.position)" } | Sort-Object
            $declared = $command.ParameterSets[$i].Parameters | Where-Object Name -In $expected.Name |
                ForEach-Object { "$($_.Name) $($_.IsMandatory) $($_.Position -lt 0 ? 'named' : $_.Position)" } | Sort-Object
            $documented | Should -Be $declared
        }
    }

    It 'works with -Parameter, -Examples, -Detailed and -?' {
        foreach ($parameter in $expected) {
            (Get-Help $Cmdlet -Parameter $parameter.Name).name | Should -Be $parameter.Name
        }

        Get-Help $Cmdlet -Examples | Out-String | Should -Match '-- Example 4: '
        Get-Help $Cmdlet -Detailed | Out-String | Should -Match '(?s)SYNOPSIS.*DESCRIPTION.*PARAMETERS.*Example 1: '
        & $Cmdlet -? | Out-String | Should -Match '(?s)SYNOPSIS.*RELATED LINKS'
    }

    It 'has example code that fits on a screen with 80 columns' {
        # Get-Help indents by four.
        $fences = [regex]::Matches((Get-Content -Raw (Get-RepositoryFile "docs/cmdlets/$Cmdlet.md")), '(?ms)^```powershell[^\n]*\n(.*?)^```')
        $fences.Count | Should -BeGreaterOrEqual 4
        $fences.ForEach({ $_.Groups[1].Value -split '\r?\n' }) | Where-Object Length -GT 76 | Should -BeNullOrEmpty
    }

    It 'says in the first example which local user pool all examples need' {
        if ((Get-Content -Raw (Get-RepositoryFile "docs/cmdlets/$Cmdlet.md")) -match 'run as they stand, one after another') {
            $help.examples.example[0].remarks.Text -join "`n" | Should -BeLike '*Start-CGIPLocalUserPool 300 -UserPoolId eu-west-1_Example*'
        }
    }

    It 'links to its page in the project for -Online' {
        $project = (Import-PowerShellDataFile (Get-RepositoryFile 'CognitoUnlink.psd1')).PrivateData.PSData.ProjectUri
        $command.HelpUri | Should -BeExactly "${project}docs/cmdlets/$Cmdlet.md"
        Get-RepositoryFile "docs/cmdlets/$Cmdlet.md" | Should -Exist
    }
}

Describe '<Topic>' -ForEach $topics {
    BeforeAll {
        $text = Get-Content -Raw (Join-Path (Get-ModulePath) "en-US/$Topic.help.txt")
    }

    It 'is found with its synopsis' {
        $help = Get-Help $Topic
        "$help" | Should -Be $text
        (Get-Help $Topic -Category HelpFile).Synopsis ?? (Get-Help "$Topic*" | Where-Object Name -EQ $Topic).Synopsis | Should -Be $text.Split("`n")[4].Trim()
        $text.Split("`n")[4].Trim() | Should -Match '^[A-Z].*\.$'
    }

    It 'is at most 80 columns wide' {
        $text.Split("`n") | Where-Object { $_.Length -gt 80 } | Should -BeNullOrEmpty
    }
}

Describe 'Help' {
    It 'exists for each command and for nothing else' {
        $pages = (Get-ChildItem (Get-RepositoryFile 'docs/cmdlets') -Filter *-CGIP*.md).BaseName | Sort-Object
        $pages | Should -Be ((Get-Command -Module CognitoUnlink).Name | Sort-Object)
        [xml] $maml = Get-Content -Raw (Join-Path (Get-ModulePath) 'en-US/CognitoUnlink.dll-Help.xml')
        $maml.helpItems.command.details.name | Sort-Object | Should -Be $pages
    }

    It 'is found in the culture "<_>"' -ForEach 'de-DE', 'en-GB', '' {
        $child = Invoke-Child @"
            [cultureinfo]::CurrentUICulture = '$_'
            Import-Module '$(Get-ModulePath)'
            (Get-Help Stop-CGIPLocalUserPool).Synopsis
            (Get-Help about_CognitoUnlink).Length -gt 1000
"@
        $child.Output | Should -Be 'Stops local user pools. Their data is lost.', 'True'
    }

    It 'has pages with up-to-date facts' {
        Copy-Item (Get-RepositoryFile 'docs/cmdlets') $TestDrive -Recurse
        & (Get-RepositoryFile 'docs/Update-CmdletHelp.ps1') -Path (Join-Path $TestDrive 'cmdlets') -ModulePath (Get-ModulePath)
        foreach ($page in Get-ChildItem (Get-RepositoryFile 'docs/cmdlets')) {
            Get-Content -Raw (Join-Path $TestDrive "cmdlets/$($page.Name)") | Should -Be (Get-Content -Raw $page.FullName) -Because $page.Name
        }
    }

    It 'has the same facts about a common parameter in every cmdlet that links to it' {
        $commands = Get-Command -Module CognitoUnlink
        foreach ($name in (Select-String -LiteralPath (Get-RepositoryFile 'docs/cmdlets/common-parameters.md') -Pattern '^### -(\w+)').Matches.ForEach({ $_.Groups[1].Value })) {
            $linked = $commands | Where-Object { $_.Parameters.ContainsKey($name) -and (Get-Content -Raw (Get-RepositoryFile "docs/cmdlets/$($_.Name).md")) -notmatch "(?m)^### -$name\b" }
            $facts = $linked | ForEach-Object {
                $parameter = Get-Help $_.Name -Parameter $name
                "$($parameter.required) $($parameter.position) $($parameter.type.name) $($parameter.defaultValue) $($parameter.aliases) $($parameter.pipelineInput) $($parameter.description.Text)"
            }
            $facts | Select-Object -Unique | Should -HaveCount 1 -Because $name
        }
    }

    It 'names only commands, topics and pages that exist' {
        $topics = (Get-ChildItem (Get-RepositoryFile 'docs/about') -Filter *.md).BaseName
        $commands = (Get-Command -Module CognitoUnlink).Name
        # Cmdlets of AWS.Tools.CognitoIdentityProvider.
        $others = @('Connect-CGIPProviderForUserAdmin', 'Get-CGIPUserAdmin', 'Get-CGIPUserList', 'Get-CGIPUserPoolClientList', 'Get-CGIPUserPoolList', 'Get-CGIPUsersInGroup'
            'Set-CGIPUserPasswordAdmin', 'Update-CGIPUserAttributeAdmin')
        $named = foreach ($page in @(Get-Item (Get-RepositoryFile 'README.md')) + @(Get-ChildItem (Get-RepositoryFile 'docs'), (Get-RepositoryFile 'samples') -Recurse -Filter *.md)) {
            $text = Get-Content -Raw $page.FullName
            # A table may cut a name off.
            $names = [regex]::Matches($text, '\b(?:[A-Z][a-z]+-CGIP\w+|about_CognitoUnlink\w*)\b(?!\u2026)').Value | Select-Object -Unique
            $names
            $names | Where-Object { $_ -cnotin $commands -and $_ -cnotin $topics -and $_ -cnotin $others } | Should -BeNullOrEmpty -Because $page.Name
            foreach ($link in [regex]::Matches($text, '\]\((?!http)([^)#\s]+)[^)]*\)').ForEach({ $_.Groups[1].Value })) {
                Join-Path $page.DirectoryName $link | Should -Exist -Because $page.Name
            }
        }
        $commands + $topics + $others | Where-Object { $_ -cnotin $named } | Should -BeNullOrEmpty -Because 'the pages show that they are searched'
    }
}
