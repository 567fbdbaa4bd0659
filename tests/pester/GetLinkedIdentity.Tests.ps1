BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $pool = Start-TestPool
    $id = $pool.UserPoolId
}

AfterAll { Stop-CGIPLocalUserPool }

Describe 'Get-CGIPLinkedIdentity' {
    It 'shows every identity in a pool' {
        Get-Linked | Sort-Object | Should -Be @(
            'alice/Okta', 'bob/Okta', 'carol/Google', 'carol/Okta', 'frank/AzureAD', 'frank/Okta', 'grace/AzureAD', 'heidi/SignInWithApple', 'Okta_dave/Okta')
    }

    It 'shows the user, the identity, and how the user could still sign in' {
        $identity = Get-CGIPLinkedIdentity $id alice
        $identity | Should -BeOfType CognitoUnlink.Identities.LinkedIdentity
        $identity.UserPoolId | Should -Be $id
        $identity.UserStatus | Should -Be CONFIRMED
        $identity.Enabled | Should -BeTrue
        $identity.ProviderType | Should -Be SAML
        $identity.ProviderAttributeName | Should -Be Cognito_Subject
        $identity.ProviderAttributeValue | Should -BeExactly Alice@Corp.example
        $identity.Subject | Should -BeExactly Alice@Corp.example
        $identity.Primary | Should -BeFalse
        $identity.IdentityCount | Should -Be 1
        $identity.SignInAfterUnlink | Should -Be Password
        $identity.Recovery | Should -Be VerifiedEmail
        (Get-CGIPLinkedIdentity $id bob).SignInAfterUnlink | Should -Be None
        (Get-CGIPLinkedIdentity $id frank).SignInAfterUnlink | Should -Be Federated, Federated
    }

    It 'accepts the pool <How>' -ForEach @(
        @{ How = 'by name'; Get = { Get-CGIPLinkedIdentity -UserPoolId $id } }
        @{ How = 'by position'; Get = { Get-CGIPLinkedIdentity $id } }
        @{ How = 'from the local pool by property name'; Get = { $pool | Get-CGIPLinkedIdentity } }
        @{ How = 'with endpoint, region and keys'; Get = { Get-CGIPLinkedIdentity $id -EndpointUrl $pool.EndpointUrl -Region $pool.Region -AccessKey local -SecretKey local } }
    ) {
        @(& $Get).Count | Should -Be 9
    }

    It 'accepts users <How>' -ForEach @(
        @{ How = 'by name'; Get = { Get-CGIPLinkedIdentity -UserPoolId $id -Username alice, carol } }
        @{ How = 'by position'; Get = { Get-CGIPLinkedIdentity $id alice, carol } }
        @{ How = 'as piped strings'; Get = { 'alice', 'carol' | Get-CGIPLinkedIdentity $id } }
        @{ How = 'by property name'; Get = { [pscustomobject]@{ Username = 'alice' }, [pscustomobject]@{ Username = 'carol' } | Get-CGIPLinkedIdentity $id } }
    ) {
        (& $Get).ProviderName | Sort-Object | Should -Be Google, Okta, Okta
    }

    It 'accepts users by e-mail address or sub, and does not read the whole pool for a row with a user' {
        $null = Start-CGIPLocalUserPool -UserPoolId us-east-1_Rows -SeedPath (Get-RepositoryFile 'tests/parity/pool.json')
        $rows = [pscustomobject]@{ email = 'amy@example.com' }, @{ sub = 'aaaaaaaa-0000-4000-8000-000000000003' }
        ($rows | Get-CGIPLinkedIdentity us-east-1_Rows).Username | Select-Object -Unique | Should -Be amy, eve
        ([pscustomobject]@{ UserPoolId = 'us-east-1_Rows'; email = 'amy@example.com' } | Get-CGIPLinkedIdentity).Username | Select-Object -Unique | Should -Be amy
        Stop-CGIPLocalUserPool us-east-1_Rows
    }

    It 'filters providers by name and wildcard, case-sensitively' {
        @(Get-CGIPLinkedIdentity $id -ProviderName Okta).Count | Should -Be 5
        @(Get-CGIPLinkedIdentity $id -ProviderName Goo*, Azure??).Count | Should -Be 3
        $found = Get-CGIPLinkedIdentity $id -ProviderName okta, goo*, Azuread, SignIn* -ErrorVariable problems -ErrorAction SilentlyContinue
        $found.ProviderName | Should -BeExactly SignInWithApple
        $problems.FullyQualifiedErrorId | Should -BeLike 'ProviderNotFound,*'
        $problems | ForEach-Object { "$_" -replace '.* Did you mean (.*)\? .*', '$1' } | Sort-Object | Should -Be "'AzureAD'", "'Google'", "'Okta'"
    }

    It 'stops reading when the pipeline has enough' {
        $null = Get-CGIPLocalUserPoolRequest -Clear
        $null = Start-CGIPLocalUserPool 500 -UserPoolId us-east-1_Large
        @(Get-CGIPLinkedIdentity us-east-1_Large | Select-Object -First 3).Count | Should -Be 3
        @(Get-CGIPLocalUserPoolRequest us-east-1_Large ListUsers).Count | Should -Be 1
        Stop-CGIPLocalUserPool us-east-1_Large
    }

    It 'reads every page of a large pool' {
        $null = Start-CGIPLocalUserPool 500 -UserPoolId us-east-1_Large
        $users = Get-CGIPLinkedIdentity us-east-1_Large | ForEach-Object Username | Sort-Object -Unique
        @(Get-CGIPLocalUserPoolRequest us-east-1_Large ListUsers).Count | Should -BeGreaterThan 8
        $users.Count | Should -BeGreaterThan 200
        Stop-CGIPLocalUserPool us-east-1_Large
    }

    It 'does not read a user whose attributes were piped' {
        $null = Get-CGIPLocalUserPoolRequest -Clear
        $user = [pscustomobject]@{ Username = 'x'; UserStatus = 'CONFIRMED'; Attributes = @([pscustomobject]@{ Name = 'identities'; Value = '[{"userId":"u","providerName":"Okta"}]' }) }
        ($user | Get-CGIPLinkedIdentity $id).ProviderAttributeValue | Should -Be u
        Get-CGIPLocalUserPoolRequest $id AdminGetUser | Should -BeNullOrEmpty
    }

    It 'reports a user whose identities cannot be read, and continues with the others' {
        $users = foreach ($text in '[{"userId":"1","providerName":"Okta"}]', '[{', '[{"userId":"3","providerName":"Okta"}]') {
            [pscustomobject]@{ Username = "user$text"; Attributes = @([pscustomobject]@{ Name = 'identities'; Value = $text }) }
        }
        $found = $users | Get-CGIPLinkedIdentity $id -ErrorVariable problems -ErrorAction SilentlyContinue
        $found.ProviderAttributeValue | Should -Be 1, 3
        $problems | Should -HaveCount 1
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'MalformedIdentities,*'
        $problems[0].TargetObject | Should -Be 'user[{'
    }

    It 'does not read the whole pool if <What> is piped' -ForEach @(
        @{ What = 'a number'; Piped = 1.5 }
        @{ What = 'a date'; Piped = Get-Date }
        @{ What = 'null'; Piped = $null }
        @{ What = 'an object without a username'; Piped = [pscustomobject]@{ Name = 'alice' } }
        @{ What = 'a row whose username is empty'; Piped = [pscustomobject]@{ UserPoolId = 'us-east-1_LocalPool'; Username = '' } }
        @{ What = 'a row whose username is null'; Piped = [pscustomobject]@{ UserPoolId = 'us-east-1_LocalPool'; Username = $null } }
    ) {
        $null = Get-CGIPLocalUserPoolRequest -Clear
        $found = , $Piped | ForEach-Object { $_ } | Get-CGIPLinkedIdentity -UserPoolId $id -ErrorVariable problems -ErrorAction SilentlyContinue
        $found | Should -BeNullOrEmpty
        $problems | Should -HaveCount 1
        Get-CGIPLocalUserPoolRequest | Should -BeNullOrEmpty
    }

    It 'reports unknown providers for each pool' {
        $null = Start-CGIPLocalUserPool 40 -UserPoolId us-east-1_Generated
        $found = $id, 'us-east-1_Generated' | ForEach-Object { [pscustomobject]@{ UserPoolId = $_ } } | Get-CGIPLinkedIdentity -ProviderName Facebook, Octa -ErrorVariable problems -ErrorAction SilentlyContinue
        $found.UserPoolId | Select-Object -Unique | Should -Be us-east-1_Generated
        $problems.TargetObject | Should -Be $id, $id, us-east-1_Generated
        $problems.FullyQualifiedErrorId | Should -BeLike 'ProviderNotFound,*'
        Stop-CGIPLocalUserPool us-east-1_Generated
    }

    It 'exports every property with its value to CSV' {
        $csv = Join-Path $TestDrive 'plan.csv'
        $identities = Get-CGIPLinkedIdentity $id
        $identities | Export-Csv $csv
        $rows = Import-Csv $csv
        $rows.Count | Should -Be 9
        $rows[0].PSObject.Properties.Name | Should -Be @(
            'UserPoolId', 'Username', 'Sub', 'UserStatus', 'Enabled', 'ProviderName', 'ProviderType', 'ProviderAttributeName', 'ProviderAttributeValue',
            'Subject', 'Issuer', 'Primary', 'DateCreated', 'IdentityCount', 'SignInAfterUnlink', 'Recovery')
        for ($i = 0; $i -lt 9; $i++) {
            foreach ($name in $rows[$i].PSObject.Properties.Name) { $rows[$i].$name | Should -BeExactly "$($identities[$i].$name)" -Because "$($rows[$i].Username) has the $name" }
        }
        $alice = $rows | Where-Object Username -EQ alice
        $alice.Sub | Should -Match '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
        $alice.DateCreated | Should -Not -BeNullOrEmpty
        $alice.UserPoolId, $alice.UserStatus, $alice.Enabled, $alice.ProviderName, $alice.ProviderType | Should -BeExactly us-east-1_LocalPool, CONFIRMED, True, Okta, SAML
        $alice.ProviderAttributeName, $alice.ProviderAttributeValue, $alice.Subject, $alice.Issuer | Should -BeExactly Cognito_Subject, Alice@Corp.example, Alice@Corp.example, ''
        $alice.Primary, $alice.IdentityCount, $alice.SignInAfterUnlink, $alice.Recovery | Should -BeExactly False, 1, Password, VerifiedEmail
    }
}
