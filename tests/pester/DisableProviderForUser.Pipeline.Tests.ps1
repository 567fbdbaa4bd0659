BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    Add-ForeignUser
    $id = 'us-east-1_LocalPool'

    function Get-ForeignUser {
        param([string] $Type, [string] $Username, [string] $Attribute = 'Attributes')

        # As in a listing: with everything that the service shows about the user.
        $user = New-Object "Foreign.$Type" -Property @{ Username = $Username; UserStatus = [Foreign.UserStatusType]::new('CONFIRMED') }
        $list = [Collections.Generic.List[Foreign.AttributeType]]::new()
        $linked = @(Get-CGIPLinkedIdentity $id $Username)
        $list.Add((New-Object Foreign.AttributeType -Property @{ Name = 'sub'; Value = $linked ? $linked[0].Sub : "sub-of-$Username" }))
        $identities = @($linked | ForEach-Object { @{ userId = $_.Subject; providerName = $_.ProviderName; providerType = $_.ProviderType; primary = $_.Primary } })
        if ($identities) {
            $list.Add((New-Object Foreign.AttributeType -Property @{ Name = 'identities'; Value = ($identities | ConvertTo-Json -Compress -AsArray) }))
        }
        $user.$Attribute = $list
        $user
    }
}

Describe 'Piped users' {
    BeforeEach { $null = Start-TestPool }
    AfterEach { Stop-CGIPLocalUserPool }

    It 'are unlinked: <Shape>' -ForEach @(
        @{ Shape = 'UserType from SDK v3'; Users = { Get-ForeignUser UserTypeV3 alice; Get-ForeignUser UserTypeV3 erin; Get-ForeignUser UserTypeV3 carol } }
        @{ Shape = 'UserType from SDK v4'; Users = { Get-ForeignUser UserTypeV4 alice; Get-ForeignUser UserTypeV4 erin; Get-ForeignUser UserTypeV4 carol } }
        @{ Shape = 'AdminGetUserResponse'; Users = { Get-ForeignUser AdminGetUserResponse alice -Attribute UserAttributes; Get-ForeignUser AdminGetUserResponse carol -Attribute UserAttributes } }
        @{ Shape = 'PSCustomObject'; Users = { 'alice', 'carol' | ForEach-Object { $user = Get-ForeignUser UserTypeV4 $_; [pscustomobject]@{ Username = $user.Username; Attributes = $user.Attributes | ForEach-Object { [pscustomobject]@{ Name = $_.Name; Value = $_.Value } } } } } }
        @{ Shape = 'attributes as hashtables'; Users = { 'alice', 'carol' | ForEach-Object { $user = Get-ForeignUser UserTypeV4 $_; [pscustomobject]@{ Username = $user.Username; Attributes = $user.Attributes | ForEach-Object { @{ Name = $_.Name; Value = $_.Value } } } } } }
        @{ Shape = 'deserialized objects'; Users = { 'alice', 'carol' | ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-ForeignUser UserTypeV4 $_), 5)) } } }
        @{ Shape = 'objects from JSON'; Users = { 'alice', 'carol' | ForEach-Object { Get-ForeignUser UserTypeV4 $_ } | ConvertTo-Json -Depth 5 | ConvertFrom-Json } }
        @{ Shape = 'UserType without attributes'; Users = { [Foreign.UserTypeV4]@{ Username = 'alice' }; [Foreign.UserTypeV3]@{ Username = 'carol' } } }
    ) {
        $results = & $Users | Disable-CGIPProviderForUser -UserPoolId $id -ProviderName Okta -Force
        $results.Username | Should -Be alice, carol
        $results.Outcome | Should -Be Unlinked, Unlinked
        Get-Linked | Should -Not -Contain alice/Okta
        Get-Linked | Should -Contain carol/Google
    }

    It 'are read from the pool if only the types of their attributes are left: <Shape>' -ForEach @(
        @{ Shape = 'deserialized objects'; User = { [Management.Automation.PSSerializer]::Deserialize(([Management.Automation.PSSerializer]::Serialize((Get-ForeignUser UserTypeV4 carol), 1) -replace 'Foreign\.', 'Amazon.CognitoIdentityProvider.Model.')) } }
        @{ Shape = 'objects from JSON'; User = { Get-ForeignUser UserTypeV4 carol | ConvertTo-Json -Depth 1 -WarningAction SilentlyContinue | ForEach-Object { $_ -replace 'Foreign\.', 'Amazon.CognitoIdentityProvider.Model.' } | ConvertFrom-Json } }
        @{ Shape = 'users in a list from JSON'; User = { , @(Get-ForeignUser UserTypeV4 carol) | ConvertTo-Json -Depth 1 -WarningAction SilentlyContinue | ForEach-Object { $_ -replace 'Foreign\.', 'Amazon.CognitoIdentityProvider.Model.' } | ConvertFrom-Json } }
        @{ Shape = 'rows of CSV'; User = { Get-ForeignUser UserTypeV4 carol | ConvertTo-Csv | ForEach-Object { $_ -replace 'Foreign\.', 'Amazon.CognitoIdentityProvider.Model.' } | ConvertFrom-Csv } }
    ) {
        $user = & $User
        "$($user.Attributes)" | Should -Match 'Amazon.CognitoIdentityProvider.Model.AttributeType'
        ($user | Disable-CGIPProviderForUser -UserPoolId $id -ProviderName Okta -Force).Outcome | Should -Be Unlinked
        Get-Linked | Should -Contain carol/Google
    }

    It 'are refused if their attributes became text: <Shape>' -ForEach @(
        @{ Shape = 'objects from JSON'; User = { [pscustomobject]@{ Username = 'carol'; Attributes = @([pscustomobject]@{ Name = 'sub'; Value = 'x' }) } | ConvertTo-Json -Depth 1 -WarningAction SilentlyContinue | ConvertFrom-Json } }
        @{ Shape = 'rows of CSV'; User = { [pscustomobject]@{ Username = 'carol'; Attributes = [pscustomobject]@{ Name = 'sub'; Value = 'x' } } | ConvertTo-Csv | ConvertFrom-Csv } }
    ) {
        $user = & $User
        { $user | Disable-CGIPProviderForUser -UserPoolId $id -ProviderName Okta -Force -ErrorAction Stop } | Should -Throw -ErrorId 'RowNotReadable,*' -ExpectedMessage "*'Attributes'*remove the column*"
        Get-Sent | Should -BeNullOrEmpty
        ($user | Select-Object Username | Disable-CGIPProviderForUser -UserPoolId $id -ProviderName Okta -Force).Outcome | Should -Be Unlinked
    }

    It 'are refused if -Username is another user' {
        { Get-ForeignUser UserTypeV4 alice | Disable-CGIPProviderForUser -UserPoolId $id -Username erin -ProviderName Okta -Force -ErrorAction Stop } | Should -Throw -ErrorId 'AmbiguousRow,*'
        { [pscustomobject]@{ Username = 'alice'; ProviderName = 'Okta' } | Disable-CGIPProviderForUser -UserPoolId $id -Username erin -Force -ErrorAction Stop } | Should -Throw -ErrorId 'AmbiguousRow,*'
        { [pscustomobject]@{ Username = 'alice' } | Disable-CGIPProviderForUser -UserPoolId $id -Username erin -Native -Force -ErrorAction Stop } | Should -Throw -ErrorId 'AmbiguousRow,*'
        Get-Sent | Should -BeNullOrEmpty
    }

    It 'are read again before the request, so that an outdated listing does no harm' {
        $stale = Get-ForeignUser UserTypeV4 alice
        $null = Disable-CGIPProviderForUser $id alice Okta -Force
        $result = $stale | Disable-CGIPProviderForUser -UserPoolId $id -ProviderName Okta -Force
        $result.Outcome | Should -Be AlreadyUnlinked
        @(Get-Sent).Count | Should -Be 1
    }

    It 'are refused if they are not users, with advice, and not used as usernames' {
        $problems = $null
        Get-Item $PSScriptRoot, $PSHOME | Select-Object Attributes | Disable-CGIPProviderForUser -UserPoolId $id -ProviderName Okta -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems | Should -HaveCount 2
        $problems.FullyQualifiedErrorId | Should -BeLike 'NotAUser,*'
        "$($problems[0])" | Should -BeLike '*names neither a user nor an identity*Attributes*'
        $problems[0].ErrorDetails.RecommendedAction | Should -BeLike '*Give a user or an identity: users have a Username, identities a ProviderName and a Subject.*'
        Get-CGIPLocalUserPoolRequest | Should -BeNullOrEmpty
    }

    It 'can be hashtables' {
        $result = @{ Username = 'alice' }, [ordered]@{ Username = 'grace' } | Disable-CGIPProviderForUser $id -ProviderName Okta, AzureAD -Force
        $result.Username | Should -Be alice, grace
        (@{ Username = 'heidi' } | Get-CGIPLinkedIdentity $id).ProviderName | Should -Be SignInWithApple
    }
}

Describe 'Piped rows' {
    BeforeEach {
        # rob has two Okta links.
        $null = Start-CGIPLocalUserPool -UserPoolId us-east-1_Rows -SeedPath (Get-RepositoryFile 'tests/parity/pool.json')
        $rows = 'us-east-1_Rows'
    }
    AfterEach { Stop-CGIPLocalUserPool us-east-1_Rows }

    It 'without ProviderAttributeName still mean only the identity with the given value' {
        $result = [pscustomobject]@{ UserPoolId = $rows; Username = 'rob'; ProviderName = 'Okta'; ProviderAttributeValue = 'rob@example.com' } | Disable-CGIPProviderForUser -Force
        $result.ProviderAttributeValue | Should -Be rob@example.com
        (Get-CGIPLinkedIdentity $rows rob).Subject | Should -Be rob-old@example.com
    }

    It 'with the unknown column <Column> are refused, and the error lists the columns found and the known ones' -ForEach @(
        @{ Column = 'Subjekt'; Row = @{ Username = 'rob'; ProviderName = 'Okta'; Subjekt = 'rob@example.com' } }
        @{ Column = 'NamID'; Row = @{ Username = 'rob'; ProviderName = 'Okta'; NamID = 'rob@example.com' } }
        @{ Column = 'User'; Row = @{ User = 'rob'; ProviderName = 'Okta'; Subject = 'rob@example.com' } }
        @{ Column = 'Anbieter'; Row = @{ Username = 'rob'; Anbieter = 'Okta' } }
        @{ Column = 'EmployeeId'; Row = @{ Username = 'rob'; ProviderName = 'Okta'; EmployeeId = '17' } }
    ) {
        $result = [pscustomobject] $Row | Disable-CGIPProviderForUser $rows -AllProviders -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $result | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'UnknownColumn,*'
        foreach ($name in $Row.Keys) { "$($problems[0])" | Should -BeLike "*'$name'*" }
        "$($problems[0])" | Should -BeLike '*Known columns are Username*'
        Get-Sent $rows | Should -BeNullOrEmpty
    }

    It 'that are blank are left out, <How>' -ForEach @(
        @{ How = 'from CSV'; Make = { "UserPoolId,Username,ProviderName,Note`n,,,`n ,,`t,`n$rows,amy,Google,`n,,," | ConvertFrom-Csv } }
        @{ How = 'from CSV with an identity'; Make = { "UserPoolId,Username,ProviderName,ProviderAttributeName,ProviderAttributeValue`n,,,,`n$rows,amy,Google,Cognito_Subject,amy-google`n,,,," | ConvertFrom-Csv } }
        @{ How = 'from CSV with a social identity'; Make = { "UserPoolId,Username,SocialProvider,Subject`n,,,`n$rows,amy,Google,amy-google`n,,," | ConvertFrom-Csv } }
        @{ How = 'as objects'; Make = { [pscustomobject]@{ UserPoolId = ''; Username = $null; ProviderName = ' ' }, [pscustomobject]@{ UserPoolId = $rows; Username = 'amy'; ProviderName = 'Google' } } }
        @{ How = 'as hashtables'; Make = { @{ UserPoolId = ''; Username = $null; ProviderName = ' ' }, @{ UserPoolId = $rows; Username = 'amy'; ProviderName = 'Google' } } }
        @{ How = 'as rows of a database'; Make = {
                $table = [Data.DataTable]::new()
                'UserPoolId', 'Username', 'ProviderName', 'sub' | ForEach-Object { $null = $table.Columns.Add($_) }
                $null = $table.Rows.Add([DBNull]::Value, [DBNull]::Value, [DBNull]::Value, [DBNull]::Value)
                $null = $table.Rows.Add($rows, 'amy', 'Google', [DBNull]::Value)
                $table.Rows | Select-Object UserPoolId, Username, ProviderName, sub
            }
        }
    ) {
        $results = & $Make | Disable-CGIPProviderForUser -Force -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        $results.ProviderAttributeValue | Should -Be amy-google
    }

    It 'that are blank are left out by <Command>' -ForEach @(
        @{ Command = 'Enable-CGIPProviderForUser'; Run = { $args | Enable-CGIPProviderForUser -Force } }
        @{ Command = 'Set-CGIPFallbackPassword'; Run = { $args | Set-CGIPFallbackPassword -Force } }
    ) {
        $piped = "UserPoolId,Username,ProviderName,Subject`n,,,`n$rows,amy,Google,amy-2`n , ,," | ConvertFrom-Csv
        $ErrorActionPreference = 'Stop'
        $results = & $Run @piped
        $results.Username | Should -Be amy
    }

    It 'that are blank are left out if a script block names the user' {
        $results = "Login,Note`n,`namy," | ConvertFrom-Csv | Disable-CGIPProviderForUser $rows -Username { $_.Login } -ProviderName Google -Force -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
        $results.Username | Should -Be amy
    }

    It 'without any property are refused' {
        { [pscustomobject]@{} | Disable-CGIPProviderForUser $rows -AllProviders -Force -ErrorAction Stop } | Should -Throw -ErrorId 'NotAUser,*'
    }

    It 'mean no more than a property that was added to a hashtable' {
        $result = @{ Username = 'amy' } | Add-Member Subject amy-google -PassThru | Disable-CGIPProviderForUser $rows -ProviderName Google -Force
        $result.ProviderAttributeValue | Should -Be amy-google
        $user = @{ Username = 'rob' } | Add-Member Subject rob@example.com -PassThru
        { $user | Disable-CGIPProviderForUser $rows -AllProviders -Force -ErrorAction Stop } | Should -Throw -ErrorId 'IncompleteRow,*'
    }

    It 'with a <_> beside a list of users are refused by Get-CGIPLinkedIdentity too' -ForEach sub, Username {
        $row = [pscustomobject]@{ $_ = 'alice'; Users = @([pscustomobject]@{ Username = 'carol' }) }
        { $row | Get-CGIPLinkedIdentity $rows -ErrorAction Stop } | Should -Throw -ErrorId 'AmbiguousRow,*'
        { , @($row, $row) | Get-CGIPLinkedIdentity $rows -ErrorAction Stop } | Should -Throw -ErrorId 'AmbiguousRow,*'
    }

    It 'with an identity in an object beside a list of users are refused' {
        { [pscustomobject]@{ Users = @('amy'); link = @{ subject = 'x' } } | Disable-CGIPProviderForUser $rows -AllProviders -Force -ErrorAction Stop } | Should -Throw -ErrorId 'UnknownColumn,*'
        { [pscustomobject]@{ link = [pscustomobject]@{ idp = 'Okta' }; Users = @('amy') } | Disable-CGIPProviderForUser $rows -AllProviders -Force -ErrorAction Stop } | Should -Throw -ErrorId 'UnknownColumn,*'
    }

    It 'that are not understood do not mean the whole pool for Get-CGIPLinkedIdentity: <Json>' -ForEach @(
        @{ Json = '{"User":"amy"}'; Id = 'UnknownColumn' }
        @{ Json = '{"Usernam":"amy"}'; Id = 'UnknownColumn' }
        @{ Json = '{"Login":"amy"}'; Id = 'UnknownColumn' }
        @{ Json = '{"Login":""}'; Id = 'UnknownColumn' }
        @{ Json = '{"IdP":"Okta","Subject":"amy-okta"}'; Id = 'UnknownColumn' }
        @{ Json = '{"ProviderName":"Okta"}'; Id = 'NotAUser' }
        @{ Json = '{"ProviderName":"Okta","ClientId":"x","Outcome":"Closed"}'; Id = 'NotAUser' }
        @{ Json = '{"Outcome":"Skipped"}'; Id = 'NotAUser' }
    ) {
        $row = $Json | ConvertFrom-Json | Add-Member UserPoolId $rows -PassThru
        { $row | Get-CGIPLinkedIdentity -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
        { $row | Get-CGIPLinkedIdentity $rows -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
        { , @($row, $row) | Get-CGIPLinkedIdentity -ErrorAction Stop } | Should -Throw -ErrorId "$Id,*"
    }

    It 'that are findings of a check do not mean the whole pool' {
        $findings = @(Test-CGIPProviderRetirement $rows Google -InformationAction Ignore)
        $identities = @($findings | Get-CGIPLinkedIdentity -ErrorVariable problems -ErrorAction SilentlyContinue)
        $identities | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId -replace ',.*' | Select-Object -Unique | Should -Be NotAUser
        $problems.Count | Should -Be $findings.Count
    }

    It 'are listed by Get-CGIPLinkedIdentity with no more than they name: <Name>' -ForEach @(
        @{ Name = 'an identity'; Row = @{ Username = 'amy'; ProviderName = 'Google'; Subject = 'amy-google' }; Expected = 'Google amy-google' }
        @{ Name = 'a provider'; Row = @{ Username = 'amy'; ProviderName = 'Okta' }; Expected = 'Okta amy-okta' }
        @{ Name = 'an identity that the user does not have'; Row = @{ Username = 'amy'; ProviderName = 'Google'; Subject = 'x' }; Expected = $null }
        @{ Name = 'a misspelt subject'; Row = @{ Username = 'amy'; ProviderName = 'Google'; Subjekt = 'amy-google' }; Expected = 'UnknownColumn' }
        @{ Name = 'a provider in the wrong case'; Row = @{ Username = 'amy'; ProviderName = 'google' }; Expected = 'ProviderNotFound' }
        @{ Name = 'another user who had that name'; Row = @{ Username = 'amy'; Sub = '00000000-0000-0000-0000-000000000000' }; Expected = 'OtherUser' }
        @{ Name = 'a user of another pool'; Row = @{ Username = 'amy'; UserPoolId = 'us-east-1_Other' }; Expected = 'OtherUserPool' }
    ) {
        foreach ($piped in [pscustomobject] $Row, @{ Users = @($Row) }) {
            $found = @($piped | Get-CGIPLinkedIdentity $rows -ErrorVariable problems -ErrorAction SilentlyContinue | ForEach-Object { "$($_.ProviderName) $($_.ProviderAttributeValue)" })
            @($found) + @($problems.FullyQualifiedErrorId -replace ',.*') | Where-Object { $_ } | Should -Be $Expected
        }
    }

    It 'with a user and a provider mean all identities of that user from exactly that provider' {
        $results = [pscustomobject]@{ Username = 'rob'; ProviderName = 'Okta'; Department = 'Sales'; Email = 'rob@example.com' } | Disable-CGIPProviderForUser $rows -Force
        $results.ProviderAttributeValue | Sort-Object | Should -Be rob-old@example.com, rob@example.com
        [pscustomobject]@{ Username = 'amy'; ProviderName = 'Okt*' } | Disable-CGIPProviderForUser $rows -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ProviderNotFound,*'
    }

    It 'are refused as incomplete if a property cannot be read' {
        $row = [pscustomobject]@{ Username = 'rob'; ProviderName = 'Okta' } | Add-Member ScriptProperty Subject { throw 'x' } -PassThru
        { $row | Disable-CGIPProviderForUser $rows -Force -ErrorAction Stop } | Should -Throw -ErrorId 'IncompleteRow,*'
        Get-Sent $rows | Should -BeNullOrEmpty
    }

    It 'are refused if the property <Property> cannot be read' -ForEach @{ Property = 'identities' }, @{ Property = 'Attributes' }, @{ Property = 'Sub' }, @{ Property = 'UserPoolId' } {
        $row = [pscustomobject]@{ Username = 'amy' } | Add-Member ScriptProperty $Property { throw 'x' } -PassThru
        { $row | Disable-CGIPProviderForUser $rows -AllProviders -Force -ErrorAction Stop } | Should -Throw -ErrorId 'RowNotReadable,*'
        Get-Sent $rows | Should -BeNullOrEmpty
    }

    It 'mean only the identities that Where-Object left, even if that is one or none' -ForEach @(
        @{ Left = 'Google'; Sent = 'Google/Cognito_Subject/amy-google' }
        @{ Left = 'Facebook'; Sent = $null }
    ) {
        $identities = '[{"userId":"amy-okta","providerName":"Okta"},{"userId":"amy-google","providerName":"Google"}]'
        $null = [pscustomobject]@{ Username = 'amy'; identities = $identities } |
            Select-Object Username, @{ n = 'identities'; e = { $_.identities | ConvertFrom-Json | Where-Object providerName -EQ $Left } } |
            Disable-CGIPProviderForUser $rows -AllProviders -Force -WarningVariable warnings -WarningAction SilentlyContinue
        Get-Sent $rows | Should -Be $Sent
        @($warnings).Count | Should -Be ($Sent ? 0 : 1)
    }

    It 'mean only their identities if they went through <Through>' -ForEach @(
        @{ Through = 'CliXml'; Again = { param($row) [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($row, 5)) } }
        @{ Through = 'JSON'; Again = { param($row) $row | ConvertTo-Json -Depth 5 | ConvertFrom-Json } }
    ) {
        $one = [pscustomobject]@{ userId = 'amy-google'; providerName = 'Google' }
        foreach ($identities in $one, @(, $one)) {
            $row = & $Again ([pscustomobject]@{ Username = 'amy'; identities = $identities })
            $results = $row | Disable-CGIPProviderForUser $rows -AllProviders -WhatIf
            $results.ProviderName | Should -Be Google
        }
    }

    It 'mean only their identities if a script block names the user' {
        $row = [pscustomobject]@{ Login = 'amy'; identities = '[{"userId":"amy-google","providerName":"Google"}]' }
        $null = $row | Disable-CGIPProviderForUser $rows -Username { $_.Login } -AllProviders -Force
        Get-Sent $rows | Should -Be Google/Cognito_Subject/amy-google
    }

    It 'with a typed <Set> identity are refused if their sub is another user''s' -ForEach @(
        @{ Set = 'Social'; Typed = @{ SocialProvider = 'Google'; Subject = 'amy-google' } }
        @{ Set = 'Saml'; Typed = @{ SamlProvider = 'Okta'; NameId = 'amy-okta' } }
        @{ Set = 'Exact'; Typed = @{ ProviderName = 'Okta'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = 'amy-okta' } }
    ) {
        $row = [pscustomobject]@{ Username = 'amy'; Sub = 'aaaaaaaa-0000-4000-8000-000000000002' }
        { $row | Disable-CGIPProviderForUser $rows @Typed -Force -ErrorAction Stop } | Should -Throw -ErrorId 'OtherUser,*'
        Get-Sent $rows | Should -BeNullOrEmpty
        $row.Sub = 'aaaaaaaa-0000-4000-8000-000000000001'
        ($row | Disable-CGIPProviderForUser $rows @Typed -Force).Outcome | Should -Be Unlinked
    }

    It 'are refused if two columns differ only in case' {
        $row = '{"Username":"amy","username":"rob","ProviderName":"Google"}' | ConvertFrom-Json -AsHashtable
        { $row | Disable-CGIPProviderForUser $rows -Force -ErrorAction Stop } | Should -Throw -ErrorId 'RowNotReadable,*' -ExpectedMessage '*twice*'
        Get-Sent $rows | Should -BeNullOrEmpty
    }

    It 'from a file that was read <How> are refused, and the error says how to read it' -ForEach @(
        @{ How = 'with the wrong delimiter'; Read = { param($path) Import-Csv $path }; Encoding = 'utf8'; Message = "*';'*delimiter*" }
        @{ How = 'with the wrong encoding'; Read = { param($path) Import-Csv $path -Delimiter ';' }; Encoding = [Text.UnicodeEncoding]::new($false, $false); Message = '*UTF-16*' }
    ) {
        $plan = Join-Path $TestDrive 'plan.csv'
        Set-Content $plan 'Username;ProviderName', 'rob;Okta' -Encoding $Encoding
        { & $Read $plan | Disable-CGIPProviderForUser $rows -Force -ErrorAction Stop } | Should -Throw -ErrorId 'UnknownColumn,*' -ExpectedMessage $Message
        Get-Sent $rows | Should -BeNullOrEmpty
    }

    It 'can have other column names with -ColumnMap' {
        $result = [pscustomobject]@{ Login = 'amy'; Idp = 'Google' } | Disable-CGIPProviderForUser $rows -ColumnMap @{ Username = 'Login'; ProviderName = 'Idp' } -Force
        $result.Username, $result.ProviderName | Should -Be amy, Google
        $native = [pscustomobject]@{ Login = 'rob'; Username = 'amy' } | Disable-CGIPProviderForUser $rows -Native -ColumnMap @{ Username = 'Login' } -Force -WarningAction SilentlyContinue
        $native.Username | Should -Be rob
    }

    It 'can be resumed and undone if they name users by an alias' {
        $journal = Join-Path $TestDrive 'alias.jsonl'
        $plan = 'rob', 'amy' | ForEach-Object { [pscustomobject]@{ Username = "$_@example.com"; ProviderName = 'Okta' } }
        $plan += [pscustomobject]@{ Username = 'amy@example.com'; ProviderName = 'Google'; Subject = 'amy-google' }
        ($plan | Disable-CGIPProviderForUser $rows -Force -AllowLockout -JournalPath $journal).Outcome | Should -Be Unlinked, Unlinked, Unlinked, Unlinked
        $again = $plan | Disable-CGIPProviderForUser $rows -Force -AllowLockout -JournalPath $journal -ErrorVariable problems
        $again.Outcome | Select-Object -Unique | Should -Be AlreadyUnlinked
        $problems | Should -BeNullOrEmpty
        (Get-CGIPUnlinkJournal $journal -Latest).Event | Select-Object -Unique | Should -Be Unlinked
        $back = Get-CGIPUnlinkJournal $journal -Latest | Enable-CGIPProviderForUser -Force -JournalPath $journal
        $back.Outcome | Should -Be Linked, Linked, Linked, Linked
    }
}

Describe 'Parameters and pipeline input' {
    BeforeEach { $null = Start-TestPool }
    AfterEach { Stop-CGIPLocalUserPool }

    It '-Username accepts several users' {
        $results = Disable-CGIPProviderForUser $id -Username alice, carol -ProviderName Okta, Google -Force
        $results.Username | Select-Object -Unique | Should -Be alice, carol
        Get-Linked | Should -Not -Contain alice/Okta
    }

    It 'tab-separated usernames are accepted in a single line, and refused in several lines' {
        ("alice`tcarol" | Disable-CGIPProviderForUser $id -ProviderName Okta -Force).Username | Should -Be alice, carol
        "grace`tcarol", "heidi`terin" | Disable-CGIPProviderForUser $id -AllProviders -Force -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'RowNotReadable,*'
        'carol', "heidi`tgrace" | Disable-CGIPProviderForUser $id -ProviderName AzureAD -Force -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'RowNotReadable,*'
        Get-Linked | Should -Contain grace/AzureAD
    }

    It '-Username accepts only one user if an identity is given' {
        { Disable-CGIPProviderForUser $id 1122334455 -SocialProvider Google -Username carol, alice -Force } | Should -Throw -ErrorId 'AmbiguousRow,*'
        Get-Sent | Should -BeNullOrEmpty
    }

    It '-Provider works as -ProviderName to get, unlink and link identities' {
        (Get-CGIPLinkedIdentity $id carol -Provider Google).ProviderName | Should -Be Google
        (Disable-CGIPProviderForUser $id carol -Provider Google -Force).Outcome | Should -Be Unlinked
        (Enable-CGIPProviderForUser $id carol -Provider Google -ProviderAttributeName Cognito_Subject -ProviderAttributeValue 1122334455 -Force).Outcome | Should -Be Linked
    }

    It '-SocialProvider Apple means SignInWithApple' {
        (Disable-CGIPProviderForUser $id 0013.a_b -SocialProvider Apple -Username heidi -Force).ProviderName | Should -Be SignInWithApple
    }

    It '-ProviderName Cognito is refused as the password sign-in, and the error points to -Native' {
        $problem = { Disable-CGIPProviderForUser $id carol Cognito -Force } | Should -Throw -ErrorId 'NativeNotAsked,*' -ExpectedMessage '*password sign-in*' -PassThru
        $problem.ErrorDetails.RecommendedAction | Should -BeLike '*use -Native: *'
        Get-Sent | Should -BeNullOrEmpty
    }

    It 'rows without a pool cause a terminating error' {
        $plan = Join-Path $TestDrive 'plan.csv'
        Get-CGIPLinkedIdentity $id | Select-Object Username, ProviderName | Export-Csv $plan
        { Import-Csv $plan | Disable-CGIPProviderForUser -Force -ErrorVariable script:problems } | Should -Throw -ErrorId 'UserPoolNotSpecified,*' -ExpectedMessage '*user pool*'
        { 'alice' | Disable-CGIPProviderForUser -ProviderName Okta -Force } | Should -Throw -ErrorId 'UserPoolNotSpecified,*'
        { 'alice' | Get-CGIPLinkedIdentity -ErrorAction Stop } | Should -Throw -ErrorId 'UserPoolNotSpecified,*'
        Get-Sent | Should -BeNullOrEmpty
        @(Import-Csv $plan | Disable-CGIPProviderForUser $id -Force -ErrorAction SilentlyContinue).Count | Should -BeGreaterThan 0
    }

    It 'output of Format-Table or Format-List causes a terminating error' {
        { Get-CGIPLinkedIdentity $id | Format-Table | Disable-CGIPProviderForUser -Force } | Should -Throw -ErrorId 'FormattedObject,*' -ExpectedMessage '*Format-*'
        { Get-CGIPLinkedIdentity $id | Format-List | Get-CGIPLinkedIdentity } | Should -Throw -ErrorId 'FormattedObject,*'
        { Get-CGIPLinkedIdentity $id | Format-Table | Enable-CGIPProviderForUser -Force } | Should -Throw -ErrorId 'FormattedObject,*'
    }

    It 'pools can be piped as objects with an Id, and as pool ids' {
        $all = @(Get-CGIPLinkedIdentity $id).Count
        @([pscustomobject]@{ Id = $id; Name = 'people' } | Get-CGIPLinkedIdentity).Count | Should -Be $all
        @($id | Get-CGIPLinkedIdentity).Count | Should -Be $all
        @(Get-CGIPLocalUserPool | Get-CGIPLinkedIdentity).Count | Should -Be $all
    }

    It 'a process is not a pool, although it has an Id' {
        { Get-Process -Id $PID | Get-CGIPLinkedIdentity -ErrorAction Stop } | Should -Throw -ErrorId 'NotAUser,*'
    }

    It 'a ListUsers response can be piped, with a warning if it is only one page' {
        $answer = [pscustomobject]@{ Users = @('alice', 'carol').ForEach({ Get-ForeignUser UserTypeV4 $_ }); PaginationToken = 'next' }
        $results = $answer | Disable-CGIPProviderForUser $id -ProviderName Google -Force -WarningVariable warnings -WarningAction SilentlyContinue
        $results.Username | Should -Be carol
        $warnings | Should -BeLike '*one page of a listing*'
        $shown = $answer | Get-CGIPLinkedIdentity $id -WarningVariable warnings -WarningAction SilentlyContinue
        $shown.Username | Should -Contain alice
        $warnings | Should -BeLike '*one page of a listing*'
    }

    It 'a saved ListUsers response can be used for an undo, even if one user has no name' {
        $backup = [pscustomobject]@{ Users = [pscustomobject]@{ UserStatus = 'CONFIRMED' }, (Get-ForeignUser UserTypeV4 alice) }
        $null = Disable-CGIPProviderForUser $id alice Okta -Force
        $results = $backup | Enable-CGIPProviderForUser -UserPoolId $id -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Outcome | Should -Be Linked
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'NotAUser,*'
    }

    It 'a saved ListUsers response can be used for an undo' {
        $backup = [pscustomobject]@{ Users = @('alice', 'carol').ForEach({ Get-ForeignUser UserTypeV4 $_ }) } | ConvertTo-Json -Depth 6
        $null = Disable-CGIPProviderForUser $id alice Okta -Force
        $results = $backup | ConvertFrom-Json | Enable-CGIPProviderForUser -UserPoolId $id -Force
        ($results | Where-Object Outcome -EQ Linked).Username | Should -Be alice
        ($results | Where-Object Outcome -EQ AlreadyLinked).Username | Select-Object -Unique | Should -Be carol
    }
}

Describe 'Rows from a spreadsheet' {
    It 'are compared with the user''s identities first with a leading apostrophe, and then without it' {
        $seed = Join-Path $TestDrive 'formula.json'
        @{ version = 1; pools = @(@{
                    userPoolId        = 'us-east-1_Formula'
                    identityProviders = @(@{ name = 'AzureAD'; type = 'OIDC' })
                    users             = @(
                        @{ username = 'ada'; status = 'CONFIRMED'; attributes = Get-VerifiedEmail ada; identities = @(@{ providerName = 'AzureAD'; value = '-pairwise' }) }
                        @{ username = 'ben'; status = 'CONFIRMED'; attributes = Get-VerifiedEmail ben; identities = @(@{ providerName = 'AzureAD'; value = "'=raw" }, @{ providerName = 'AzureAD'; value = '=raw' }) })
                })
        } | ConvertTo-Json -Depth 8 | Set-Content $seed
        $null = Start-CGIPLocalUserPool -UserPoolId us-east-1_Formula -SeedPath $seed
        try {
            $row = @{ UserPoolId = 'us-east-1_Formula'; ProviderName = 'AzureAD' }
            ([pscustomobject]($row + @{ Username = 'ada'; Subject = "'-pairwise" }) | Disable-CGIPProviderForUser -Force).ProviderAttributeValue | Should -BeExactly '-pairwise'
            ([pscustomobject]($row + @{ Username = 'ben'; Subject = "'=raw" }) | Disable-CGIPProviderForUser -Force).ProviderAttributeValue | Should -BeExactly "'=raw"
            [pscustomobject]($row + @{ Subject = "'=raw" }) | Disable-CGIPProviderForUser -Force -ErrorAction SilentlyContinue
            Get-Sent us-east-1_Formula | Should -BeExactly 'AzureAD/Cognito_Subject/-pairwise', "AzureAD/Cognito_Subject/'=raw", "AzureAD/Cognito_Subject/'=raw"
        }
        finally {
            Stop-CGIPLocalUserPool us-east-1_Formula
        }
    }
}

Describe 'Users from a listing with only some attributes' {
    BeforeEach { $null = Start-TestPool }
    AfterEach { Stop-CGIPLocalUserPool }

    It 'are read from the pool' {
        $users = 'alice', 'erin' | ForEach-Object {
            [Foreign.UserTypeV4]@{
                Username = $_; UserStatus = [Foreign.UserStatusType]::new('CONFIRMED')
                Attributes = [Collections.Generic.List[Foreign.AttributeType]]@([Foreign.AttributeType]@{ Name = 'locale'; Value = 'en' }, [Foreign.AttributeType]@{ Name = 'email'; Value = 'x@example.com' })
            }
        }
        $results = $users | Disable-CGIPProviderForUser $id -ProviderName Okta -Force
        $results.Username | Should -Be alice
        $results.Outcome | Should -Be Unlinked
    }
}

Describe 'Saved users' {
    BeforeEach { $null = Start-TestPool }
    AfterEach { Stop-CGIPLocalUserPool }

    It 'keep their status through <Through>' -ForEach @(
        @{ Through = 'Export-Clixml'; Again = { param($user) $path = Join-Path $TestDrive 'users.xml'; $user | Export-Clixml $path; Import-Clixml $path } }
        @{ Through = 'Export-Clixml -Depth 5'; Again = { param($user) $path = Join-Path $TestDrive 'users.xml'; $user | Export-Clixml $path -Depth 5; Import-Clixml $path } }
        @{ Through = 'ConvertTo-Json -Depth 5'; Again = { param($user) $user | ConvertTo-Json -Depth 5 | ConvertFrom-Json } }
        @{ Through = 'ConvertTo-Json -Depth 5 and ConvertFrom-Json -AsHashtable'; Again = { param($user) $user | ConvertTo-Json -Depth 5 | ConvertFrom-Json -AsHashtable } }
    ) {
        $user = Get-ForeignUser UserTypeV4 bob
        $user.UserStatus = [Foreign.UserStatusType]::new('FORCE_CHANGE_PASSWORD')
        $again = & $Again $user
        $identity = $again | Get-CGIPLinkedIdentity $id
        $identity.UserStatus | Should -Be FORCE_CHANGE_PASSWORD
        $identity.SignInAfterUnlink | Should -Be None
        @(Get-CGIPLocalUserPoolRequest $id AdminGetUser).Count | Should -Be 0 -Because 'no user is read again'
    }
}

Describe 'Piped identities' {
    BeforeEach { $null = Start-TestPool }
    AfterEach { Stop-CGIPLocalUserPool }

    It 'are unlinked as they are' {
        $results = Get-CGIPLinkedIdentity $id -ProviderName Google, SignInWithApple | Disable-CGIPProviderForUser -Force
        $results.Outcome | Should -Be Unlinked, Unlinked
        Get-Sent | Sort-Object | Should -BeExactly 'Google/Cognito_Subject/1122334455', 'SignInWithApple/Cognito_Subject/0013.a_b'
    }

    It 'are filtered by -ProviderName, which never replaces their provider' {
        $results = Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -ProviderName Goo* -Force
        $results.ProviderName | Should -Be Google
        Get-Sent | Should -BeExactly 'Google/Cognito_Subject/1122334455'
    }

    It 'are unlinked individually, even if a user has two from the same provider' {
        $null = Start-CGIPLocalUserPool 300 -UserPoolId us-east-1_Mixed
        $two = Get-CGIPLinkedIdentity us-east-1_Mixed -ProviderName Okta | Where-Object { $_.UserStatus -eq 'CONFIRMED' } | Group-Object Username | Where-Object Count -EQ 2 | Select-Object -First 1
        $two | Should -Not -BeNullOrEmpty
        $result = $two.Group[1] | Disable-CGIPProviderForUser -ProviderName Okta -Force
        @($result).Count | Should -Be 1
        (Get-CGIPLinkedIdentity us-east-1_Mixed $two.Name).Subject | Should -Contain $two.Group[0].Subject
        (Get-CGIPLinkedIdentity us-east-1_Mixed $two.Name).Subject | Should -Not -Contain $two.Group[1].Subject
        Stop-CGIPLocalUserPool us-east-1_Mixed
    }

    It 'from a CSV plan are unlinked only for the rows that were kept in it' {
        $plan = Join-Path $TestDrive 'plan.csv'
        Get-CGIPLinkedIdentity $id | Export-Csv $plan
        (Get-Content $plan) | Where-Object { $_ -match '^"UserPoolId"|"alice"|"heidi"' } | Set-Content $plan
        $results = Import-Csv $plan | Disable-CGIPProviderForUser -Confirm:$false
        $results.Username | Should -Be alice, heidi
        Get-Sent | Sort-Object | Should -BeExactly 'Okta/Cognito_Subject/Alice@Corp.example', 'SignInWithApple/Cognito_Subject/0013.a_b'
        Get-Linked | Sort-Object | Should -Be 'bob/Okta', 'carol/Google', 'carol/Okta', 'frank/AzureAD', 'frank/Okta', 'grace/AzureAD', 'Okta_dave/Okta'
    }

    It 'are reported as already unlinked the second time' {
        $identity = Get-CGIPLinkedIdentity $id alice
        ($identity | Disable-CGIPProviderForUser -Force).Outcome | Should -Be Unlinked
        ($identity | Disable-CGIPProviderForUser -Force).Outcome | Should -Be AlreadyUnlinked
        @(Get-Sent).Count | Should -Be 1
    }

    It 'are also reported as already unlinked the second time if they went through <Through>' -ForEach @(
        @{ Through = 'CliXml'; Again = { param($identity) [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($identity)) } }
        @{ Through = 'CSV'; Again = { param($identity) $identity | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ Through = 'JSON'; Again = { param($identity) $identity | ConvertTo-Json | ConvertFrom-Json } }
    ) {
        $identity = Get-CGIPLinkedIdentity $id alice
        $null = $identity | Disable-CGIPProviderForUser -Force
        $result = & $Again $identity | Disable-CGIPProviderForUser -Force
        $result.Outcome | Should -Be AlreadyUnlinked
        @(Get-Sent).Count | Should -Be 1
    }

    It 'are not treated as unlinked in a pool where another user has that name' {
        $null = Start-TestPool -UserPoolId us-east-1_Staging
        $null = Disable-CGIPProviderForUser us-east-1_Staging alice Okta -Force
        $null = Get-CGIPLinkedIdentity $id alice | Select-Object * -ExcludeProperty UserPoolId |
            Disable-CGIPProviderForUser -UserPoolId us-east-1_Staging -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'OtherUser,*'
        Stop-CGIPLocalUserPool us-east-1_Staging
    }

    It 'are refused if they are from a pool other than the given one' {
        $null = Start-TestPool -UserPoolId us-east-1_Staging
        $identity = Get-CGIPLinkedIdentity $id carol -ProviderName Google
        $user = $identity | Select-Object UserPoolId, Username
        foreach ($command in @(
                { $identity | Disable-CGIPProviderForUser us-east-1_Staging -Force -ErrorAction Stop }
                { $user | Disable-CGIPProviderForUser us-east-1_Staging -ProviderName Google -Force -ErrorAction Stop }
                { $user | Disable-CGIPProviderForUser us-east-1_Staging -Native -Force -ErrorAction Stop -WarningAction SilentlyContinue }
                { $identity | Enable-CGIPProviderForUser -UserPoolId us-east-1_Staging -Force -ErrorAction Stop }
            )) {
            $command | Should -Throw -ErrorId 'OtherUserPool,*' -ExpectedMessage '*us-east-1_LocalPool*us-east-1_Staging*'
        }

        Get-Sent us-east-1_Staging | Should -BeNullOrEmpty
        Stop-CGIPLocalUserPool us-east-1_Staging
    }

    It 'can be filtered by a script block' {
        $results = Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -ProviderName { 'Google' } -Force -ErrorAction SilentlyContinue
        $results.ProviderName | Should -Be Google
        Get-Sent | Should -BeExactly 'Google/Cognito_Subject/1122334455'
    }

    It 'are never reported as already unlinked for another user' {
        $null = Get-CGIPLinkedIdentity $id alice | Disable-CGIPProviderForUser -Username erin -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'OtherUser,*'
        Get-Sent | Should -BeNullOrEmpty
    }

    It 'can be unlinked by another attribute with -ProviderAttributeName' {
        $result = Get-CGIPLinkedIdentity $id carol -ProviderName Okta | Disable-CGIPProviderForUser -ProviderAttributeName email -Force
        $result.Outcome | Should -Be Unlinked
        Get-Sent | Should -BeExactly 'Okta/email/carol@corp.example'
    }

    It 'cause an error if their provider does not exist, and the others are unlinked' {
        $rows = @(Get-CGIPLinkedIdentity $id grace) + [pscustomobject]@{ UserPoolId = $id; Username = 'alice'; ProviderName = 'Gone'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = 'x' } + @(Get-CGIPLinkedIdentity $id heidi)
        $results = $rows | Disable-CGIPProviderForUser -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Username | Should -Be grace, heidi
        $problems | Should -HaveCount 1
    }

    It 'of one user are checked together, so that the last way to sign in stays' {
        $results = Get-CGIPLinkedIdentity $id frank | Disable-CGIPProviderForUser -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Outcome | Should -Be Unlinked, Skipped
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'WouldLockOut,*'
        @(Get-Sent).Count | Should -Be 1
    }

    It 'are no longer unlinked once Select-Object -First has enough' {
        $results = Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -Force -ThrottleLimit 1 -ErrorAction SilentlyContinue | Select-Object -First 1
        $results.Username | Should -Be alice
        @(Get-Sent).Count | Should -Be 1
    }

    It 'are no longer unlinked after the first error with -ErrorAction Stop' {
        { Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -Force -ThrottleLimit 1 -ErrorAction Stop } | Should -Throw -ErrorId 'WouldLockOut,*'
        Get-Sent | Should -BeExactly 'Okta/Cognito_Subject/Alice@Corp.example'
    }
}
