BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $id = 'us-east-1_LocalPool'

    function Get-WhatIf {
        <# The What if lines of a script that runs in its own PowerShell process. #>
        param([string] $Script)

        (Invoke-Child $Script).Output | Where-Object { $_ -like 'What if:*' }
    }
}

Describe '-WhatIf' {
    It 'unlinks nothing in a whole pool, and shows pool, user and provider on each line' {
        $child = Invoke-Child @"
            Import-Module '$(Get-ModulePath)'
            `$pool = Start-CGIPLocalUserPool -UserCount 300
            `$asked = @(Get-CGIPLinkedIdentity `$pool.UserPoolId -ProviderName Okta).Count
            Get-CGIPLinkedIdentity `$pool.UserPoolId | Disable-CGIPProviderForUser -ProviderName Okta -WhatIf -ErrorAction SilentlyContinue -ErrorVariable refused
            "identities: `$asked"
            "refused: `$(`$refused.Count)"
            "sent: `$(@(Get-CGIPLocalUserPoolRequest -Operation AdminDisableProviderForUser).Count)"
            `$results = Get-CGIPLinkedIdentity `$pool.UserPoolId | Disable-CGIPProviderForUser -ProviderName Okta -Confirm:`$false -ErrorAction SilentlyContinue
            "unlinked: `$(@(`$results | Where-Object Outcome -eq Unlinked).Count)"
            `$again = Get-CGIPLinkedIdentity `$pool.UserPoolId | Disable-CGIPProviderForUser -ProviderName Okta -Confirm:`$false -ErrorAction SilentlyContinue
            "again: `$(@(`$again | Where-Object Outcome -eq Unlinked).Count)"
"@
        $child.ExitCode | Should -Be 0
        $value = @{}
        $child.Output | Where-Object { $_ -match '^(\w+): (\d+)$' } | ForEach-Object { $value[$Matches[1]] = [int] $Matches[2] }
        $lines = @($child.Output | Where-Object { $_ -like 'What if:*' })
        $lines.Count | Should -BeGreaterThan 100
        $lines | ForEach-Object { $_ | Should -Match "^What if: Unlink Okta identity '.+'.* from user '[^']+' in user pool us-east-1_LocalPool at 127.0.0.1:\d+ \(can still sign in with: (Federated|Password \(reset by verified (e-mail|phone number)\))\)$" }
        ($lines.Count + $value.refused) | Should -Be $value.identities
        $value.refused | Should -BeGreaterThan 0
        $value.sent | Should -Be 0
        $value.unlinked | Should -Be $lines.Count
        $value.again | Should -Be 0
    }

    It 'is not overridden by -Force' {
        $lines = Get-WhatIf "Import-Module '$(Get-ModulePath)'; Import-Module '$PSScriptRoot/TestSupport.psm1'; `$null = Start-TestPool; Disable-CGIPProviderForUser $id alice Okta -Force -WhatIf; 'What if: sent ' + @(Get-Sent).Count"
        $lines | Should -HaveCount 2
        $lines[0] | Should -BeLike "*Unlink Okta identity 'Alice@Corp.example' from user 'alice' in user pool $id at 127.0.0.1:* (can still sign in with: Password (reset by verified e-mail))"
        $lines[1] | Should -Be 'What if: sent 0'
    }

    It 'also works as $WhatIfPreference' {
        $lines = Get-WhatIf "Import-Module '$(Get-ModulePath)'; Import-Module '$PSScriptRoot/TestSupport.psm1'; `$null = Start-TestPool; `$WhatIfPreference = `$true; Disable-CGIPProviderForUser $id alice Okta -Force; 'What if: sent ' + @(Get-Sent).Count"
        $lines | Should -HaveCount 2
        $lines[1] | Should -Be 'What if: sent 0'
    }

    It 'refuses the second of two identities of a user, as the run would' {
        $null = Start-TestPool
        Disable-CGIPProviderForUser $id frank -AllProviders -WhatIf -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'WouldLockOut,*'
        Get-Sent | Should -BeNullOrEmpty
        Stop-CGIPLocalUserPool
    }

    Context 'with many rows' {
        BeforeAll {
            $null = Start-CGIPLocalUserPool 600
            $identities = Get-CGIPLinkedIdentity $id
            $plan = $identities | ConvertTo-Csv | ConvertFrom-Csv
            $expected = $identities | Disable-CGIPProviderForUser -WhatIf -ErrorAction SilentlyContinue
        }

        AfterAll { Stop-CGIPLocalUserPool }

        It 'needs few requests and no billed reads for the same results' {
            $before = @(Get-CGIPLocalUserPoolRequest).Count
            $results = $plan | Disable-CGIPProviderForUser -WhatIf -ErrorAction SilentlyContinue -SummaryVariable summary
            $sent = Get-CGIPLocalUserPoolRequest | Select-Object -Skip $before | Group-Object Operation -AsHashTable
            $plan.Count | Should -BeGreaterThan 400
            $sent.Keys | Sort-Object | Should -Be DescribeUserPool, ListIdentityProviders, ListUsers
            $sent.ListIdentityProviders.Count | Should -Be 1
            $sent.ListUsers.Count | Should -BeLessOrEqual (100 + 600 / 60)
            $summary.BilledReads | Should -Be 0
            $summary.ListedAt | Should -BeLessOrEqual ([datetime]::UtcNow)
            "$summary" | Should -Match ', as of .*\d\d:\d\d:\d\d UTC \(listings can lag; the real run reads each user again\)$'
            $results | ForEach-Object { "$($_.Username) $($_.ProviderName) $($_.Outcome)" } |
                Should -Be ($expected | ForEach-Object { "$($_.Username) $($_.ProviderName) $($_.Outcome)" })
        }

        It 'needs few requests and no billed reads for an undo' {
            $before = @(Get-CGIPLocalUserPoolRequest).Count
            $results = $plan | Enable-CGIPProviderForUser -WhatIf -ErrorAction SilentlyContinue
            $sent = Get-CGIPLocalUserPoolRequest | Select-Object -Skip $before | Group-Object Operation -AsHashTable
            $sent.Keys | Sort-Object | Should -Be DescribeUserPool, ListUsers
            $sent.ListUsers.Count | Should -BeLessOrEqual (100 + 600 / 60)
            $results.Outcome | Select-Object -Unique | Should -Be AlreadyLinked
        }

        It 'stops at Select-Object -First before it looks up the remaining rows' {
            $before = @(Get-CGIPLocalUserPoolRequest).Count
            $plan | Disable-CGIPProviderForUser -WhatIf -ErrorAction SilentlyContinue | Select-Object -First 3 | Should -HaveCount 3
            @(Get-CGIPLocalUserPoolRequest).Count - $before | Should -BeLessOrEqual 100
        }
    }
}

Describe '-Confirm' {
    BeforeEach { $null = Start-TestPool }
    AfterEach { Stop-CGIPLocalUserPool }

    It 'prompts by default, and <Answer> unlinks <Expected>' -ForEach @(
        @{ Answer = 'Yes', 'Yes'; Expected = 'alice', 'grace' }
        @{ Answer = 'No', 'Yes'; Expected = @('grace') }
        @{ Answer = , 'Yes to All'; Expected = 'alice', 'grace' }
        @{ Answer = , 'No to All'; Expected = @() }
    ) {
        $run = Invoke-WithAnswer "'alice', 'grace' | Disable-CGIPProviderForUser $id -ProviderName Okta, AzureAD" $Answer
        $run.Errors | Should -BeNullOrEmpty
        @($run.Results.Username | Where-Object { $_ }) | Should -Be $Expected
        @(Get-Sent).Count | Should -Be $Expected.Count
        $run.Prompts[0] | Should -BeLike "*Unlink Okta identity 'Alice@Corp.example' from user 'alice' in user pool $id at 127.0.0.1:* (can still sign in with: Password (reset by verified e-mail))?*"
    }

    It 'shows how <Who> could sign in afterwards: <Says>' -ForEach @(
        @{ Who = 'a user'; Run = 'Disable-CGIPProviderForUser us-east-1_LocalPool alice Okta'; Says = '(can still sign in with: Password (reset by verified e-mail))' }
        @{ Who = 'the user of a piped identity'; Run = 'Get-CGIPLinkedIdentity us-east-1_LocalPool alice | Disable-CGIPProviderForUser'; Says = '(can still sign in with: Password (reset by verified e-mail))' }
        @{ Who = 'a user without another way to sign in'; Run = 'Disable-CGIPProviderForUser us-east-1_LocalPool bob Okta'; Says = '(this will be refused: it is the user''s only way to sign in)' }
        @{ Who = 'a user who would lose the password sign-in'; Run = 'Disable-CGIPProviderForUser us-east-1_LocalPool grace -Native'; Says = 'Deactivate the password sign-in of user ''grace'' in user pool*(can still sign in with: Federated)' }
        @{ Who = 'an unknown user'; Run = 'Disable-CGIPProviderForUser us-east-1_LocalPool -SocialProvider Google -Subject 1122334455'; Says = '(how the user can sign in afterwards is not known)' }
    ) {
        $run = Invoke-WithAnswer $Run 'No'
        $run.Prompts | Should -HaveCount 1
        $run.Prompts[0] | Should -BeLike "*$Says*"
        Get-Sent | Should -BeNullOrEmpty
    }

    It 'counts an identity that was kept with No as a way to sign in when it prompts for the next one' {
        $run = Invoke-WithAnswer "Disable-CGIPProviderForUser $id frank -AllProviders" 'No', 'No'
        $run.Prompts | Should -HaveCount 2
        $run.Prompts | ForEach-Object { $_ | Should -BeLike '*(can still sign in with: Federated)*' }
    }

    It 'does not prompt with <How>' -ForEach @(
        @{ How = '-Force'; Parameter = '-Force' }
        @{ How = '-Confirm:$false'; Parameter = '-Confirm:$false' }
        @{ How = '-Force, not even with -Confirm'; Parameter = '-Force -Confirm' }
        @{ How = '$ConfirmPreference None'; Before = '$ConfirmPreference = ''None'';' }
    ) {
        $run = Invoke-WithAnswer "$Before Disable-CGIPProviderForUser $id alice Okta $Parameter" @()
        $run.Prompts | Should -BeNullOrEmpty
        $run.Results.Outcome | Should -Be Unlinked
    }

    It 'prompts with <How>' -ForEach @(
        @{ How = '$ConfirmPreference High'; Before = '$ConfirmPreference = ''High'';' }
        @{ How = '$ConfirmPreference Low'; Before = '$ConfirmPreference = ''Low'';' }
        @{ How = '-Confirm, also if $ConfirmPreference is None'; Before = '$ConfirmPreference = ''None'';'; Parameter = '-Confirm' }
    ) {
        $run = Invoke-WithAnswer "$Before Disable-CGIPProviderForUser $id alice Okta $Parameter" 'No'
        $run.Prompts | Should -HaveCount 1
        $run.Results | Should -BeNullOrEmpty
        Get-Sent | Should -BeNullOrEmpty
    }

    It 'changes nothing in a session without prompts, and says so' {
        $child = Invoke-Child "Import-Module '$(Get-RepositoryFile 'tests/pester/TestSupport.psm1')'; Import-Module '$(Get-ModulePath)'; `$null = Start-TestPool
            try { Disable-CGIPProviderForUser $id alice Okta } catch { `$_.Exception.GetType().Name }; (Get-Sent).Count"
        $child.Output | Select-Object -Last 1 | Should -Be 0
        "$($child.Output)" | Should -BeLike '*PSInvalidOperationException*'
    }
}
