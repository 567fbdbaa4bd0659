# The undo: links again what a run unlinked, and says why if that is not possible.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $id = 'us-east-1_LocalPool'

    function Get-Link {
        <# All links, as username/provider/value. #>
        Get-CGIPLinkedIdentity $id | ForEach-Object { '{0}/{1}/{2}' -f $_.Username, $_.ProviderName, $_.ProviderAttributeValue } | Sort-Object -CaseSensitive
    }

    function Get-LinkRequest {
        @(Get-CGIPLocalUserPoolRequest -Operation AdminLinkProviderForUser)
    }

    function Get-Snapshot {
        <# Every identity with the attribute it is linked by. #>
        $pool = (Invoke-RestMethod ([uri]::new([uri] (Get-CGIPLocalUserPool).EndpointUrl, '_local/snapshot'))).pools[0]
        foreach ($user in $pool.users) {
            $user.identities | Where-Object { $_ } | ForEach-Object {
                '{0}/{1}/{2}/{3}' -f $user.username, $_.providerName, ($_.attributeName ?? 'Cognito_Subject'), $_.value
            }
        }
    }

    function Invoke-SignIn {
        param([string] $Subject, [string] $Email)

        $body = @{ providerName = 'Okta'; subject = $Subject; attributes = @{ email = $Email } } | ConvertTo-Json
        Invoke-RestMethod ([uri]::new([uri] (Get-CGIPLocalUserPool).EndpointUrl, '_local/sign-in')) -Method Post -Body $body -ContentType application/json
    }

    function Disable-Alice {
        Disable-CGIPProviderForUser $id alice Okta -Force
    }
}

Describe 'The undo of a run' {
    BeforeEach {
        $journal = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $null = Start-CGIPLocalUserPool 300
        $before = Get-Link
        $unlinked = @(Get-CGIPLinkedIdentity $id -ProviderName Okta | Disable-CGIPProviderForUser -Force -JournalPath $journal -ErrorAction SilentlyContinue | Where-Object Outcome -EQ Unlinked)
    }

    AfterEach { Stop-CGIPLocalUserPool }

    It 'restores every link from the journal' {
        $unlinked.Count | Should -BeGreaterThan 50
        (Get-Link).Count | Should -Be ($before.Count - $unlinked.Count)
        $results = Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        $results | Should -HaveCount $unlinked.Count
        $results.Outcome | Select-Object -Unique | Should -Be Linked
        $results.Verified | Select-Object -Unique | Should -BeTrue
        $results.Username | Should -Be (Get-CGIPUnlinkJournal $journal | Where-Object Event -EQ Unlinked).Username
        Get-Link | Should -Be $before
    }

    It 'finds everything linked the second time, and sends no link requests' {
        $null = Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force
        $null = Get-CGIPLocalUserPoolRequest -Clear
        $results = Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force
        $results | Should -HaveCount $unlinked.Count
        $results.Outcome | Select-Object -Unique | Should -Be AlreadyLinked
        Get-LinkRequest | Should -BeNullOrEmpty
    }

    It 'leaves alone what the journal says has been linked again since' {
        $null = Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force -JournalPath $journal
        $null = $unlinked | Disable-CGIPProviderForUser -Force
        Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force | Should -BeNullOrEmpty
        Get-CGIPUnlinkJournal $journal -Latest | Enable-CGIPProviderForUser -Force | Should -BeNullOrEmpty
        (Get-Link).Count | Should -Be ($before.Count - $unlinked.Count)
    }

    It 'links what an unanswered unlink removed, even if a second journal found it gone: <Form>' -ForEach @(
        @{ Form = 'all records'; Latest = $false; Sub = $true }
        @{ Form = 'the latest records'; Latest = $true; Sub = $true }
        @{ Form = 'all records, of rows without a sub'; Latest = $false; Sub = $false }
        @{ Form = 'the latest records, of rows without a sub'; Latest = $true; Sub = $false }
    ) {
        $killed = @(Get-Content $journal | Where-Object { $_ -notmatch '"event":"(unlinked|run-ended)"' })
        Set-Content $journal $killed
        $second = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $rows = $unlinked | Select-Object UserPoolId, Username, ProviderName, ProviderAttributeName, ProviderAttributeValue, @{ Name = 'Sub'; Expression = { $Sub ? $_.Sub : $null } }
        $null = $rows | Disable-CGIPProviderForUser -Force -JournalPath $second -ErrorAction SilentlyContinue
        $results = Get-CGIPUnlinkJournal $second, $journal -Latest:$Latest | Enable-CGIPProviderForUser -Force
        $results | Should -HaveCount $unlinked.Count
        $results.Outcome | Select-Object -Unique | Should -Be Linked
        Get-Link | Should -Be $before
    }

    It 'works from <Form>' -ForEach @(
        @{ Form = 'results'; Read = { $unlinked } }
        @{ Form = 'results as CSV'; Read = { $unlinked | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ Form = 'results as JSON'; Read = { $unlinked | ConvertTo-Json | ConvertFrom-Json } }
        @{ Form = 'records as CSV'; Read = { Get-CGIPUnlinkJournal $journal -Event Unlinked | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ Form = 'records as JSON'; Read = { Get-CGIPUnlinkJournal $journal | ConvertTo-Json | ConvertFrom-Json } }
        @{ Form = 'deserialized records'; Read = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(@(Get-CGIPUnlinkJournal $journal))) } }
        @{ Form = 'the lines of the journal'; Read = { Get-Content $journal | ConvertFrom-Json } }
    ) {
        $results = & $Read | Enable-CGIPProviderForUser -Force -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        $results | Should -HaveCount $unlinked.Count
        Get-Link | Should -Be $before
    }

    It 'resumes with its own journal' {
        $undo = Join-Path $TestDrive 'undo.jsonl'
        $stopped = $null
        try { $first = @(Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force -JournalPath $undo -MaximumChange 5 -OutVariable given) } catch { $stopped = $_ }
        $stopped.FullyQualifiedErrorId | Should -BeLike 'MaximumChangeReached,*'
        $given | Should -HaveCount 5
        $null = Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force -JournalPath $undo
        Get-LinkRequest | Should -HaveCount $unlinked.Count
        Get-Link | Should -Be $before
        Remove-Item $undo
    }

    It 'can use the journal of the run, and be undone itself' {
        $null = Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force -JournalPath $journal
        Get-Link | Should -Be $before
        Get-CGIPUnlinkJournal $journal -Event Linked | Should -HaveCount $unlinked.Count
        $again = Get-CGIPUnlinkJournal $journal -Event Linked | Disable-CGIPProviderForUser -Force -JournalPath $journal
        $again | Should -HaveCount $unlinked.Count
        $again.Outcome | Select-Object -Unique | Should -Be Unlinked
        (Get-Link).Count | Should -Be ($before.Count - $unlinked.Count)
    }

    It 'warns if it has no journal, and records its links if it is repeated with one' {
        $null = Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -WhatIf -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $null = Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -BeLike '*-JournalPath*'
        $null = Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force -JournalPath $journal -WarningVariable warnings
        $warnings | Should -BeNullOrEmpty
        $again = Get-CGIPLinkedIdentity $id -ProviderName Okta | Disable-CGIPProviderForUser -Force -JournalPath $journal -ErrorAction SilentlyContinue
        $again | Where-Object Outcome -EQ Unlinked | Should -HaveCount $unlinked.Count
    }

    It 'does not warn about the journal if every record is refused' {
        $otherId = (Start-CGIPLocalUserPool 20 -UserPoolId us-east-1_Other).UserPoolId
        $null = Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -UserPoolId $otherId -Force -ErrorVariable problems -ErrorAction SilentlyContinue -WarningVariable warnings
        $problems | Should -Not -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }

    It 'links nothing with -WhatIf, even with -Force' {
        $results = Get-CGIPUnlinkJournal $journal -Username grace* | Enable-CGIPProviderForUser -WhatIf -Force -JournalPath (Join-Path $TestDrive 'none.jsonl')
        $results.Outcome | Select-Object -Unique | Should -Be WouldLink
        Get-LinkRequest | Should -BeNullOrEmpty
        Join-Path $TestDrive 'none.jsonl' | Should -Not -Exist
    }

    It 'survives throttling, closed connections, and errors for links that were made' {
        Set-CGIPLocalUserPoolFault -Operation AdminLinkProviderForUser -ErrorCode InvalidParameterException -Message 'Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a DestinationUser' -WhenDone -Probability 0.3
        Set-CGIPLocalUserPoolFault -Operation AdminLinkProviderForUser -ErrorCode TooManyRequestsException -Probability 0.05
        Set-CGIPLocalUserPoolFault -Operation AdminLinkProviderForUser -ConnectionReset -WhenDone -Probability 0.05
        $results = Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        $results.Outcome | Select-Object -Unique | Should -Be Linked
        $results | Where-Object Reason -Like '*although the service answered*' | Should -Not -BeNullOrEmpty
        Get-Link | Should -Be $before
    }
}

Describe 'An undo' {
    BeforeEach { $null = Start-TestPool }
    AfterEach { Stop-CGIPLocalUserPool }

    It 'uses the attribute of the original link' {
        $before = Get-Snapshot
        $before | Should -Contain 'carol/Okta/email/carol@corp.example'
        $journal = Join-Path $TestDrive 'carol.jsonl'
        $null = Disable-CGIPProviderForUser $id carol Okta -Force -JournalPath $journal
        Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Force | ForEach-Object ProviderAttributeName | Should -Be email
        Get-Snapshot | Sort-Object | Should -Be ($before | Sort-Object)
    }

    It 'skips what was not unlinked' {
        $null = Disable-Alice
        $messages = @(
            [pscustomobject]@{ Event = 'RunStarted'; UserPoolId = $null }
            [pscustomobject]@{ Event = 'Intent'; UserPoolId = $id; Username = 'alice'; ProviderName = 'Okta'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = 'Alice@Corp.example' }
            [pscustomobject]@{ Outcome = 'AlreadyUnlinked'; UserPoolId = $id; Username = 'alice'; ProviderName = 'Okta'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = 'Alice@Corp.example' }
        ) | Enable-CGIPProviderForUser -Force -Verbose 4>&1
        $messages | Should -HaveCount 3
        $messages | ForEach-Object { $_ | Should -BeOfType [System.Management.Automation.VerboseRecord] }
        Get-LinkRequest | Should -BeNullOrEmpty
    }

    It 'accepts listed identities, also of a federated user' {
        $null = Enable-CGIPProviderForUser $id Okta_dave Google -ProviderAttributeName Cognito_Subject -ProviderAttributeValue 99 -Force
        $listed = Get-CGIPLinkedIdentity $id Okta_dave -ProviderName Google
        $null = $listed | Disable-CGIPProviderForUser -Force
        Get-Linked | Should -Not -Contain 'Okta_dave/Google'
        ($listed | Enable-CGIPProviderForUser -Force).Outcome | Should -Be Linked
        Get-Linked | Should -Contain 'Okta_dave/Google'
    }

    It 'links exactly what the parameters say' {
        $result = Enable-CGIPProviderForUser -UserPoolId $id -Username erin -ProviderName Okta -ProviderAttributeName email -ProviderAttributeValue erin@corp.example -Force
        $result.Outcome | Should -Be Linked
        $result.ProviderAttributeName | Should -Be email
        Get-Snapshot | Should -Contain 'erin/Okta/email/erin@corp.example'
    }

    It 'accepts the parameters of Connect-CGIPProviderForUserAdmin, but only the user pool as the destination' {
        $parameter = @{
            UserPoolId = $id; SourceUser_ProviderName = 'Okta'; SourceUser_ProviderAttributeName = 'email'; SourceUser_ProviderAttributeValue = 'erin@corp.example'
            DestinationUser_ProviderName = 'Cognito'; DestinationUser_ProviderAttributeValue = 'erin'
        }
        foreach ($other in 'Okta', 'cognito', '') {
            $wrong = $parameter.Clone()
            $wrong.DestinationUser_ProviderName = $other
            { Enable-CGIPProviderForUser @wrong -Force } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        }
        { Enable-CGIPProviderForUser $id -DestinationUser_ProviderAttributeValue erin -Username alice -ProviderName Okta -ProviderAttributeName email -ProviderAttributeValue x -Force } | Should -Throw -ErrorId 'ParameterAlreadyBound,*'
        { Enable-CGIPProviderForUser @parameter -DestinationUser_ProviderAttributeName email -Force } | Should -Throw -ErrorId 'NamedParameterNotFound,*'
        Get-LinkRequest | Should -BeNullOrEmpty
        (Enable-CGIPProviderForUser @parameter -Force).Outcome | Should -Be Linked
        Get-Snapshot | Should -Contain 'erin/Okta/email/erin@corp.example'
    }

    It 'refuses a federated username as the subject, as unlinking does' {
        { Enable-CGIPProviderForUser $id erin Google -ProviderAttributeName Cognito_Subject -ProviderAttributeValue google_1122 -Force -ErrorAction Stop } |
            Should -Throw -ErrorId 'SubjectHasProviderPrefix,*' -ExpectedMessage "*prefix 'google_'*"
        { Enable-CGIPProviderForUser $id erin Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue Okta_00u1 -WhatIf -ErrorAction Stop } | Should -Throw -ErrorId 'SubjectHasProviderPrefix,*'
        Get-CGIPLocalUserPoolRequest -Operation AdminLinkProviderForUser | Should -BeNullOrEmpty

        # A subject from a row is used verbatim.
        $seen = [pscustomobject]@{ UserPoolId = $id; Username = 'erin'; ProviderName = 'Google'; Subject = 'google_1122' }
        ($seen | Enable-CGIPProviderForUser -Force).Outcome | Should -Be Linked
    }

    It 'is not possible once the person has signed in again' {
        $result = Disable-Alice
        (Invoke-SignIn 'Alice@Corp.example' 'alice@corp.example').created | Should -BeTrue
        $undone = $result | Enable-CGIPProviderForUser -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $undone.Outcome | Should -Be NotPossible
        $undone.Reason | Should -BeLike '*signed in again*only after that user is deleted*'
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'LinkNotPossible,*'
        $problems[0].TargetObject.Outcome | Should -Be NotPossible
        $problems[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'is not possible for a user with five identities' {
        1..5 | ForEach-Object { $null = Enable-CGIPProviderForUser $id erin Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue "e$_" -Force }
        $result = Enable-CGIPProviderForUser $id erin Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue e6 -Force -ErrorAction SilentlyContinue
        $result.Outcome | Should -Be NotPossible
        $result.Reason | Should -BeLike '*five*'
    }

    It 'is not possible if <Case>' -ForEach @(
        @{ Case = 'another user has the identity'; Row = @{ Username = 'erin'; ProviderName = 'Google'; ProviderAttributeValue = '1122334455' }; Reason = '*another user*' }
        @{ Case = 'the user is gone'; Row = @{ Username = 'nobody'; ProviderName = 'Google'; ProviderAttributeValue = '1' }; Reason = '*user no longer exists*' }
        @{ Case = 'the provider is gone'; Row = @{ Username = 'erin'; ProviderName = 'Gone'; ProviderAttributeValue = '1' }; Reason = "*has no identity provider 'Gone'*" }
        @{ Case = 'it is the password sign-in'; Row = @{ Username = 'erin'; ProviderName = 'Cognito'; ProviderAttributeValue = 'erin' }; Reason = '*password*' }
        @{ Case = 'another user has that name'; Row = @{ Username = 'erin'; Sub = 'x'; ProviderName = 'Google'; ProviderAttributeValue = '1' }; Reason = '*another*' }
    ) {
        $result = [pscustomobject] ($Row + @{ UserPoolId = $id; ProviderAttributeName = 'Cognito_Subject' }) | Enable-CGIPProviderForUser -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $result.Outcome | Should -Be NotPossible
        $result.Reason | Should -BeLike $Reason
        $problems.FullyQualifiedErrorId | Should -BeLike 'LinkNotPossible,*'
    }

    It 'also reports in a rehearsal that a link is not possible' {
        $null = [pscustomobject]@{ UserPoolId = $id; Username = 'nobody'; ProviderName = 'Google'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = '1' } |
            Enable-CGIPProviderForUser -WhatIf -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems.FullyQualifiedErrorId | Should -BeLike 'LinkNotPossible,*'
    }

    It 'reports a link that was made although the service returned an error' {
        $result = Disable-Alice
        Set-CGIPLocalUserPoolFault -Operation AdminLinkProviderForUser -ErrorCode InvalidParameterException -Message 'Merging is not currently supported' -WhenDone
        $undone = $result | Enable-CGIPProviderForUser -Force -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        $undone.Outcome, $undone.Verified | Should -Be Linked, $true
        Get-Linked | Should -Contain 'alice/Okta'
    }

    It 'writes an error with the result as its target if a link fails, and links the rest' {
        $results = @(Disable-Alice) + @(Disable-CGIPProviderForUser $id grace AzureAD -Force)
        Set-CGIPLocalUserPoolFault -Operation AdminLinkProviderForUser -Username alice -ErrorCode AliasExistsException
        $undone = $results | Enable-CGIPProviderForUser -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $undone.Username | Should -Be grace
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'AliasExists,*'
        $problems[0].TargetObject.Outcome | Should -Be Failed
        $problems[0].TargetObject.Username | Should -Be alice
    }

    It 'reports <ErrorId> for <Case>' -ForEach @(
        @{ Case = 'a row without a user'; Row = @{ ProviderName = 'Okta'; ProviderAttributeName = 'email'; ProviderAttributeValue = 'x' }; ErrorId = 'UsernameMissing,*' }
        @{ Case = 'a row without a value'; Row = @{ Username = 'erin'; ProviderName = 'Okta'; ProviderAttributeName = 'email'; ProviderAttributeValue = '' }; ErrorId = 'IncompleteRow,*' }
        @{ Case = 'an object that is not a row'; Row = @{ Length = 3 }; ErrorId = 'NotAUser,*' }
    ) {
        { [pscustomobject] $Row | Enable-CGIPProviderForUser -UserPoolId $id -Force -ErrorAction Stop } | Should -Throw -ErrorId $ErrorId
        { [pscustomobject] $Row | Enable-CGIPProviderForUser -Force -ErrorAction Stop } | Should -Throw -ErrorId ($ErrorId -eq 'NotAUser,*' ? $ErrorId : 'IncompleteRow,*')
        Get-LinkRequest | Should -BeNullOrEmpty
    }

    It 'refuses a piped string, and says what to pipe' {
        $problem = { 'alice' | Enable-CGIPProviderForUser -UserPoolId $id -Force -ErrorAction Stop } | Should -Throw -ErrorId 'NotAUser,*' -PassThru
        $problem.Exception.Message | Should -BeLike '*does not show which identities to link. Pipe records from Get-CGIPUnlinkJournal, *'
        $problem.ErrorDetails.RecommendedAction | Should -Not -BeLike '*pool*'
        Get-LinkRequest | Should -BeNullOrEmpty
    }

    It 'prompts by default' {
        $command = [System.Management.Automation.CommandMetadata]::new((Get-Command Enable-CGIPProviderForUser))
        $command.ConfirmImpact | Should -Be High
        $command.SupportsShouldProcess | Should -BeTrue
    }
}
