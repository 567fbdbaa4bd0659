BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    Add-ForeignUser
    $id = 'us-east-1_LocalPool'

    function Get-ForeignUser {
        param([string] $Type, [string] $Username, [string] $Attribute = 'Attributes')

        # As listed: with everything that the service shows of the user.
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

    It 'of <Shape> are unlinked' -ForEach @(
        @{ Shape = "SDK v3's UserType"; Users = { Get-ForeignUser UserTypeV3 alice; Get-ForeignUser UserTypeV3 erin; Get-ForeignUser UserTypeV3 carol } }
        @{ Shape = "SDK v4's UserType"; Users = { Get-ForeignUser UserTypeV4 alice; Get-ForeignUser UserTypeV4 erin; Get-ForeignUser UserTypeV4 carol } }
        @{ Shape = 'AdminGetUserResponse'; Users = { Get-ForeignUser AdminGetUserResponse alice -Attribute UserAttributes; Get-ForeignUser AdminGetUserResponse carol -Attribute UserAttributes } }
        @{ Shape = 'PSCustomObject'; Users = { 'alice', 'carol' | ForEach-Object { $user = Get-ForeignUser UserTypeV4 $_; [pscustomobject]@{ Username = $user.Username; Attributes = $user.Attributes | ForEach-Object { [pscustomobject]@{ Name = $_.Name; Value = $_.Value } } } } } }
        @{ Shape = 'attributes as hashtables'; Users = { 'alice', 'carol' | ForEach-Object { $user = Get-ForeignUser UserTypeV4 $_; [pscustomobject]@{ Username = $user.Username; Attributes = $user.Attributes | ForEach-Object { @{ Name = $_.Name; Value = $_.Value } } } } } }
        @{ Shape = 'deserialized objects'; Users = { 'alice', 'carol' | ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-ForeignUser UserTypeV4 $_), 5)) } } }
        @{ Shape = 'objects serialized so shallowly that attributes are lost'; Users = { 'alice', 'carol' | ForEach-Object { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-ForeignUser UserTypeV4 $_), 1)) } } }
        @{ Shape = 'JSON'; Users = { 'alice', 'carol' | ForEach-Object { Get-ForeignUser UserTypeV4 $_ } | ConvertTo-Json -Depth 5 | ConvertFrom-Json } }
        @{ Shape = 'UserType without the attributes'; Users = { [Foreign.UserTypeV4]@{ Username = 'alice' }; [Foreign.UserTypeV3]@{ Username = 'carol' } } }
    ) {
        $results = & $Users | Disable-CGIPProviderForUser -UserPoolId $id -ProviderName Okta -Force
        $results.Username | Should -Be alice, carol
        $results.Outcome | Should -Be Unlinked, Unlinked
        Get-Linked | Should -Not -Contain alice/Okta
        Get-Linked | Should -Contain carol/Google
    }

    It 'are not believed for another user who was typed' {
        $alice = Get-ForeignUser UserTypeV4 alice
        $result = $alice | Disable-CGIPProviderForUser -UserPoolId $id -Username erin -ProviderName Okta -Force
        $result | Should -BeNullOrEmpty
        Get-Sent | Should -BeNullOrEmpty
    }

    It 'are read again before the request, so that a stale listing does no harm' {
        $stale = Get-ForeignUser UserTypeV4 alice
        $null = Disable-CGIPProviderForUser $id alice Okta -Force
        $result = $stale | Disable-CGIPProviderForUser -UserPoolId $id -ProviderName Okta -Force
        $result.Outcome | Should -Be AlreadyUnlinked
        @(Get-Sent).Count | Should -Be 1
    }

    It 'that are users of nothing known are refused in words that help, not turned into usernames' {
        $problems = $null
        Get-Item $PSScriptRoot, $PSHOME | Select-Object Attributes | Disable-CGIPProviderForUser -UserPoolId $id -ProviderName Okta -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems | Should -HaveCount 2
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'NotAUser,*'
        Get-CGIPLocalUserPoolRequest | Should -BeNullOrEmpty
    }

    It 'may be hashtables' {
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

    It 'without ProviderAttributeName are still the one identity that they name' {
        $result = [pscustomobject]@{ UserPoolId = $rows; Username = 'rob'; ProviderName = 'Okta'; ProviderAttributeValue = 'rob@example.com' } | Disable-CGIPProviderForUser -Force
        $result.ProviderAttributeValue | Should -Be rob@example.com
        (Get-CGIPLinkedIdentity $rows rob).Subject | Should -Be rob-old@example.com
    }

    It 'in which <Column> is not known are refused, and it is said which columns were seen and are known' -ForEach @(
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

    It 'with a user and a provider are that user''s identities of exactly that provider' {
        $results = [pscustomobject]@{ Username = 'rob'; ProviderName = 'Okta'; Department = 'Sales'; Email = 'rob@example.com' } | Disable-CGIPProviderForUser $rows -Force
        $results.ProviderAttributeValue | Sort-Object | Should -Be rob-old@example.com, rob@example.com
        [pscustomobject]@{ Username = 'amy'; ProviderName = 'Okt*' } | Disable-CGIPProviderForUser $rows -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'ProviderNotFound,*'
    }

    It 'of which a property cannot be read lack it' {
        $row = [pscustomobject]@{ Username = 'rob'; ProviderName = 'Okta' } | Add-Member ScriptProperty Subject { throw 'x' } -PassThru
        { $row | Disable-CGIPProviderForUser $rows -Force -ErrorAction Stop } | Should -Throw -ErrorId 'IncompleteRow,*'
        Get-Sent $rows | Should -BeNullOrEmpty
    }

    It 'whose columns differ in case only are refused' {
        $row = '{"Username":"amy","username":"rob","ProviderName":"Google"}' | ConvertFrom-Json -AsHashtable
        { $row | Disable-CGIPProviderForUser $rows -Force -ErrorAction Stop } | Should -Throw -ErrorId 'RowNotReadable,*' -ExpectedMessage '*twice*'
        Get-Sent $rows | Should -BeNullOrEmpty
    }

    It 'of a file that was read <How> are refused, and it is said how to read it' -ForEach @(
        @{ How = 'with another delimiter'; Read = { param($path) Import-Csv $path }; Encoding = 'utf8'; Message = "*';'*delimiter*" }
        @{ How = 'in another encoding'; Read = { param($path) Import-Csv $path -Delimiter ';' }; Encoding = [Text.UnicodeEncoding]::new($false, $false); Message = '*UTF-16*' }
    ) {
        $plan = Join-Path $TestDrive 'plan.csv'
        Set-Content $plan 'Username;ProviderName', 'rob;Okta' -Encoding $Encoding
        { & $Read $plan | Disable-CGIPProviderForUser $rows -Force -ErrorAction Stop } | Should -Throw -ErrorId 'UnknownColumn,*' -ExpectedMessage $Message
        Get-Sent $rows | Should -BeNullOrEmpty
    }

    It 'are mapped by -ColumnMap' {
        $result = [pscustomobject]@{ Login = 'amy'; Idp = 'Google' } | Disable-CGIPProviderForUser $rows -ColumnMap @{ Username = 'Login'; ProviderName = 'Idp' } -Force
        $result.Username, $result.ProviderName | Should -Be amy, Google
        $native = [pscustomobject]@{ Login = 'rob'; Username = 'amy' } | Disable-CGIPProviderForUser $rows -Native -ColumnMap @{ Username = 'Login' } -Force -WarningAction SilentlyContinue
        $native.Username | Should -Be rob
    }

    It 'that name users by an alias resume by their real names' {
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

Describe 'What people type and pipe' {
    BeforeEach { $null = Start-TestPool }
    AfterEach { Stop-CGIPLocalUserPool }

    It '-Username takes several' {
        $results = Disable-CGIPProviderForUser $id -Username alice, carol -ProviderName Okta, Google -Force
        $results.Username | Select-Object -Unique | Should -Be alice, carol
        Get-Linked | Should -Not -Contain alice/Okta
    }

    It 'names with tabs between them are a list when they are one line, and no list when they are a table' {
        ("alice`tcarol" | Disable-CGIPProviderForUser $id -ProviderName Okta -Force).Username | Should -Be alice, carol
        "grace`tcarol", "heidi`terin" | Disable-CGIPProviderForUser $id -AllProviders -Force -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'RowNotReadable,*'
        'carol', "heidi`tgrace" | Disable-CGIPProviderForUser $id -ProviderName AzureAD -Force -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'RowNotReadable,*'
        Get-Linked | Should -Contain grace/AzureAD
    }

    It '-Username takes one where an identity is named' {
        { Disable-CGIPProviderForUser $id 1122334455 -SocialProvider Google -Username carol, alice -Force } | Should -Throw -ErrorId 'AmbiguousRow,*'
        Get-Sent | Should -BeNullOrEmpty
    }

    It '-Provider is -ProviderName, here and in the other cmdlets' {
        (Get-CGIPLinkedIdentity $id carol -Provider Google).ProviderName | Should -Be Google
        (Disable-CGIPProviderForUser $id carol -Provider Google -Force).Outcome | Should -Be Unlinked
        (Enable-CGIPProviderForUser $id carol -Provider Google -ProviderAttributeName Cognito_Subject -ProviderAttributeValue 1122334455 -Force).Outcome | Should -Be Linked
    }

    It '-SocialProvider Apple is SignInWithApple' {
        (Disable-CGIPProviderForUser $id 0013.a_b -SocialProvider Apple -Username heidi -Force).ProviderName | Should -Be SignInWithApple
    }

    It '-ProviderName Cognito points to -Native' {
        { Disable-CGIPProviderForUser $id carol Cognito -Force } | Should -Throw -ErrorId 'NativeNotAsked,*' -ExpectedMessage '*password sign-in*'
    }

    It 'rows without a pool end the command once, and it says what to give' {
        $plan = Join-Path $TestDrive 'plan.csv'
        Get-CGIPLinkedIdentity $id | Select-Object Username, ProviderName | Export-Csv $plan
        { Import-Csv $plan | Disable-CGIPProviderForUser -Force -ErrorVariable script:problems } | Should -Throw -ErrorId 'UserPoolNotSpecified,*' -ExpectedMessage '*user pool*'
        { 'alice' | Disable-CGIPProviderForUser -ProviderName Okta -Force } | Should -Throw -ErrorId 'UserPoolNotSpecified,*'
        { 'alice' | Get-CGIPLinkedIdentity } | Should -Throw -ErrorId 'UserPoolNotSpecified,*'
        Get-Sent | Should -BeNullOrEmpty
        @(Import-Csv $plan | Disable-CGIPProviderForUser $id -Force -ErrorAction SilentlyContinue).Count | Should -BeGreaterThan 0
    }

    It 'what Format-Table writes ends the command once' {
        { Get-CGIPLinkedIdentity $id | Format-Table | Disable-CGIPProviderForUser -Force } | Should -Throw -ErrorId 'FormattedObject,*' -ExpectedMessage '*Format-*'
        { Get-CGIPLinkedIdentity $id | Format-List | Get-CGIPLinkedIdentity } | Should -Throw -ErrorId 'FormattedObject,*'
        { Get-CGIPLinkedIdentity $id | Format-Table | Enable-CGIPProviderForUser -Force } | Should -Throw -ErrorId 'FormattedObject,*'
    }

    It 'pools are piped by Id, and as strings of a pool id''s form' {
        $all = @(Get-CGIPLinkedIdentity $id).Count
        @([pscustomobject]@{ Id = $id; Name = 'people' } | Get-CGIPLinkedIdentity).Count | Should -Be $all
        @($id | Get-CGIPLinkedIdentity).Count | Should -Be $all
        @(Get-CGIPLocalUserPool | Get-CGIPLinkedIdentity).Count | Should -Be $all
    }

    It 'a process is no pool' {
        { Get-Process -Id $PID | Get-CGIPLinkedIdentity -ErrorAction Stop } | Should -Throw -ErrorId 'NotAUser,*'
    }

    It 'the answer of ListUsers may be piped whole, and a part of it is told' {
        $answer = [pscustomobject]@{ Users = @('alice', 'carol').ForEach({ Get-ForeignUser UserTypeV4 $_ }); PaginationToken = 'next' }
        $results = $answer | Disable-CGIPProviderForUser $id -ProviderName Google -Force -WarningVariable warnings -WarningAction SilentlyContinue
        $results.Username | Should -Be carol
        $warnings | Should -BeLike '*one page of a listing*'
        $shown = $answer | Get-CGIPLinkedIdentity $id -WarningVariable warnings -WarningAction SilentlyContinue
        $shown.Username | Should -Contain alice
        $warnings | Should -BeLike '*one page of a listing*'
    }

    It 'a backup of ListUsers in which one user has no name undoes the others' {
        $backup = [pscustomobject]@{ Users = [pscustomobject]@{ UserStatus = 'CONFIRMED' }, (Get-ForeignUser UserTypeV4 alice) }
        $null = Disable-CGIPProviderForUser $id alice Okta -Force
        $results = $backup | Enable-CGIPProviderForUser -UserPoolId $id -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Outcome | Should -Be Linked
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'NotAUser,*'
    }

    It 'a backup of ListUsers undoes' {
        $backup = [pscustomobject]@{ Users = @('alice', 'carol').ForEach({ Get-ForeignUser UserTypeV4 $_ }) } | ConvertTo-Json -Depth 6
        $null = Disable-CGIPProviderForUser $id alice Okta -Force
        $results = $backup | ConvertFrom-Json | Enable-CGIPProviderForUser -UserPoolId $id -Force
        ($results | Where-Object Outcome -EQ Linked).Username | Should -Be alice
        ($results | Where-Object Outcome -EQ AlreadyLinked).Username | Select-Object -Unique | Should -Be carol
    }
}

Describe 'Rows that went through a spreadsheet' {
    It 'are compared with the user''s own identities as they stand first, and then without the apostrophe' {
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

Describe 'Users of a listing that was asked for some attributes only' {
    BeforeEach { $null = Start-TestPool }
    AfterEach { Stop-CGIPLocalUserPool }

    It 'are read' {
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
        @(Get-CGIPLocalUserPoolRequest $id AdminGetUser).Count | Should -Be 0 -Because 'nobody is read again'
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

    It 'are chosen by -ProviderName, which never renames' {
        $results = Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -ProviderName Goo* -Force
        $results.ProviderName | Should -Be Google
        Get-Sent | Should -BeExactly 'Google/Cognito_Subject/1122334455'
    }

    It 'of one user and provider are unlinked one by one: the row is meant, not the user' {
        $null = Start-CGIPLocalUserPool 300 -UserPoolId us-east-1_Mixed
        $two = Get-CGIPLinkedIdentity us-east-1_Mixed -ProviderName Okta | Where-Object { $_.UserStatus -eq 'CONFIRMED' } | Group-Object Username | Where-Object Count -EQ 2 | Select-Object -First 1
        $two | Should -Not -BeNullOrEmpty
        $result = $two.Group[1] | Disable-CGIPProviderForUser -ProviderName Okta -Force
        @($result).Count | Should -Be 1
        (Get-CGIPLinkedIdentity us-east-1_Mixed $two.Name).Subject | Should -Contain $two.Group[0].Subject
        (Get-CGIPLinkedIdentity us-east-1_Mixed $two.Name).Subject | Should -Not -Contain $two.Group[1].Subject
        Stop-CGIPLocalUserPool us-east-1_Mixed
    }

    It 'of a CSV plan with rows deleted are just those' {
        $plan = Join-Path $TestDrive 'plan.csv'
        Get-CGIPLinkedIdentity $id | Export-Csv $plan
        (Get-Content $plan) | Where-Object { $_ -match '^"UserPoolId"|"alice"|"heidi"' } | Set-Content $plan
        $results = Import-Csv $plan | Disable-CGIPProviderForUser -Confirm:$false
        $results.Username | Should -Be alice, heidi
        Get-Sent | Sort-Object | Should -BeExactly 'Okta/Cognito_Subject/Alice@Corp.example', 'SignInWithApple/Cognito_Subject/0013.a_b'
        Get-Linked | Sort-Object | Should -Be 'bob/Okta', 'carol/Google', 'carol/Okta', 'frank/AzureAD', 'frank/Okta', 'grace/AzureAD', 'Okta_dave/Okta'
    }

    It 'are already unlinked the second time' {
        $identity = Get-CGIPLinkedIdentity $id alice
        ($identity | Disable-CGIPProviderForUser -Force).Outcome | Should -Be Unlinked
        ($identity | Disable-CGIPProviderForUser -Force).Outcome | Should -Be AlreadyUnlinked
        @(Get-Sent).Count | Should -Be 1
    }

    It 'are already unlinked the second time also when they went through <Through>' -ForEach @(
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

    It 'are not taken for unlinked in a pool where another user has that name' {
        $null = Start-TestPool -UserPoolId us-east-1_Staging
        $null = Disable-CGIPProviderForUser us-east-1_Staging alice Okta -Force
        $null = Get-CGIPLinkedIdentity $id alice | Select-Object * -ExcludeProperty UserPoolId |
            Disable-CGIPProviderForUser -UserPoolId us-east-1_Staging -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'OtherUser,*'
        Stop-CGIPLocalUserPool us-east-1_Staging
    }

    It 'of another pool than the one that was typed are refused, whatever is asked for' {
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

    It 'are chosen by a script block too' {
        $results = Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -ProviderName { 'Google' } -Force -ErrorAction SilentlyContinue
        $results.ProviderName | Should -Be Google
        Get-Sent | Should -BeExactly 'Google/Cognito_Subject/1122334455'
    }

    It 'of somebody else are never said to be unlinked already' {
        $null = Get-CGIPLinkedIdentity $id alice | Disable-CGIPProviderForUser -Username erin -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'OtherUser,*'
        Get-Sent | Should -BeNullOrEmpty
    }

    It 'take a typed attribute name, since identities do not keep it' {
        $result = Get-CGIPLinkedIdentity $id carol -ProviderName Okta | Disable-CGIPProviderForUser -ProviderAttributeName email -Force
        $result.Outcome | Should -Be Unlinked
        Get-Sent | Should -BeExactly 'Okta/email/carol@corp.example'
    }

    It 'of a provider that nobody has are an error each, and the others are done' {
        $rows = @(Get-CGIPLinkedIdentity $id grace) + [pscustomobject]@{ UserPoolId = $id; Username = 'alice'; ProviderName = 'Gone'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = 'x' } + @(Get-CGIPLinkedIdentity $id heidi)
        $results = $rows | Disable-CGIPProviderForUser -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Username | Should -Be grace, heidi
        $problems | Should -HaveCount 1
    }

    It 'of one user are judged together: the last way in stays' {
        $results = Get-CGIPLinkedIdentity $id frank | Disable-CGIPProviderForUser -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Outcome | Should -Be Unlinked, Skipped
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'WouldLockOut,*'
        @(Get-Sent).Count | Should -Be 1
    }

    It 'stop at Select-Object -First, and no further request is sent' {
        $results = Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -Force -ThrottleLimit 1 -ErrorAction SilentlyContinue | Select-Object -First 1
        $results.Username | Should -Be alice
        @(Get-Sent).Count | Should -Be 1
    }

    It 'stop at the first error with -ErrorAction Stop' {
        { Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -Force -ThrottleLimit 1 -ErrorAction Stop } | Should -Throw -ErrorId 'WouldLockOut,*'
        Get-Sent | Should -BeExactly 'Okta/Cognito_Subject/Alice@Corp.example'
    }
}
