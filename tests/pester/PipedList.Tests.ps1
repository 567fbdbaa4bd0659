# Lists that are piped in one piece: each object in them means what it means if it is piped by itself.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $id = 'us-east-1_LocalPool'

    function Get-Summary {
        <# What a command wrote, results and errors, in words. #>
        param([scriptblock] $Summarized)

        $ErrorActionPreference = 'Continue'
        $output = & $Summarized 2>&1 3>&1 6>$null
        $output.ForEach({
                if ($_ -is [Management.Automation.ErrorRecord]) { "$($_.FullyQualifiedErrorId.Split(',')[0]): $_" }
                elseif ($_ -is [Management.Automation.WarningRecord]) { "WARNING: $_" }
                else { '{0} {1} {2} {3}' -f $_.PSObject.Properties['Outcome'].Value, $_.UserPoolId, $_.Username, $_.PSObject.Properties['ProviderName'].Value }
            }) | Sort-Object
    }

    function ConvertTo-List {
        <# The same objects in one piece. #>
        param([string] $Type, [object[]] $Value)

        switch ($Type) {
            'object[]' { , $Value }
            'List[object]' { , [Collections.Generic.List[object]] $Value }
            'ArrayList' { , [Collections.ArrayList] $Value }
            'list in a list' { , @($Value[0], @($Value | Select-Object -Skip 1)) }
        }
    }
}

Describe 'A list in one piece' {
    BeforeAll {
        $null = Start-TestPool
        $identities = @(Get-CGIPLinkedIdentity $id)
        $sub = $identities.Where({ $_.Username -eq 'carol' })[0].Sub
        $null = Start-TestPool us-east-1_Second
        $inputs = @{
            identities = $identities
            users      = @([pscustomobject]@{ Username = 'alice'; Sub = $identities[0].Sub }, @{ Username = 'grace' }, [pscustomobject]@{ Username = 'carol'; Sub = 'of-an-earlier-carol' })
            names      = @('alice', 'nobody', 'grace')
            mixed      = @('alice', $identities[1], [pscustomobject]@{ sub = $sub })
            pages      = @([pscustomobject]@{ Users = @([pscustomobject]@{ Username = 'alice' }); PaginationToken = 'more' }, [pscustomobject]@{ Users = @() })
            subjects   = @([pscustomobject]@{ Username = 'carol'; SocialProvider = 'Google'; Subject = '1122334455' }, [pscustomobject]@{ Username = 'heidi'; SocialProvider = 'Apple'; Subject = '0013.a_b' })
            others     = @([pscustomobject]@{ Department = 'Sales' }, [pscustomobject]@{ User = 'alice' }, [pscustomobject]@{ Username = 'alice'; UserPoolId = 'us-east-1_Other' })
        }
    }

    AfterAll { Stop-CGIPLocalUserPool }

    It 'means the same as its objects for Disable-CGIPProviderForUser: <Kind>, <Type>' -ForEach @(
        foreach ($kind in 'identities', 'users', 'names', 'mixed', 'pages', 'subjects', 'others') {
            # Texts in a list inside a list are the fields of a row.
            foreach ($type in 'object[]', 'List[object]', 'ArrayList', 'list in a list') { if ($kind -ne 'names' -or $type -ne 'list in a list') { @{ Kind = $kind; Type = $type } } }
        }
    ) {
        $expected = Get-Summary { $inputs[$Kind] | Disable-CGIPProviderForUser $id -ProviderName Okta, Google, AzureAD, SignInWithApple -WhatIf }
        $expected | Should -Not -BeNullOrEmpty
        Get-Summary { ConvertTo-List $Type $inputs[$Kind] | Disable-CGIPProviderForUser $id -ProviderName Okta, Google, AzureAD, SignInWithApple -WhatIf } | Should -Be $expected
    }

    It 'has no users in texts of lists inside it: <Name>' -ForEach @(
        @{ Name = 'Disable-CGIPProviderForUser'; Command = { $input | Disable-CGIPProviderForUser $id -AllProviders -WhatIf } }
        @{ Name = 'Get-CGIPLinkedIdentity'; Command = { $input | Get-CGIPLinkedIdentity $id } }
        @{ Name = 'Set-CGIPFallbackPassword'; Command = { $input | Set-CGIPFallbackPassword $id -ProviderName Okta -WhatIf } }
    ) {
        $refused = 'RowNotReadable: The row cannot be read: it has several values, but no heading says what they are.'
        Get-Summary { , @(@('alice', 'grace'), @('carol', 'alice')) | & $Command } | Should -Be $refused, $refused
        Get-Summary { '[["alice","grace"],["carol","alice"]]' | ConvertFrom-Json | & $Command } | Should -Be $refused, $refused
        Get-Summary { , @('alice', @('carol', @('grace'))) | & $Command } | Should -Contain $refused
    }

    It 'means the same as its objects: <Name>' -ForEach @(
        @{ Name = 'without a pool as a parameter'; Kind = 'identities'; Command = { $input | Disable-CGIPProviderForUser -AllProviders -WhatIf } }
        @{ Name = 'text without a pool as a parameter'; Kind = 'names'; Command = { $input | Disable-CGIPProviderForUser -AllProviders -WhatIf } }
        @{ Name = '-Native'; Kind = 'mixed'; Command = { $input | Disable-CGIPProviderForUser $id -Native -WhatIf } }
        @{ Name = '-Username'; Kind = 'users'; Command = { $input | Disable-CGIPProviderForUser $id -Username carol -ProviderName Google -WhatIf } }
        @{ Name = 'a subject as a parameter'; Kind = 'users'; Command = { $input | Disable-CGIPProviderForUser $id -SocialProvider Google -Subject 1122334455 -WhatIf } }
        @{ Name = 'Get-CGIPLinkedIdentity, identities'; Kind = 'identities'; Command = { $input | Get-CGIPLinkedIdentity } }
        @{ Name = 'Get-CGIPLinkedIdentity, users'; Kind = 'users'; Command = { $input | Get-CGIPLinkedIdentity $id } }
        @{ Name = 'Get-CGIPLinkedIdentity, names'; Kind = 'names'; Command = { $input | Get-CGIPLinkedIdentity $id } }
        @{ Name = 'Get-CGIPLinkedIdentity, mixed'; Kind = 'mixed'; Command = { $input | Get-CGIPLinkedIdentity $id } }
        @{ Name = 'Get-CGIPLinkedIdentity, pages'; Kind = 'pages'; Command = { $input | Get-CGIPLinkedIdentity $id } }
        @{ Name = 'Get-CGIPLinkedIdentity -Parallel, users'; Kind = 'users'; Command = { $input | Get-CGIPLinkedIdentity $id -Parallel } }
        @{ Name = 'Set-CGIPFallbackPassword, identities'; Kind = 'identities'; Command = { $input | Set-CGIPFallbackPassword $id -WhatIf } }
        @{ Name = 'Set-CGIPFallbackPassword, names'; Kind = 'names'; Command = { $input | Set-CGIPFallbackPassword $id -ProviderName Okta -WhatIf } }
        @{ Name = 'Enable-CGIPProviderForUser, identities'; Kind = 'identities'; Command = { $input | Enable-CGIPProviderForUser -WhatIf } }
        @{ Name = 'Enable-CGIPProviderForUser, names'; Kind = 'names'; Command = { $input | Enable-CGIPProviderForUser -WhatIf } }
    ) {
        $expected = Get-Summary { try { $inputs[$Kind] | & $Command } catch { Write-Error $_ } }
        $expected | Should -Not -BeNullOrEmpty
        Get-Summary { try { , $inputs[$Kind] | & $Command } catch { Write-Error $_ } } | Should -Be $expected
    }

    It 'of pools lists each pool' {
        $pools = $id, [pscustomobject]@{ Id = 'us-east-1_Second'; Name = 'second' }
        (, $pools | Get-CGIPLinkedIdentity).UserPoolId | Select-Object -Unique | Should -Be $id, us-east-1_Second
    }

    It 'reports what is not a user, and uses the others' {
        $list = @($identities[0], $null, $identities[2])
        $results = , $list | Disable-CGIPProviderForUser $id -WhatIf -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Username | Should -Be alice, carol
        $problems.FullyQualifiedErrorId | Should -BeLike 'NotAUser,*'
        (, @() | Disable-CGIPProviderForUser $id -AllProviders -WhatIf) | Should -BeNullOrEmpty
    }

    It 'uses the region and the credentials of each object' {
        $rows = @(
            [pscustomobject]@{ UserPoolId = $id; Username = 'alice'; Region = 'eu-west-1'; AK = 'a'; SK = 'b' }
            [pscustomobject]@{ UserPoolId = $id; Username = 'grace' }
        )
        foreach ($given in @{ Rows = $rows }, @{ Rows = , $rows }) {
            $results = $given.Rows | Disable-CGIPProviderForUser -AllProviders -WhatIf -ErrorVariable problems -ErrorAction SilentlyContinue
            $results.Username | Should -Be grace
            $problems.FullyQualifiedErrorId | Should -BeLike 'RegionMismatch,*'
        }
    }

    It 'is refused with a script block, which cannot be evaluated for each object' {
        { , $identities | Disable-CGIPProviderForUser $id -Username { $_.Username } -AllProviders -Force } | Should -Throw -ErrorId 'NotAUser,*' -ExpectedMessage '*script block for -Username*'
        Get-Sent | Should -BeNullOrEmpty
    }

    It 'of users is not a username' {
        { Get-CGIPLinkedIdentity $id -Username $identities } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        { Disable-CGIPProviderForUser $id -Username $identities -AllProviders -Force } | Should -Throw -ErrorId 'UsernameMissing,*'
        (Get-CGIPLinkedIdentity $id -Username ([Collections.Generic.List[string]]('alice', 'grace'))).Username | Should -Be alice, grace
    }
}

Describe 'A page of a listing' {
    BeforeAll {
        $null = Start-TestPool
        $commands = @{
            Disable  = { $input | Disable-CGIPProviderForUser $id -ProviderName Okta -WhatIf }
            Native   = { $input | Disable-CGIPProviderForUser $id -Native -WhatIf -WarningAction SilentlyContinue }
            Subject  = { $input | Disable-CGIPProviderForUser $id -SocialProvider Google -Subject 1122334455 -WhatIf }
            Get      = { $input | Get-CGIPLinkedIdentity $id }
            Fallback = { $input | Set-CGIPFallbackPassword $id -ProviderName Okta -WhatIf }
            Enable   = { $input | Enable-CGIPProviderForUser -UserPoolId $id -WhatIf }
        }
        $pages = @{
            'no users'           = @{ Users = @() }
            'no users, as by v4' = @{ Users = $null; ResponseMetadata = @{ RequestId = 'x' } }
            'no items'           = @{ items = @() }
        }
    }

    AfterAll { Stop-CGIPLocalUserPool }

    It 'with <Page> means nothing: <Command>' -ForEach @(
        foreach ($command in 'Disable', 'Native', 'Subject', 'Get', 'Fallback', 'Enable') {
            foreach ($page in 'no users', 'no users, as by v4', 'no items') { @{ Command = $command; Page = $page } }
        }
    ) {
        Get-Summary { [pscustomobject] $pages[$Page] | & $commands[$Command] } | Should -BeNullOrEmpty
        Get-Summary { $pages[$Page] | & $commands[$Command] } | Should -BeNullOrEmpty
    }

    It 'that is not the last one gives a warning: <_>' -ForEach Disable, Subject, Get, Fallback, Enable {
        foreach ($users in @(), @([pscustomobject]@{ Username = 'carol' })) {
            @(Get-Summary { [pscustomobject]@{ Users = $users; PaginationToken = 'more' } | & $commands[$_] }) -like 'WARNING: The input is one page of a listing*' | Should -HaveCount 1
        }
    }

    It 'means its users also with -Native and with a subject as a parameter' {
        $page = [pscustomobject]@{ Users = @([pscustomobject]@{ Username = 'carol' }, [pscustomobject]@{ Username = 'alice' }) }
        ($page | & $commands.Native).ForEach({ "$($_.Username) $($_.ProviderName)" }) | Should -Be 'carol Cognito', 'alice Cognito'
        $results = $page | Disable-CGIPProviderForUser $id -SocialProvider Google -Subject 1122334455 -WhatIf -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Where({ $_.Outcome -eq 'WouldUnlink' }).Username | Should -Be carol
        $problems.FullyQualifiedErrorId | Should -BeLike 'IdentityNotOwned,*'
    }
}
