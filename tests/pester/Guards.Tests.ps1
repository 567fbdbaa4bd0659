# No user is left without a way to sign in by accident, and no other user is changed.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $id = 'us-east-1_Guards'
    $seedPath = Join-Path $TestDrive 'guards.json'

    function Use-Pool {
        <# Starts a pool with the users below, or with others; -Recovery says how passwords can be reset. #>
        param([object[]] $User, [string[]] $Recovery = 'verified_email')

        $mechanisms = @(for ($i = 0; $i -lt $Recovery.Count; $i++) { @{ Priority = $i + 1; Name = $Recovery[$i] } })
        $okta = { param($value) @{ providerName = 'Okta'; value = $value; signedInSubject = $value } }
        $google = { param($value) @{ providerName = 'Google'; value = $value } }
        @{ version = 1; pools = @(@{
                    userPoolId        = $id
                    aliasAttributes   = @('email')
                    identityProviders = @(@{ name = 'Okta'; type = 'SAML' }, @{ name = 'Google'; type = 'Google' })
                    configuration     = @{ AccountRecoverySetting = @{ RecoveryMechanisms = $mechanisms } }
                    users             = $User ?? @(
                        @{ username = 'vera'; status = 'CONFIRMED'; attributes = Get-VerifiedEmail vera; identities = @(& $okta 'vera-okta') }
                        @{ username = 'phil'; status = 'CONFIRMED'; attributes = @{ phone_number = '+15550100'; phone_number_verified = 'true' }; identities = @(& $okta 'phil-okta') }
                        @{ username = 'una'; status = 'CONFIRMED'; attributes = @{ email = 'una@example.com'; email_verified = 'false' }; identities = @(& $okta 'una-okta') }
                        @{ username = 'uwe'; status = 'CONFIRMED'; identities = @((& $okta 'uwe-okta'), (& $google 'uwe-google')) }
                        @{ username = 'rita'; status = 'RESET_REQUIRED'; identities = @(& $okta 'rita-okta') }
                        @{ username = 'rosa'; status = 'RESET_REQUIRED'; attributes = Get-VerifiedEmail rosa; identities = @(& $okta 'rosa-okta') }
                        @{ username = 'amy'; status = 'FORCE_CHANGE_PASSWORD'; attributes = Get-VerifiedEmail amy; identities = @((& $okta 'amy-okta'), (& $google 'amy-google')) }
                        @{ username = 'Okta_ivan'; status = 'EXTERNAL_PROVIDER'; identities = @(@{ providerName = 'Okta'; value = 'ivan'; primary = $true; signedInSubject = 'ivan' }) }
                    )
                })
        } | ConvertTo-Json -Depth 9 | Set-Content $seedPath
        Start-CGIPLocalUserPool -UserPoolId $id -SeedPath $seedPath -SkipSignatureCheck
    }

    function Invoke-Operation {
        <# Sends a request to the pool as another administrator would. #>
        param([string] $Operation, [hashtable] $Parameters)

        $request = @{
            Uri         = (Get-CGIPLocalUserPool $id).EndpointUrl
            Method      = 'Post'
            ContentType = 'application/x-amz-json-1.1'
            Headers     = @{ 'X-Amz-Target' = "AWSCognitoIdentityProviderService.$Operation" }
            Body        = $Parameters + @{ UserPoolId = $id } | ConvertTo-Json -Depth 5
        }
        Invoke-RestMethod @request
    }

    function Get-Id {
        <# The ids of errors. #>
        param([object[]] $Problem)

        $Problem | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { $_.FullyQualifiedErrorId -replace ',.*' }
    }

    # Each test checks errors and warnings itself.
    $quiet = @{ Force = $true; ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue'; ErrorVariable = 'problems'; WarningVariable = 'warnings' }
}

Describe 'A password that cannot be reset' {
    BeforeEach { $pool = Use-Pool }
    AfterEach { Stop-CGIPLocalUserPool $id }

    It 'is not a way to sign in: the user is refused, with a result and an error' {
        $result = Disable-CGIPProviderForUser $id una Okta @quiet
        $result.Outcome, $result.ErrorId, $result.SignInAfterUnlink, $result.Recovery | Should -Be Skipped, NoRecovery, Password, None
        Get-Id $problems | Should -Be NoRecovery
        "$($problems[0])" | Should -BeLike "Not unlinked: user 'una' would be left with only a password, which they may not know and cannot reset*Nothing was sent."
        $problems[0].ErrorDetails.RecommendedAction | Should -BeLike '*-AllowNoRecovery*'
        Get-Sent $id | Should -BeNullOrEmpty
    }

    It 'does not prevent an unlink with -<Switch>' -ForEach @(@{ Switch = 'AllowNoRecovery' }, @{ Switch = 'AllowLockout' }) {
        $allowed = @{ $Switch = $true }
        $result = Disable-CGIPProviderForUser $id una Okta @quiet @allowed
        $result.Outcome, $result.SignInAfterUnlink, $result.Recovery | Should -Be Unlinked, Password, None
        $problems | Should -BeNullOrEmpty
        Get-Linked $id | Should -Not -Contain una/Okta
    }

    It 'does not matter while another way to sign in remains, but does once that is to be unlinked too' {
        $results = Disable-CGIPProviderForUser $id uwe -AllProviders @quiet
        $results | ForEach-Object { "$($_.Outcome) $($_.SignInAfterUnlink)" } | Should -Be 'Unlinked Federated', 'Skipped Password'
        Get-Id $problems | Should -Be NoRecovery
        Get-Linked $id | Should -Contain uwe/Google
    }

    It 'leaves a RESET_REQUIRED user without a way to sign in, which -AllowNoRecovery does not allow' {
        $results = 'rita', 'rosa' | Disable-CGIPProviderForUser $id -ProviderName Okta -AllowNoRecovery @quiet
        $results | ForEach-Object { "$($_.Username) $($_.Outcome) $($_.SignInAfterUnlink)" } | Should -Be 'rita Skipped None', 'rosa Unlinked Password'
        Get-Id $problems | Should -Be WouldLockOut
    }

    It 'depends on the pool''s settings: with <Accepts>, a verified phone number means <Recovery>' -ForEach @(
        @{ Accepts = 'verified_email'; Recovery = 'None' }
        @{ Accepts = 'verified_email', 'verified_phone_number'; Recovery = 'VerifiedPhone' }
    ) {
        Stop-CGIPLocalUserPool $id
        $null = Use-Pool -Recovery $Accepts
        (Get-CGIPLinkedIdentity $id phil).Recovery | Should -Be $Recovery
        (Disable-CGIPProviderForUser $id phil Okta @quiet).Outcome | Should -Be ($Recovery -eq 'None' ? 'Skipped' : 'Unlinked')
    }

    It 'is shown in listings, CSV and the list view' {
        $shown = Get-CGIPLinkedIdentity $id
        $shown | ForEach-Object { "$($_.Username) $($_.SignInAfterUnlink) $($_.Recovery)" } | Should -Be @(
            'vera Password VerifiedEmail', 'phil Password None', 'una Password None', 'uwe Federated None', 'uwe Federated None', 'rita None None', 'rosa Password VerifiedEmail',
            'amy Federated VerifiedEmail', 'amy Federated VerifiedEmail', 'Okta_ivan None None')
        ($shown | ConvertTo-Csv | ConvertFrom-Csv | Where-Object Username -EQ una).Recovery | Should -Be None
        $shown[0] | Format-List | Out-String | Should -Match '(?m)^Recovery +: VerifiedEmail'
        $results = 'vera', 'una' | Disable-CGIPProviderForUser $id -ProviderName Okta @quiet
        ($results | ConvertTo-Csv | ConvertFrom-Csv).Recovery | Should -Be VerifiedEmail, None
        ($results | ConvertTo-Csv | ConvertFrom-Csv).Sub | Should -Be $shown[0].Sub, $shown[2].Sub
        $results[1] | Format-List | Out-String | Should -Match '(?m)^Recovery +: .*None'
    }

    It 'is recorded in the journal' {
        $journal = Join-Path $TestDrive 'recovery.jsonl'
        $null = 'vera', 'una' | Disable-CGIPProviderForUser $id -ProviderName Okta -JournalPath $journal @quiet
        $outcomes = Get-CGIPUnlinkJournal $journal -Event Unlinked, Skipped | Sort-Object Username -Descending
        $outcomes.Recovery | Should -Be VerifiedEmail, None
        $outcomes.ErrorId | Should -Be $null, NoRecovery
    }

    It 'is shown by -WhatIf, as are the ways to reset other passwords' {
        Stop-CGIPLocalUserPool $id
        $null = Use-Pool -Recovery verified_email, verified_phone_number
        $child = Invoke-Child @"
            Import-Module '$(Get-ModulePath)'
            `$null = Start-CGIPLocalUserPool -UserPoolId $id -SeedPath '$seedPath'
            'vera', 'phil', 'una' | Disable-CGIPProviderForUser $id -ProviderName Okta -WhatIf -AllowNoRecovery
            Disable-CGIPProviderForUser $id una Okta -WhatIf -ErrorAction SilentlyContinue
            "sent: `$(@(Get-CGIPLocalUserPoolRequest -Operation Admin*).Count)"
"@
        $child.Output -match '^What if:' -replace '.*\(can', '(can' | Should -Be @(
            '(can still sign in with: Password (reset by verified e-mail))'
            '(can still sign in with: Password (reset by verified phone number))'
            '(can still sign in with: Password (which cannot be reset))')
        $child.Output | Should -Contain 'sent: 0'
    }

    It 'ends the run if only administrators can reset passwords and the pool was given' {
        Stop-CGIPLocalUserPool $id
        $null = Use-Pool -Recovery admin_only
        { 'vera', 'phil', 'una', 'amy' | Disable-CGIPProviderForUser $id -ProviderName Okta -ThrottleLimit 1 @quiet } |
            Should -Throw -ErrorId 'NoRecovery,*' -ExpectedMessage '*only administrators can reset a password*admin_only*'
        Get-Sent $id | Should -BeNullOrEmpty
        ('vera', 'phil' | Disable-CGIPProviderForUser $id -ProviderName Okta -AllowNoRecovery @quiet).Outcome | Should -Be Unlinked, Unlinked
    }

    It 'causes an error for each item if only administrators can reset passwords and the items name their pool' {
        Stop-CGIPLocalUserPool $id
        $null = Use-Pool -Recovery admin_only
        $results = Get-CGIPLinkedIdentity $id vera, una, amy | Disable-CGIPProviderForUser -ProviderName Okta @quiet
        $results.Outcome | Should -Be Skipped, Skipped, Unlinked
        Get-Id $problems | Should -Be NoRecovery, NoRecovery
    }

    It 'also ends a rehearsal if only administrators can reset passwords and the pool was given' {
        Stop-CGIPLocalUserPool $id
        $null = Use-Pool -Recovery admin_only
        { 'vera', 'una' | Disable-CGIPProviderForUser $id -ProviderName Okta -WhatIf @quiet } | Should -Throw -ErrorId 'NoRecovery,*'
    }
}

Describe 'A denied read' {
    BeforeEach { $null = Use-Pool }
    AfterEach { Stop-CGIPLocalUserPool $id }

    It 'causes one warning and no refusal: DescribeUserPool' {
        Set-CGIPLocalUserPoolFault $id -Operation DescribeUserPool -ErrorCode AccessDeniedException
        $results = 'una', 'vera' | Disable-CGIPProviderForUser $id -ProviderName Okta @quiet
        $results.Outcome | Should -Be Unlinked, Unlinked
        $results.Recovery | Should -Be Unknown, Unknown
        $problems | Should -BeNullOrEmpty
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike '*cannot reset their password are not detected*cognito-idp:DescribeUserPool*'
        Get-CGIPLocalUserPoolRequest $id DescribeUserPool | Should -HaveCount 1
    }

    It 'causes one warning and no refusal: ListIdentityProviders' {
        Set-CGIPLocalUserPoolFault $id -Operation ListIdentityProviders -ErrorCode AccessDeniedException
        $results = 'amy', 'vera' | Disable-CGIPProviderForUser $id -ProviderName Okta @quiet
        $results.Outcome | Should -Be Unlinked, Unlinked
        $problems | Should -BeNullOrEmpty
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike '*cannot be listed*deleted provider*'
    }
}

Describe 'A user with an unknown status' {
    AfterEach { Stop-CGIPLocalUserPool $id }

    It 'is refused without -AllowLockout: <_>' -ForEach 'ARCHIVED', 'COMPROMISED', 'UNKNOWN' {
        $null = Use-Pool @{ username = 'old'; status = $_; attributes = Get-VerifiedEmail old; identities = @(@{ providerName = 'Okta'; value = 'a' }, @{ providerName = 'Google'; value = 'b' }) }
        $result = Disable-CGIPProviderForUser $id old Okta -AllowNoRecovery @quiet
        $result.Outcome, $result.SignInAfterUnlink | Should -Be Skipped, Unknown
        Get-Id $problems | Should -Be UnknownStatus
        "$($problems[0])" | Should -BeLike "*'old' has the status $_*"
        Get-Sent $id | Should -BeNullOrEmpty
        (Disable-CGIPProviderForUser $id old Okta -AllowLockout @quiet).Outcome | Should -Be Unlinked
    }
}

Describe 'An identity from a deleted provider' {
    It 'is not a way to sign in' {
        $null = Use-Pool
        Invoke-Operation DeleteIdentityProvider @{ ProviderName = 'Google' }
        $shown = Get-CGIPLinkedIdentity $id amy
        $shown | ForEach-Object { "$($_.ProviderName) $($_.SignInAfterUnlink)" } | Should -Be 'Okta None', 'Google Federated'
        $result = Disable-CGIPProviderForUser $id amy Okta @quiet
        $result.Outcome, $result.SignInAfterUnlink | Should -Be Skipped, None
        Get-Id $problems | Should -Be WouldLockOut
        Get-Sent $id | Should -BeNullOrEmpty
        Stop-CGIPLocalUserPool $id
    }
}

Describe 'A federated user''s own identity' {
    It 'is reported as such, with advice, even if it is the only one' {
        $null = Use-Pool
        $result = Disable-CGIPProviderForUser $id Okta_ivan Okta @quiet
        $result.Outcome | Should -Be Skipped
        Get-Id $problems | Should -Be OwnIdentity
        "$($problems[0])" | Should -BeLike "*is the federated user 'Okta_ivan' itself, not a link*"
        $problems[0].ErrorDetails.RecommendedAction | Should -BeLike '*disable or delete the user*'
        Stop-CGIPLocalUserPool $id
    }
}

Describe 'A different user with the same name' {
    BeforeEach {
        $null = Use-Pool
        $journal = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $listed = Get-CGIPLinkedIdentity $id vera
    }
    AfterEach { Stop-CGIPLocalUserPool $id }

    It 'loses no identity' {
        Invoke-Operation AdminDeleteUser @{ Username = 'vera' }
        $null = Invoke-Operation AdminCreateUser @{ Username = 'vera'; MessageAction = 'SUPPRESS' }
        $null = Enable-CGIPProviderForUser $id vera Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue vera-okta -Force
        $results = @($listed; $listed | ConvertTo-Csv | ConvertFrom-Csv) | Disable-CGIPProviderForUser -AllowLockout @quiet
        $results | Should -BeNullOrEmpty
        Get-Id $problems | Should -Be OtherUser, OtherUser
        $problems[0].TargetObject.Outcome | Should -Be Failed
        "$($problems[0])" | Should -BeLike "Nothing was sent: the input names the user with sub '$($listed.Sub)', but user 'vera' has sub *"
        Get-Sent $id | Should -BeNullOrEmpty
    }

    It 'gets no identity from an undo' {
        $unlinked = Disable-CGIPProviderForUser $id vera Okta -JournalPath $journal @quiet
        $unlinked.Outcome | Should -Be Unlinked
        (Get-CGIPUnlinkJournal $journal -Event Unlinked).Sub | Should -Be $listed.Sub
        Invoke-Operation AdminDeleteUser @{ Username = 'vera' }
        $null = Invoke-Operation AdminCreateUser @{ Username = 'vera'; MessageAction = 'SUPPRESS' }
        $results = @(Get-CGIPUnlinkJournal $journal; $unlinked; $unlinked | ConvertTo-Json | ConvertFrom-Json) | Enable-CGIPProviderForUser @quiet
        $results.Outcome | Should -Be NotPossible, NotPossible, NotPossible
        $results[0].Reason | Should -BeLike '*Another user has that username*sub*'
        Get-Id $problems | Select-Object -Unique | Should -Be LinkNotPossible
        Get-CGIPLocalUserPoolRequest $id AdminLinkProviderForUser | Should -BeNullOrEmpty
    }
}

Describe 'A deactivated password sign-in' {
    BeforeEach {
        $pool = Use-Pool
        $journal = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
    }
    AfterEach { Stop-CGIPLocalUserPool $id }

    It 'is not a way to sign in for later commands, even in the same pipeline' {
        $results = Disable-CGIPProviderForUser $id vera -Native @quiet | ForEach-Object { $_; Disable-CGIPProviderForUser $id $_.Username Okta @quiet }
        $results | ForEach-Object { "$($_.ProviderName) $($_.Outcome) $($_.SignInAfterUnlink)" } | Should -Be 'Cognito Unlinked Federated', 'Okta Skipped None'
        Get-Id $problems | Should -Be WouldLockOut
        1..3 | ForEach-Object { (Disable-CGIPProviderForUser $id vera Okta @quiet).ErrorId } | Should -Be WouldLockOut, WouldLockOut, WouldLockOut
        Get-Linked $id | Should -Contain vera/Okta
    }

    It 'is not a way to sign in for another process with the same journal' {
        $null = Disable-CGIPProviderForUser $id vera -Native -JournalPath $journal @quiet
        $child = Invoke-Child @"
            Import-Module '$(Get-ModulePath)'
            `$pool = @{ EndpointUrl = '$($pool.EndpointUrl)'; Region = '$($pool.Region)'; AccessKey = '$($pool.AccessKey)'; SecretKey = '$($pool.SecretKey)' }
            `$result = Disable-CGIPProviderForUser $id vera Okta -Force -JournalPath '$journal' @pool -ErrorAction SilentlyContinue
            "`$(`$result.Outcome) `$(`$result.ErrorId) `$(`$result.SignInAfterUnlink)"
"@
        $child.Output | Should -Contain 'Skipped WouldLockOut None'
        Get-Linked $id | Should -Contain vera/Okta
    }

    It 'causes a warning that it cannot be undone, which does not mention CONFIRMED' {
        $null = Disable-CGIPProviderForUser $id vera -Native @quiet
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike '*cannot be undone*what status the user has afterwards*'
        "$warnings" | Should -Not -BeLike '*CONFIRMED*'
    }
}

Describe 'An identity without a user' {
    It 'is unlinked, with one warning that nothing can be checked' {
        $null = Use-Pool
        $rows = 'amy-google', 'uwe-google' | ForEach-Object { [pscustomobject]@{ ProviderName = 'Google'; Subject = $_ } }
        $results = $rows | Disable-CGIPProviderForUser $id @quiet
        $results.Outcome | Should -Be Unlinked, Unlinked
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike 'No username was given, so nothing can be checked*'
        $null = Disable-CGIPProviderForUser $id -SamlProvider Okta -NameId amy-okta -Username amy -AllowLockout @quiet
        $warnings | Should -BeNullOrEmpty
        Stop-CGIPLocalUserPool $id
    }
}

Describe 'Two runs in one process' {
    It 'leave each user one identity if each unlinks one of two at the same time, <How>' -ForEach @(
        @{ How = 'both by username'; Name = '$_.Username' }
        @{ How = 'one of them by sub'; Name = '$_.Sub' }
        @{ How = 'one of them by e-mail address'; Name = '"$($_.Username)@example.com"' }
    ) {
        $names = 1..30 | ForEach-Object { "user$_" }
        foreach ($round in 1..3) {
            $null = Use-Pool ($names | ForEach-Object { @{ username = $_; status = 'FORCE_CHANGE_PASSWORD'; attributes = Get-VerifiedEmail $_; identities = @(@{ providerName = 'Okta'; value = "$_-okta"; signedInSubject = "$_-okta" }, @{ providerName = 'Google'; value = "$_-google" }) } })
            Set-CGIPLocalUserPoolFault $id -LatencyMilliseconds 10 -Operation Admin*
            $unlink = {
                param($Module, $Id, $Provider, $Name)
                Import-Module $Module
                Get-CGIPLinkedIdentity $Id -ProviderName $Provider | ForEach-Object { [pscustomobject]@{ Username = & ([scriptblock]::Create($Name)); ProviderName = $Provider } } |
                    Disable-CGIPProviderForUser $Id -Force -ErrorAction SilentlyContinue
            }
            $runs = foreach ($run in @{ Provider = 'Okta'; Name = '$_.Username' }, @{ Provider = 'Google'; Name = $Name }) {
                $shell = [powershell]::Create().AddScript($unlink).AddArgument((Get-ModulePath)).AddArgument($id).AddArgument($run.Provider).AddArgument($run.Name)
                @{ Shell = $shell; Running = $shell.BeginInvoke() }
            }
            $results = $runs | ForEach-Object { $_.Shell.EndInvoke($_.Running); $_.Shell.Runspace.Dispose(); $_.Shell.Dispose() }
            $left = Get-CGIPLinkedIdentity $id | Group-Object Username
            $left | Should -HaveCount 30 -Because "round $round"
            $left | ForEach-Object Count | Select-Object -Unique | Should -Be 1
            $results | Group-Object Outcome -NoElement | ForEach-Object { "$($_.Count) $($_.Name)" } | Sort-Object | Should -Be '30 Skipped', '30 Unlinked'
            $results.ErrorId | Where-Object { $_ } | Select-Object -Unique | Should -Be WouldLockOut
            Stop-CGIPLocalUserPool $id
        }
    }
}

Describe 'A user whose other identity is unlinked by someone else at the same time' {
    BeforeEach {
        $null = Use-Pool
        # The other administrator has time until this request is answered.
        Set-CGIPLocalUserPoolFault $id -Operation AdminDisableProviderForUser -ProviderName Okta -LatencyMilliseconds 2000
        $rival = { Invoke-Operation AdminDisableProviderForUser @{ User = @{ ProviderName = 'Google'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = 'amy-google' } } }
    }
    AfterEach { Stop-CGIPLocalUserPool $id }

    It 'is reported as stranded' {
        $output = Invoke-Beside "Disable-CGIPProviderForUser $id amy Okta -Force" -UserPoolId $id -Meanwhile $rival
        $problem = $output | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
        Get-Id $problem | Should -Be Stranded
        "$problem" | Should -BeLike "*'amy' now has no way to sign in*"
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*Enable-CGIPProviderForUser*-Repair*'
        $problem.TargetObject.Outcome, $problem.TargetObject.SignInAfterUnlink | Should -Be Unlinked, None
        ($output | Where-Object { $_ -is [CognitoUnlink.Unlinking.UnlinkResult] }).Outcome | Should -Be Unlinked -Because 'an undo accepts results'
        Get-CGIPLinkedIdentity $id amy | Should -BeNullOrEmpty
    }

    It 'gets the identity back at once with -Repair, and the journal records it' {
        $journal = Join-Path $TestDrive 'repair.jsonl'
        $output = Invoke-Beside "Disable-CGIPProviderForUser $id amy Okta -Force -Repair -JournalPath '$journal'" -UserPoolId $id -Meanwhile $rival
        $problem = $output | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
        Get-Id $problem | Should -Be Stranded
        "$problem" | Should -BeLike '*has been linked again*'
        (Get-CGIPLinkedIdentity $id amy).Subject | Should -Be amy-okta
        (Get-CGIPUnlinkJournal $journal | Where-Object Username).Event | Should -Be Intent, Unlinked, Intent, Linked, Failed
        Get-CGIPUnlinkJournal $journal -Latest -Event Unlinked | Should -BeNullOrEmpty
    }

    It 'cannot get the identity back with -Repair if -AllowLockout is given' {
        { Disable-CGIPProviderForUser $id amy Okta -Force -Repair -AllowLockout } | Should -Throw -ExpectedMessage '*-Repair and -AllowLockout cannot be combined*'
        Get-CGIPLocalUserPoolRequest $id | Should -BeNullOrEmpty
    }
}
