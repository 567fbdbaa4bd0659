# Moves users from Okta to AzureAD, on a local user pool with one user for each case.

BeforeAll {
    Import-Module CognitoUnlink
    $runbook = Join-Path $PSScriptRoot 'Move-UserIdentityProvider.ps1'
    $pool = 'eu-west-1_Production'

    function Get-Link {
        param([string[]] $Username = '*')

        @(Get-CGIPLinkedIdentity $pool | Where-Object { $name = $_.Username; $Username | Where-Object { $name -clike $_ } } |
                ForEach-Object { '{0}/{1}/{2}' -f $_.Username, $_.ProviderName, $_.Subject } | Sort-Object -CaseSensitive)
    }

    # The links and unlinks in the order of their requests.
    function Get-Change {
        Get-CGIPLocalUserPoolRequest $pool Admin*ProviderForUser | ForEach-Object { "$($_.Operation) $($_.ProviderName) $($_.ProviderAttributeValue)" }
    }

    function Set-Mapping {
        [CmdletBinding(SupportsShouldProcess)]
        param([hashtable] $Subjects)

        $Subjects.GetEnumerator() | Sort-Object Key | Select-Object @{ n = 'Username'; e = { $_.Key } }, @{ n = 'Subject'; e = { $_.Value } } | Export-Csv $move.MappingPath
    }
}

Describe 'Move-UserIdentityProvider.ps1' {
    BeforeEach {
        $seedPath = Join-Path $TestDrive 'seed.json'
        $okta = { param($Value, $Name = 'Cognito_Subject', [switch] $Primary) @{ providerName = 'Okta'; value = $Value; attributeName = $Name; primary = [bool] $Primary } }
        $others = { param($Count, $Who) 1..$Count | ForEach-Object { @{ providerName = 'Ping'; value = "$Who-$_" } } }
        @{
            pools = @(@{
                    userPoolId        = $pool
                    identityProviders = @(@{ name = 'Okta'; type = 'SAML'; attributeMapping = @{ email = 'email' } }, @{ name = 'Ping'; type = 'OIDC' }, @{ name = 'AzureAD'; type = 'OIDC' }, @{ name = 'Google'; type = 'Google' })
                    users             = @(
                        @{ username = 'alice'; status = 'CONFIRMED'; identities = @(& $okta 'Alice') }
                        @{ username = 'bob'; status = 'FORCE_CHANGE_PASSWORD'; identities = @(& $okta 'bob@corp.example' 'email') }
                        @{ username = 'full'; status = 'FORCE_CHANGE_PASSWORD'; identities = @(& $okta 'full') + @(& $others 4 'full') }
                        @{ username = 'fivefold'; status = 'FORCE_CHANGE_PASSWORD'; identities = @(1..5 | ForEach-Object { & $okta "five-$_" }) }
                        @{ username = 'stuck'; status = 'CONFIRMED'; identities = @(& $others 5 'stuck') }
                        @{ username = 'Alice'; status = 'CONFIRMED'; identities = @(& $okta 'ALICE') }
                        @{ username = 'gina'; status = 'CONFIRMED'; identities = @(@{ providerName = 'Google'; value = '11' }) }
                        @{ username = 'Okta_dave'; status = 'EXTERNAL_PROVIDER'; identities = @(& $okta 'dave' -Primary) }
                        @{ username = 'erin'; status = 'CONFIRMED' }
                        @{ username = 'AzureAD_taken'; status = 'EXTERNAL_PROVIDER'; identities = @(@{ providerName = 'AzureAD'; value = 'taken'; primary = $true }) }
                    )
                })
        } | ConvertTo-Json -Depth 8 | Set-Content $seedPath
        $null = Start-CGIPLocalUserPool -UserPoolId $pool -SeedPath $seedPath
        $folder = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        $move = @{ UserPoolId = $pool; From = 'Okta'; To = 'AzureAD'; MappingPath = Join-Path $folder 'mapping.csv'; JournalPath = Join-Path $folder 'move.jsonl'; Confirm = $false }
        $undo = @{ UserPoolId = $pool; From = 'Okta'; To = 'AzureAD'; Undo = $true; JournalPath = $move.JournalPath; Confirm = $false }
        $before = Get-Link
        $null = Get-CGIPLocalUserPoolRequest $pool -Clear
    }

    AfterEach { Stop-CGIPLocalUserPool }

    It 'links the new identity before it unlinks the old one' {
        Set-Mapping @{ alice = 'oid-a'; bob = 'oid-b' }
        $results = & $runbook @move -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        $results.Username | Should -Be alice, bob
        $results.Outcome | Should -Be Moved, Moved
        Get-Link alice, bob | Should -BeExactly alice/AzureAD/oid-a, bob/AzureAD/oid-b
        $changes = @(Get-Change)
        [array]::IndexOf($changes, 'AdminLinkProviderForUser AzureAD oid-a') | Should -BeLessThan ([array]::IndexOf($changes, 'AdminDisableProviderForUser Okta Alice'))
        [array]::IndexOf($changes, 'AdminLinkProviderForUser AzureAD oid-b') | Should -BeLessThan ([array]::IndexOf($changes, 'AdminDisableProviderForUser Okta bob@corp.example'))
    }

    It 'unlinks one old identity of a user with five links, and no more until the new one is there' {
        Set-Mapping @{ full = 'oid-f'; fivefold = 'oid-5' }
        $results = & $runbook @move
        $results.Outcome | Should -Be Moved, Moved
        Get-Link full, fivefold | Should -BeExactly fivefold/AzureAD/oid-5, full/AzureAD/oid-f, full/Ping/full-1, full/Ping/full-2, full/Ping/full-3, full/Ping/full-4
        $changes = @(Get-Change)
        $linked = [array]::IndexOf($changes, 'AdminLinkProviderForUser AzureAD oid-5')
        @($changes[0..$linked] -like '*Okta five-*') | Should -HaveCount 1
    }

    It 'links that identity again if the new link cannot be made' {
        Set-Mapping @{ full = 'taken' }
        $results = & $runbook @move -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Outcome | Should -Be NotMoved
        $results.Reason | Should -BeLike '*now has a separate federated user*'
        $problems[-1].FullyQualifiedErrorId | Should -BeLike 'NotMoved,*'
        Get-Link | Should -BeExactly $before
    }

    It 'keeps the old link if the new one cannot be made, and moves the others' {
        Set-Mapping @{ alice = 'taken'; bob = 'oid-b' }
        $results = & $runbook @move -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Outcome | Should -Be NotMoved, Moved
        ($problems | Where-Object FullyQualifiedErrorId -Like 'NotMoved,*').TargetObject.Username | Should -Be alice
        Get-Link alice, bob | Should -BeExactly alice/Okta/Alice, bob/AzureAD/oid-b
    }

    It 'only links the new identity to a federated user' {
        Set-Mapping @{ Okta_dave = 'oid-d' }
        (& $runbook @move).Outcome | Should -Be LinkedOnly
        Get-Link Okta_dave | Should -BeExactly Okta_dave/AzureAD/oid-d, Okta_dave/Okta/dave
        (& $runbook @move).Outcome | Should -Be LinkedOnly
        Get-Change | Should -BeExactly 'AdminLinkProviderForUser AzureAD oid-d'
    }

    It 'refuses <Who>, who <Why>' -ForEach @(
        @{ Who = 'erin'; Why = 'never had the old provider'; Reason = '*no identity from Okta*' }
        @{ Who = 'stuck'; Why = 'has five others'; Reason = '*no identity from Okta*' }
        @{ Who = 'nobody'; Why = 'does not exist'; Reason = 'There is no user ''nobody'' in user pool *' }
    ) {
        Set-Mapping @{ $Who = 'oid-x' }
        $results = & $runbook @move -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Outcome | Should -Be NotMoved
        $results.Reason | Should -BeLike $Reason
        $problems | Where-Object FullyQualifiedErrorId -Like 'NotMoved,*' | Should -HaveCount 1
        Get-Change | Should -BeNullOrEmpty
    }

    It 'does no harm if it runs twice' {
        Set-Mapping @{ alice = 'oid-a'; full = 'oid-f' }
        $null = & $runbook @move
        $null = Get-CGIPLocalUserPoolRequest $pool -Clear
        (& $runbook @move).Outcome | Should -Be AlreadyMoved, AlreadyMoved
        Get-Change | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        Set-Mapping @{ alice = 'oid-a'; full = 'oid-f' }
        $move.Remove('Confirm')
        & $runbook @move -WhatIf | Should -BeNullOrEmpty
        Get-Change | Should -BeNullOrEmpty
        $move.JournalPath | Should -Not -Exist
    }

    It 'resumes after an interruption at <Operation> <Nth>' -ForEach @(
        @{ Operation = 'AdminLinkProviderForUser'; Nth = 1 }
        @{ Operation = 'AdminLinkProviderForUser'; Nth = 3 }
        @{ Operation = 'AdminDisableProviderForUser'; Nth = 1 }
        @{ Operation = 'AdminDisableProviderForUser'; Nth = 2 }
        @{ Operation = 'AdminDisableProviderForUser'; Nth = 5 }
    ) {
        Set-Mapping @{ alice = 'oid-a'; bob = 'oid-b'; full = 'oid-f'; fivefold = 'oid-5' }
        Set-CGIPLocalUserPoolFault $pool -Operation $Operation -Nth $Nth -ErrorCode ExpiredTokenException
        { & $runbook @move } | Should -Throw -ErrorId 'CredentialsRefused,*'
        Get-CGIPLinkedIdentity $pool alice, bob, full, fivefold | Group-Object Username | Should -HaveCount 4 -Because 'nobody is without a link'
        Set-CGIPLocalUserPoolFault $pool -Clear
        $results = & $runbook @move -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        $results.Outcome | Select-Object -Unique | Should -BeIn Moved, AlreadyMoved
        Get-Link alice, bob, fivefold | Should -BeExactly alice/AzureAD/oid-a, bob/AzureAD/oid-b, fivefold/AzureAD/oid-5
        Get-Link full | Should -Contain full/AzureAD/oid-f
        Get-Link full | Should -Not -Contain full/Okta/full
    }

    It 'is not misled by a journal that is out of date' {
        Set-Mapping @{ alice = 'oid-a' }
        $null = & $runbook @move
        $null = Enable-CGIPProviderForUser -UserPoolId $pool -Username alice -ProviderName Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue Alice -Confirm:$false
        $null = Disable-CGIPProviderForUser -UserPoolId $pool -Username alice -ProviderName AzureAD -Confirm:$false
        $results = & $runbook @move -ErrorAction SilentlyContinue
        $results.Outcome | Should -Be NotMoved
        $results.Reason | Should -BeLike '*new journal*'
        Get-Link alice | Should -BeExactly alice/Okta/Alice
    }

    It 'resumes with a user whose old identity was unlinked to make room and could not be linked again' {
        Set-Mapping @{ full = 'oid-f' }
        Set-CGIPLocalUserPoolFault $pool -Operation AdminLinkProviderForUser -ErrorCode NotAuthorizedException
        (& $runbook @move -ErrorAction SilentlyContinue).Outcome | Should -Be NotMoved
        Get-Link full | Should -Not -Contain full/Okta/full
        (& $runbook @move -ErrorAction SilentlyContinue).Outcome | Should -Be NotMoved
        Set-CGIPLocalUserPoolFault $pool -Clear
        (& $runbook @move).Outcome | Should -Be Moved
        Get-Link full | Should -BeExactly full/AzureAD/oid-f, full/Ping/full-1, full/Ping/full-2, full/Ping/full-3, full/Ping/full-4
        (& $runbook @undo).Outcome | Should -Be Moved
        Get-Link | Should -BeExactly $before
    }

    It 'distinguishes users whose names or subjects differ only in case' {
        Set-Mapping @{ alice = 'oid-a' }
        'Alice,OID-A' | Add-Content $move.MappingPath
        (& $runbook @move).Outcome | Should -Be Moved, Moved
        Get-Link alice | Should -BeExactly alice/AzureAD/oid-a
        Get-Link Alice | Should -BeExactly Alice/AzureAD/OID-A
        (& $runbook @undo).Outcome | Should -Be Moved, Moved
        Get-Link | Should -BeExactly $before
    }

    It 'reads the user before it reports an unlink, also for a provider whose links are otherwise not read' {
        $move.From, $move.To = 'Google', 'AzureAD'
        Set-Mapping @{ gina = 'oid-g' }
        (& $runbook @move).Outcome | Should -Be Moved
        Get-Link gina | Should -BeExactly gina/AzureAD/oid-g
    }

    It 'passes the profile to every call' {
        Set-Mapping @{ alice = 'oid-a' }
        Mock Get-CGIPLinkedIdentity { [pscustomobject]@{ UserPoolId = $pool; Username = 'alice'; ProviderName = 'Okta'; ProviderAttributeValue = 'Alice'; Primary = $false } }
        Mock Enable-CGIPProviderForUser { [pscustomobject]@{ Username = 'alice'; ProviderName = 'AzureAD'; ProviderAttributeValue = 'oid-a'; Verified = $true } }
        Mock Disable-CGIPProviderForUser { [pscustomobject]@{ Username = 'alice'; ProviderName = 'Okta'; ProviderAttributeValue = 'Alice'; Verified = $true } }
        (& $runbook @move -ProfileName work).Outcome | Should -Be Moved
        foreach ($name in 'Get-CGIPLinkedIdentity', 'Enable-CGIPProviderForUser', 'Disable-CGIPProviderForUser') {
            Should -Invoke $name -ParameterFilter { $ProfileName -eq 'work' } -Exactly 1
            Should -Invoke $name -Exactly 1
        }
    }

    It 'refuses a mapping <With> before it changes anything' -ForEach @(
        @{ With = 'with a row without a subject'; Csv = "Username,Subject`nalice,oid-a`nbob,"; Message = '*row 2 has no Subject*' }
        @{ With = 'with other columns'; Csv = "User;Id`nalice;oid-a"; Message = '*row 1 has no Username*' }
        @{ With = 'that gives two people one subject'; Csv = "Username,Subject`nalice,oid`nbob,oid"; Message = "*'oid' occurs 2 times*" }
        @{ With = 'that names a user twice'; Csv = "Username,Subject`nalice,oid-a`nalice,oid-b"; Message = "*'alice' occurs 2 times*" }
        @{ With = 'with usernames for subjects'; Csv = "Username,Subject`nalice,azuread_oid-a"; Message = "*begins with the provider's name*" }
        @{ With = 'without rows'; Csv = 'Username,Subject'; Message = '*no rows*' }
    ) {
        Set-Content $move.MappingPath $Csv
        { & $runbook @move } | Should -Throw -ErrorId 'MappingNotUsable,*' -ExpectedMessage $Message
        Get-CGIPLocalUserPoolRequest $pool | Should -BeNullOrEmpty
    }

    It 'refuses a provider that the pool does not have before it changes anything' {
        Set-Mapping @{ alice = 'oid-a' }
        $move.To = 'EntraID'
        { & $runbook @move } | Should -Throw -ErrorId 'ProviderNotFound,*'
        Get-Change | Should -BeNullOrEmpty
    }

    Context '-Undo' {
        It 'restores every link, the old one first' {
            Set-Mapping @{ alice = 'oid-a'; bob = 'oid-b'; full = 'oid-f'; fivefold = 'oid-5'; Okta_dave = 'oid-d' }
            $null = & $runbook @move
            $null = Get-CGIPLocalUserPoolRequest $pool -Clear
            $results = & $runbook @undo -ErrorVariable problems
            $problems | Should -BeNullOrEmpty
            $results | Should -HaveCount 5
            $results.Outcome | Select-Object -Unique | Should -Be Moved
            Get-Link | Should -BeExactly $before
            $changes = @(Get-Change)
            [array]::IndexOf($changes, 'AdminLinkProviderForUser Okta Alice') | Should -BeLessThan ([array]::IndexOf($changes, 'AdminDisableProviderForUser AzureAD oid-a'))
            $null = Get-CGIPLocalUserPoolRequest $pool -Clear
            & $runbook @undo | Should -BeNullOrEmpty
            Get-Change | Should -BeNullOrEmpty
        }

        It 'undoes the part of an interrupted move that was done' {
            Set-Mapping @{ alice = 'oid-a'; bob = 'oid-b'; full = 'oid-f' }
            Set-CGIPLocalUserPoolFault $pool -Operation AdminDisableProviderForUser -Nth 2 -ErrorCode ExpiredTokenException
            { & $runbook @move } | Should -Throw
            Set-CGIPLocalUserPoolFault $pool -Clear
            $null = & $runbook @undo -ErrorVariable problems
            $problems | Should -BeNullOrEmpty
            Get-Link | Should -BeExactly $before
        }

        It 'does not touch what was already linked before the move' {
            $null = Enable-CGIPProviderForUser -UserPoolId $pool -Username alice -ProviderName AzureAD -ProviderAttributeName Cognito_Subject -ProviderAttributeValue oid-a -Confirm:$false
            Set-Mapping @{ alice = 'oid-a' }
            (& $runbook @move).Outcome | Should -Be Moved
            $null = & $runbook @undo
            Get-Link alice | Should -BeExactly alice/AzureAD/oid-a, alice/Okta/Alice
        }

        It 'restores the old link in the next run if it failed in this one, and unlinks nothing before' {
            Set-Mapping @{ alice = 'oid-a'; full = 'oid-f' }
            $null = & $runbook @move
            Set-CGIPLocalUserPoolFault $pool -Operation AdminLinkProviderForUser -ErrorCode NotAuthorizedException
            foreach ($time in 1..2) {
                (& $runbook @undo -ErrorAction SilentlyContinue).Outcome | Should -Be NotMoved, NotMoved
                Get-Link alice | Should -BeExactly alice/AzureAD/oid-a
            }
            Set-CGIPLocalUserPoolFault $pool -Clear
            $results = & $runbook @undo -ErrorVariable problems
            $problems | Should -BeNullOrEmpty
            $results.Outcome | Should -Be Moved, Moved
            Get-Link | Should -BeExactly $before
        }

        It 'restores what was unlinked to make room for a link that could not be made' {
            Set-Mapping @{ full = 'oid-f' }
            Set-CGIPLocalUserPoolFault $pool -Operation AdminLinkProviderForUser -ErrorCode NotAuthorizedException
            $null = & $runbook @move -ErrorAction SilentlyContinue
            Set-CGIPLocalUserPoolFault $pool -Clear
            (& $runbook @undo).Outcome | Should -Be Moved
            Get-Link | Should -BeExactly $before
        }

        It 'keeps the new link if the old one is missing and the journal has none to link again' {
            $twice = @{ UserPoolId = $pool; Username = 'alice'; Confirm = $false }
            $null = Enable-CGIPProviderForUser @twice -ProviderName AzureAD -ProviderAttributeName Cognito_Subject -ProviderAttributeValue oid-a -JournalPath $move.JournalPath
            $null = Disable-CGIPProviderForUser @twice -ProviderName Okta
            $results = & $runbook @undo -ErrorVariable problems -ErrorAction SilentlyContinue
            $results.Outcome, $results.Reason | Should -BeLike '*no*'
            $problems.FullyQualifiedErrorId | Should -BeLike 'NotMoved,*'
            Get-Link alice | Should -BeExactly alice/AzureAD/oid-a
        }

        It 'treats a request without an outcome in the journal as one that may have succeeded' {
            Set-Mapping @{ alice = 'oid-a' }
            $null = & $runbook @move
            $intents = Get-Content $move.JournalPath | Where-Object { $_ -notmatch '"event":"(un)?linked"' }
            Set-Content $move.JournalPath $intents
            (& $runbook @undo).Outcome | Should -Be Moved
            Get-Link | Should -BeExactly $before
        }

        It 'ignores other pools in the journal' {
            Set-Mapping @{ alice = 'oid-a' }
            $null = & $runbook @move
            (Get-Content -Raw $move.JournalPath).Replace($pool, 'eu-west-1_Staging') | Set-Content $move.JournalPath
            & $runbook @undo | Should -BeNullOrEmpty
            Get-Link alice | Should -BeExactly alice/AzureAD/oid-a
        }

        It 'works with the same journal as another move' {
            Set-Mapping @{ alice = 'oid-a'; full = 'oid-f' }
            $null = & $runbook @move
            $null = & $runbook @undo
            (& $runbook @move).Outcome | Should -Be Moved, Moved
            $null = & $runbook @undo
            Get-Link | Should -BeExactly $before
        }

        It 'changes nothing with -WhatIf' {
            Set-Mapping @{ alice = 'oid-a' }
            $null = & $runbook @move
            $undo.Remove('Confirm')
            & $runbook @undo -WhatIf | Should -BeNullOrEmpty
            Get-Link alice | Should -BeExactly alice/AzureAD/oid-a
        }

        It 'requires the journal' {
            { & $runbook @undo } | Should -Throw -ErrorId 'JournalMissing,*'
        }
    }
}
