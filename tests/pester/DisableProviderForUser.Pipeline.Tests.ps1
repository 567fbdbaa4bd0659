BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    Add-Type -Path (Join-Path $PSScriptRoot 'ForeignUser.cs')
    $id = 'us-east-1_LocalPool'

    function Get-ForeignUser {
        param([string] $Type, [string] $Username, [string] $Attribute = 'Attributes')

        # As listed: with everything that the service shows of the user.
        $user = New-Object "Foreign.$Type" -Property @{ Username = $Username; UserStatus = [Foreign.ConstantClass]::new('CONFIRMED') }
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
        $null = Get-CGIPLinkedIdentity $id alice | Disable-CGIPProviderForUser -UserPoolId us-east-1_Staging -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'IdentityNotOwned,*'
        Stop-CGIPLocalUserPool us-east-1_Staging
    }

    It 'are chosen by a script block too' {
        $results = Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -ProviderName { 'Google' } -Force -ErrorAction SilentlyContinue
        $results.ProviderName | Should -Be Google
        Get-Sent | Should -BeExactly 'Google/Cognito_Subject/1122334455'
    }

    It 'of somebody else are never said to be unlinked already' {
        $null = Get-CGIPLinkedIdentity $id alice | Disable-CGIPProviderForUser -Username erin -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'IdentityNotOwned,*'
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
