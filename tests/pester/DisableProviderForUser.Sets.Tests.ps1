# Each parameter set sends exactly the provider, attribute name and value that the documentation requires:
# https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableProviderForUser.html

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $id = 'us-east-1_LocalPool'
}

Describe 'Disable-CGIPProviderForUser' {
    BeforeEach { $null = Start-TestPool }
    AfterEach { Stop-CGIPLocalUserPool }

    It '<Set> <How> sends <Sent>' -ForEach @(
        @{ Set = 'User'; How = 'by name'; Run = { Disable-CGIPProviderForUser -UserPoolId $id -Username alice -ProviderName Okta -Force }; Sent = 'Okta/Cognito_Subject/Alice@Corp.example' }
        @{ Set = 'User'; How = 'by position'; Run = { Disable-CGIPProviderForUser $id alice Okta -Force }; Sent = 'Okta/Cognito_Subject/Alice@Corp.example' }
        @{ Set = 'User'; How = 'with a wildcard'; Run = { Disable-CGIPProviderForUser $id frank Azure* -Force }; Sent = 'AzureAD/Cognito_Subject/frank-oid' }
        @{ Set = 'User'; How = 'with several names'; Run = { Disable-CGIPProviderForUser $id heidi Google, SignInWithApple -Force }; Sent = 'SignInWithApple/Cognito_Subject/0013.a_b' }
        @{ Set = 'User'; How = 'with -AllProviders'; Run = { Disable-CGIPProviderForUser $id carol -AllProviders -Force }; Sent = 'Okta/Cognito_Subject/carol@corp.example', 'Okta/email/carol@corp.example', 'Google/Cognito_Subject/1122334455' }
        @{ Set = 'User'; How = 'from the pipeline'; Run = { 'alice', 'grace' | Disable-CGIPProviderForUser $id -ProviderName Okta, AzureAD -Force }; Sent = 'Okta/Cognito_Subject/Alice@Corp.example', 'AzureAD/Cognito_Subject/grace-oid' }
        @{ Set = 'User'; How = 'by property name'; Run = { [pscustomobject]@{ UserPoolId = $id; Username = 'alice' } | Disable-CGIPProviderForUser -ProviderName Okta -Force }; Sent = 'Okta/Cognito_Subject/Alice@Corp.example' }
        @{ Set = 'User'; How = 'by property names for user and provider'; Run = { [pscustomobject]@{ UserPoolId = $id; Username = 'carol'; ProviderName = 'Google' }, [pscustomobject]@{ UserPoolId = $id; Username = 'grace'; ProviderName = 'AzureAD' } | Disable-CGIPProviderForUser -Force }; Sent = 'Google/Cognito_Subject/1122334455', 'AzureAD/Cognito_Subject/grace-oid' }
        @{ Set = 'User'; How = 'with a script block'; Run = { [pscustomobject]@{ Name = 'carol'; Idp = 'Google' } | Disable-CGIPProviderForUser $id -Username { $_.Name } -ProviderName { $_.Idp } -Force }; Sent = 'Google/Cognito_Subject/1122334455' }
        @{ Set = 'Native'; How = 'by name'; Run = { Disable-CGIPProviderForUser -UserPoolId $id -Username alice -Native -Force -WarningAction SilentlyContinue }; Sent = 'Cognito/Cognito_Subject/alice' }
        @{ Set = 'Native'; How = 'by position'; Run = { Disable-CGIPProviderForUser $id alice -Native -Force -WarningAction SilentlyContinue }; Sent = 'Cognito/Cognito_Subject/alice' }
        @{ Set = 'Native'; How = 'from the pipeline'; Run = { 'alice' | Disable-CGIPProviderForUser $id -Native -Force -WarningAction SilentlyContinue }; Sent = 'Cognito/Cognito_Subject/alice' }
        @{ Set = 'Native'; How = 'by property name'; Run = { [pscustomobject]@{ UserPoolId = $id; Username = 'alice' } | Disable-CGIPProviderForUser -Native -Force -WarningAction SilentlyContinue }; Sent = 'Cognito/Cognito_Subject/alice' }
        @{ Set = 'Social'; How = 'by name'; Run = { Disable-CGIPProviderForUser -UserPoolId $id -SocialProvider Google -Subject 1122334455 -Force }; Sent = 'Google/Cognito_Subject/1122334455' }
        @{ Set = 'Social'; How = 'by position, with the name in another case'; Run = { Disable-CGIPProviderForUser $id 0013.a_b -SocialProvider signinwithapple -Force }; Sent = 'SignInWithApple/Cognito_Subject/0013.a_b' }
        @{ Set = 'Social'; How = 'by property name'; Run = { [pscustomobject]@{ UserPoolId = $id; SocialProvider = 'Google'; Subject = '1122334455' } | Disable-CGIPProviderForUser -Force }; Sent = 'Google/Cognito_Subject/1122334455' }
        @{ Set = 'Social'; How = 'by property name for some values'; Run = { [pscustomobject]@{ Subject = '1122334455' } | Disable-CGIPProviderForUser $id -SocialProvider Google -Force }; Sent = 'Google/Cognito_Subject/1122334455' }
        @{ Set = 'Social'; How = 'by property name with a user'; Run = { [pscustomobject]@{ Username = 'carol'; SocialProvider = 'google'; Subject = '1122334455' } | Disable-CGIPProviderForUser $id -Force }; Sent = 'Google/Cognito_Subject/1122334455' }
        @{ Set = 'Social'; How = 'with a user who owns it'; Run = { Disable-CGIPProviderForUser $id 1122334455 -SocialProvider Google -Username carol -Force }; Sent = 'Google/Cognito_Subject/1122334455' }
        @{ Set = 'Oidc'; How = 'by name'; Run = { Disable-CGIPProviderForUser -UserPoolId $id -OidcProvider AzureAD -Subject grace-oid -Force }; Sent = 'AzureAD/Cognito_Subject/grace-oid' }
        @{ Set = 'Oidc'; How = 'by position'; Run = { Disable-CGIPProviderForUser $id grace-oid -OidcProvider AzureAD -Force }; Sent = 'AzureAD/Cognito_Subject/grace-oid' }
        @{ Set = 'Oidc'; How = 'by property name'; Run = { [pscustomobject]@{ UserPoolId = $id; OidcProvider = 'AzureAD'; Subject = 'grace-oid' } | Disable-CGIPProviderForUser -Force }; Sent = 'AzureAD/Cognito_Subject/grace-oid' }
        @{ Set = 'Saml'; How = 'by name'; Run = { Disable-CGIPProviderForUser -UserPoolId $id -SamlProvider Okta -NameId Alice@Corp.example -Force }; Sent = 'Okta/Cognito_Subject/Alice@Corp.example' }
        @{ Set = 'Saml'; How = 'by position'; Run = { Disable-CGIPProviderForUser $id Alice@Corp.example -SamlProvider Okta -Force }; Sent = 'Okta/Cognito_Subject/Alice@Corp.example' }
        @{ Set = 'Saml'; How = 'by property name'; Run = { [pscustomobject]@{ UserPoolId = $id; SamlProvider = 'Okta'; NameId = 'Alice@Corp.example' } | Disable-CGIPProviderForUser -Force }; Sent = 'Okta/Cognito_Subject/Alice@Corp.example' }
        @{ Set = 'SamlAsLinked'; How = 'by name'; Run = { Disable-CGIPProviderForUser $id -SamlProvider Okta -LinkedAttributeName email -LinkedAttributeValue carol@corp.example -Force }; Sent = 'Okta/email/carol@corp.example' }
        @{ Set = 'SamlAsLinked'; How = 'by property name'; Run = { [pscustomobject]@{ UserPoolId = $id; SamlProvider = 'Okta'; LinkedAttributeName = 'email'; LinkedAttributeValue = 'carol@corp.example' } | Disable-CGIPProviderForUser -Force }; Sent = 'Okta/email/carol@corp.example' }
        @{ Set = 'Exact'; How = 'by name'; Run = { Disable-CGIPProviderForUser $id -ProviderName Okta -ProviderAttributeName email -ProviderAttributeValue carol@corp.example -Force }; Sent = 'Okta/email/carol@corp.example' }
        @{ Set = 'Exact'; How = 'by the parameter names of AWS.Tools'; Run = { Disable-CGIPProviderForUser $id -User_ProviderName Google -User_ProviderAttributeName Cognito_Subject -User_ProviderAttributeValue 1122334455 -Force }; Sent = 'Google/Cognito_Subject/1122334455' }
        @{ Set = 'Exact'; How = 'by piped identities'; Run = { Get-CGIPLinkedIdentity $id grace | Disable-CGIPProviderForUser -Force }; Sent = 'AzureAD/Cognito_Subject/grace-oid' }
        @{ Set = 'Exact'; How = 'by property name without a user'; Run = { [pscustomobject]@{ UserPoolId = $id; ProviderName = 'Google'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = '1122334455' } | Disable-CGIPProviderForUser -Force }; Sent = 'Google/Cognito_Subject/1122334455' }
        @{ Set = 'Exact'; How = 'with a user who owns it'; Run = { Disable-CGIPProviderForUser $id -Username grace -ProviderName AzureAD -ProviderAttributeName Cognito_Subject -ProviderAttributeValue grace-oid -Force }; Sent = 'AzureAD/Cognito_Subject/grace-oid' }
    ) {
        $results = & $Run
        $results.Outcome | Select-Object -Unique | Should -Be Unlinked
        Get-Sent | Sort-Object | Should -BeExactly ($Sent | Sort-Object)
    }

    It 'takes piped text as the user in the set <Set>' -ForEach @(
        @{ Set = 'Social'; Owner = 'carol'; Stranger = 'alice'; Other = @{ SocialProvider = 'Google'; Subject = '1122334455' } }
        @{ Set = 'Oidc'; Owner = 'carol'; Stranger = 'alice'; Other = @{ OidcProvider = 'Google'; Subject = '1122334455' } }
        @{ Set = 'Saml'; Owner = 'alice'; Stranger = 'carol'; Other = @{ SamlProvider = 'Okta'; NameId = 'Alice@Corp.example' } }
        @{ Set = 'SamlAsLinked'; Owner = 'carol'; Stranger = 'alice'; Other = @{ SamlProvider = 'Okta'; LinkedAttributeName = 'email'; LinkedAttributeValue = 'carol@corp.example' } }
        @{ Set = 'Exact'; Owner = 'carol'; Stranger = 'alice'; Other = @{ ProviderName = 'Google'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = '1122334455' } }
    ) {
        $refused = @{
            IdentityNotOwned = { $Stranger | Disable-CGIPProviderForUser $id @Other -Force }
            UserNotFound = { 42 | Disable-CGIPProviderForUser $id @Other -Force }
            UsernameMissing = { $null, '' | Disable-CGIPProviderForUser $id @Other -Force }
            AmbiguousRow = { $Stranger | Disable-CGIPProviderForUser $id -Username $Owner @Other -Force }
        }
        $ErrorActionPreference = 'Continue'
        foreach ($errorId in $refused.Keys) {
            $problems = & $refused[$errorId] 2>&1
            $problems.FullyQualifiedErrorId | Select-Object -Unique | Should -Be "$errorId,CognitoUnlink.PowerShell.Commands.DisableProviderForUserCommand"
        }

        Get-Sent | Should -BeNullOrEmpty
        ($Owner | Disable-CGIPProviderForUser $id @Other -Force).Outcome | Should -Be Unlinked
        @(Get-Sent).Count | Should -Be 1
    }

    It 'does not touch the password sign-in of a user whose sub differs from the row' {
        $old = [pscustomobject]@{ Username = 'alice'; sub = [guid]::Empty }
        $old | Disable-CGIPProviderForUser $id -Native -Force -WarningAction SilentlyContinue -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $problems.FullyQualifiedErrorId | Should -BeLike 'OtherUser,*'
        Get-CGIPLocalUserPoolRequest -Operation AdminDisableProviderForUser | Should -BeNullOrEmpty
    }

    It 'returns a result for an identity that shows how the user can still sign in' {
        $result = Disable-CGIPProviderForUser $id frank AzureAD -Force -Verify -SignOut
        $result | Should -BeOfType CognitoUnlink.Unlinking.UnlinkResult
        $result.UserPoolId | Should -Be $id
        $result.Username | Should -Be frank
        $result.ProviderName | Should -Be AzureAD
        $result.ProviderType | Should -Be OIDC
        $result.SignInAfterUnlink | Should -Be Federated
        $result.Verified | Should -BeTrue
        $result.SignedOut | Should -BeTrue
        $result.Attempts | Should -Be 1
        $result.RequestId | Should -Not -BeNullOrEmpty
        $result.Timestamp.Kind | Should -Be Utc
        (Get-CGIPLocalUserPoolRequest).Operation | Should -Be AdminGetUser, AdminGetUser, DescribeUserPool, ListIdentityProviders, AdminDisableProviderForUser, AdminGetUser, AdminUserGlobalSignOut
    }

    It 'finds the attribute of a link that was never used to sign in, and reports it' {
        $result = Disable-CGIPProviderForUser $id carol Okta -Force
        $result.ProviderAttributeName | Should -Be email
        $result.Reason | Should -BeLike "*'email'*"
        Get-Linked | Should -Not -Contain carol/Okta
        Get-Linked | Should -Contain carol/Google
    }

    It 'sends exactly the given NameID, and tries no other attribute' {
        $null = Disable-CGIPProviderForUser $id carol@corp.example -SamlProvider Okta -Username carol -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'IdentityNotLinked,*'
        Get-Sent | Should -BeExactly 'Okta/Cognito_Subject/carol@corp.example'
    }

    It 'warns before it deactivates a password sign-in' {
        $null = Disable-CGIPProviderForUser $id alice -Native -Force -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike '*cannot be undone*'
    }

    It 'warns if there is nothing to unlink for a given user' {
        $result = Disable-CGIPProviderForUser $id erin Okta -Force -WarningVariable warnings -WarningAction SilentlyContinue
        $result | Should -BeNullOrEmpty
        $warnings | Should -BeLike "User 'erin' has no Okta identity; nothing to unlink."
        Get-Sent | Should -BeNullOrEmpty
    }

    It 'has a readable syntax' {
        $sets = (Get-Command Disable-CGIPProviderForUser).ParameterSets
        $sets.Name | Sort-Object | Should -Be Exact, Native, Oidc, Saml, SamlAsLinked, Social, User
        ($sets | Where-Object IsDefault).Name | Should -Be User
        $syntax = Get-Command Disable-CGIPProviderForUser -Syntax
        $syntax | Should -BeLike '*`[-UserPoolId`] <string> `[-Username`] <string`[`]> `[`[-ProviderName`] <string`[`]>`]*'
        $syntax | Should -BeLike '*-SocialProvider <SocialProvider>*'
        $syntax | Should -BeLike '*-SamlProvider <string> -LinkedAttributeName <string> -LinkedAttributeValue <string>*'
    }
}
