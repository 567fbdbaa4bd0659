# Bad input: a clear message with a stable id, and nothing is sent.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $null = Start-TestPool
    $poolId = 'us-east-1_LocalPool'
    $saved = @{}
    foreach ($name in 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_ENDPOINT_URL', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE') {
        $saved[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $null)
    }
    $env:AWS_EC2_METADATA_DISABLED = 'true'
    $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'credentials'
    $env:AWS_CONFIG_FILE = Join-Path $TestDrive 'config'
}

AfterAll {
    Stop-CGIPLocalUserPool
    $saved.GetEnumerator() | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) }
}

Describe 'Bad input' {
    BeforeEach { $null = Get-CGIPLocalUserPoolRequest -Clear }

    It 'says which region a record is from, and to pass it as -Region' {
        $record = [pscustomobject]@{ Event = 'Unlinked'; UserPoolId = $poolId; Username = 'alice'; ProviderName = 'Okta'; Subject = 'x'; Place = 'aws aws eu-west-1 cognito-idp.eu-west-1.amazonaws.com' }
        { $record | Enable-CGIPProviderForUser -Force } | Should -Throw -ErrorId 'OtherPlace,*' -ExpectedMessage '*requests to AWS region eu-west-1, but*'
        $Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*an AWS region with -Region, any other endpoint with -EndpointUrl*'
        { [pscustomobject]@{ UserPoolId = 'us-east-1_Other'; Username = 'alice'; Region = 'eu-west-1' } | Get-CGIPLinkedIdentity -AccessKey a -SecretKey b } | Should -Throw -ErrorId 'RegionMismatch,*' -ExpectedMessage '*names the region us-east-1*'
        $Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Region*If a row names another region, one that you give replaces it.*'
    }

    It 'is reported as <Id>: <Case>' -ForEach @(
        @{ Case = 'no pool id'; Run = { Disable-CGIPProviderForUser -UserPoolId '' -Username alice -ProviderName Okta -Force }; Id = 'InvalidUserPoolId'; Says = '*pool*' }
        @{ Case = 'EndpointUrl from a variable that is not set'; Run = { Disable-CGIPProviderForUser $poolId alice Okta -Force -EndpointUrl $notSet }; Id = 'EmptyValue'; Says = 'The value of EndpointUrl is empty*' }
        @{ Case = 'ProfileName from a variable that is not set'; Run = { Disable-CGIPProviderForUser $poolId alice Okta -Force -ProfileName $notSet }; Id = 'EmptyValue'; Says = 'The value of ProfileName is empty*' }
        @{ Case = 'Region from a variable that is not set'; Run = { Disable-CGIPProviderForUser $poolId alice Okta -Force -Region $notSet }; Id = 'EmptyValue'; Says = 'The value of Region is empty*' }
        @{ Case = 'AccessKey from a variable that is not set'; Run = { Disable-CGIPProviderForUser $poolId alice Okta -Force -AccessKey $notSet -SecretKey local }; Id = 'EmptyValue'; Says = 'The value of AccessKey is empty*' }
        @{ Case = 'a malformed pool id'; Run = { Disable-CGIPProviderForUser 'my pool' alice Okta -Force }; Id = 'InvalidUserPoolId'; Says = "'my pool' is not a user pool id." }
        @{ Case = 'a malformed pool id to read'; Run = { Get-CGIPLinkedIdentity mypool }; Id = 'InvalidUserPoolId'; Says = "*'mypool' is not a user pool id." }
        @{ Case = 'a pool that does not exist'; Run = { Disable-CGIPProviderForUser us-east-1_Other alice Okta -Force -EndpointUrl (Get-CGIPLocalUserPool).EndpointUrl -Region us-east-1 -AccessKey local -SecretKey local }; Id = 'ResourceNotFound'; Says = '*us-east-1_Other does not exist*' }
        @{ Case = 'no credentials'; Run = { Disable-CGIPProviderForUser us-east-1_Other alice Okta -Force -Region us-east-1 }; Id = 'CredentialsNotFound'; Says = 'No AWS credentials were found*' }
        @{ Case = 'an access key without its secret'; Run = { Disable-CGIPProviderForUser $poolId alice Okta -Force -AccessKey local -Region us-east-1 }; Id = 'CredentialsNotFound'; Says = '*secret*' }
        @{ Case = 'a wrong secret'; Run = { Disable-CGIPProviderForUser $poolId alice Okta -Force -EndpointUrl (Get-CGIPLocalUserPool).EndpointUrl -Region us-east-1 -AccessKey local -SecretKey canary-secret }; Id = 'CredentialsRefused'; Says = '*signature*' }
        @{ Case = 'no region'; Run = { Disable-CGIPProviderForUser local_Other alice Okta -Force -AccessKey a -SecretKey b }; Id = 'RegionNotFound'; Says = '*eu-west-1*' }
        @{ Case = 'a region other than the pool''s'; Run = { Disable-CGIPProviderForUser us-east-1_Other alice Okta -Force -AccessKey a -SecretKey b -Region eu-west-1 }; Id = 'RegionMismatch'; Says = '*us-east-1*eu-west-1*Nothing was sent. A replica*' }
        @{ Case = 'an unknown region'; Run = { Disable-CGIPProviderForUser local_Other alice Okta -Force -AccessKey a -SecretKey b -Region us-est-1 }; Id = 'RegionNotFound'; Says = '*us-east-1*' }
        @{ Case = 'a credential of the wrong type'; Run = { Disable-CGIPProviderForUser us-east-1_Other alice Okta -Force -Credential canary }; Id = 'CredentialsNotFound'; Says = '*System.String*AWS.Tools*' }
        @{ Case = 'an unknown profile'; Run = { Disable-CGIPProviderForUser $poolId alice Okta -Force -ProfileName nobody -Region us-east-1 }; Id = 'ProfileNotFound'; Says = "*'nobody'*" }
        @{ Case = 'an endpoint without TLS'; Run = { Get-CGIPLinkedIdentity us-east-1_Other -EndpointUrl http://cognito.example -Region us-east-1 -AccessKey a -SecretKey b }; Id = 'InvalidEndpoint'; Says = '*https*' }
        @{ Case = 'neither a provider nor -AllProviders'; Run = { Disable-CGIPProviderForUser $poolId alice -Force }; Id = 'ProviderNotSpecified'; Says = '*-ProviderName*-AllProviders*' }
        @{ Case = 'both a provider and -AllProviders'; Run = { Disable-CGIPProviderForUser $poolId alice Okta -AllProviders -Force }; Id = 'ProviderNotSpecified'; Says = '*cannot be combined*' }
        @{ Case = 'a pattern that cannot be read'; Run = { Disable-CGIPProviderForUser $poolId alice 'Okta[' -Force }; Id = 'InvalidProviderPattern'; Says = "*'Okta``['*" }
        @{ Case = 'an unknown provider'; Run = { Disable-CGIPProviderForUser $poolId alice Octa -Force }; Id = 'ProviderNotFound'; Says = "*'Octa'. Its providers are: AzureAD, Google, Okta, SignInWithApple." }
        @{ Case = 'a provider in the wrong case'; Run = { Disable-CGIPProviderForUser $poolId alice okta -Force }; Id = 'ProviderNotFound'; Says = '*Did you mean ''Okta''?*' }
        @{ Case = 'an unknown provider for a whole pool'; Run = { Get-CGIPLinkedIdentity $poolId | Disable-CGIPProviderForUser -ProviderName Octa -Force }; Id = 'ProviderNotFound'; Says = '*AzureAD, Google, Okta, SignInWithApple*' }
        @{ Case = 'an unknown provider to list'; Run = { Get-CGIPLinkedIdentity $poolId -ProviderName Octa }; Id = 'ProviderNotFound'; Says = '*AzureAD, Google, Okta, SignInWithApple*' }
        @{ Case = 'an unknown SAML provider'; Run = { Disable-CGIPProviderForUser $poolId x -SamlProvider okta -Force }; Id = 'ProviderNotFound'; Says = '*Did you mean ''Okta''?*' }
        @{ Case = 'an unknown OIDC provider'; Run = { Disable-CGIPProviderForUser $poolId x -OidcProvider 'A[' -Force }; Id = 'ProviderNotFound'; Says = "*'A``['*" }
        @{ Case = 'a social provider that the pool lacks'; Run = { Disable-CGIPProviderForUser $poolId 1 -SocialProvider Facebook -Force }; Id = 'ProviderNotFound'; Says = "*'Facebook'*" }
        @{ Case = 'a federated username as subject'; Run = { Disable-CGIPProviderForUser $poolId google_1122334455 -SocialProvider Google -Force }; Id = 'SubjectHasProviderPrefix'; Says = "*prefix 'google_'*" }
        @{ Case = 'a federated username as NameID'; Run = { Disable-CGIPProviderForUser $poolId Okta_dave -SamlProvider Okta -Force }; Id = 'SubjectHasProviderPrefix'; Says = "*prefix 'Okta_'*" }
        @{ Case = 'an identity of another user'; Run = { Disable-CGIPProviderForUser $poolId -Username bob -ProviderName Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue Alice@Corp.example -Force }; Id = 'IdentityNotOwned'; Says = "*not an identity of user 'bob', who has Okta 'bob@corp.example'. Nothing was sent." }
        @{ Case = 'a subject in the wrong case'; Run = { Disable-CGIPProviderForUser $poolId alice@corp.example -SamlProvider Okta -Username alice -Force }; Id = 'IdentityNotOwned'; Says = "*who has Okta 'Alice@Corp.example'. Nothing was sent." }
        @{ Case = 'the only way to sign in'; Run = { Disable-CGIPProviderForUser $poolId bob Okta -Force }; Id = 'WouldLockOut'; Says = "Not unlinked: * is the only way user 'bob' can sign in (status FORCE_CHANGE_PASSWORD)*" }
        @{ Case = 'a federated user''s only identity'; Run = { Disable-CGIPProviderForUser $poolId Okta_dave Okta -Force }; Id = 'OwnIdentity'; Says = "*is the federated user 'Okta_dave' itself, not a link*" }
        @{ Case = 'the password sign-in of a user without an identity'; Run = { Disable-CGIPProviderForUser $poolId erin -Native -Force -WarningAction SilentlyContinue }; Id = 'WouldLockOut'; Says = '*password sign-in*' }
        @{ Case = 'the password sign-in as a provider'; Run = { Disable-CGIPProviderForUser $poolId -ProviderName Cognito -ProviderAttributeName Cognito_Subject -ProviderAttributeValue erin -Force }; Id = 'NativeNotAsked'; Says = '*password sign-in*' }
        @{ Case = '-Native with the value false'; Run = { Disable-CGIPProviderForUser $poolId grace -Native:$false -Force -WarningAction SilentlyContinue }; Id = 'NativeNotAsked'; Says = '*-Native is false*' }
        @{ Case = 'both a provider and -AllProviders for rows'; Run = { Get-CGIPLinkedIdentity $poolId grace | Disable-CGIPProviderForUser -ProviderName AzureAD -AllProviders -Force }; Id = 'ProviderNotSpecified'; Says = '*cannot be combined*' }
        @{ Case = 'a list in a row'; Run = { [pscustomobject]@{ Username = 'carol'; ProviderName = 'Google'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = 1, 2 } | Disable-CGIPProviderForUser $poolId -Force }; Id = 'IncompleteRow'; Says = '*lacks a value*' }
        @{ Case = 'several providers for one identity'; Run = { Disable-CGIPProviderForUser $poolId -ProviderName Okta, Google -ProviderAttributeName Cognito_Subject -ProviderAttributeValue x -Force }; Id = 'SeveralProviders'; Says = '*one provider*' }
        @{ Case = 'a user who does not exist'; Run = { Disable-CGIPProviderForUser $poolId nobody Okta -Force }; Id = 'UserNotFound'; Says = "There is no user 'nobody' in user pool *" }
        @{ Case = 'an empty username'; Run = { Disable-CGIPProviderForUser $poolId 1122334455 -SocialProvider Google -Username '' -Force }; Id = 'UsernameMissing'; Says = '*empty*' }
        @{ Case = 'an empty username for rows'; Run = { [pscustomobject]@{ ProviderName = 'Google'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = '1122334455' } | Disable-CGIPProviderForUser $poolId -Username '' -Force }; Id = 'UsernameMissing'; Says = '*empty*' }
        @{ Case = 'an empty username in a row'; Run = { [pscustomobject]@{ Username = ''; ProviderName = 'Google'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = '1122334455' } | Disable-CGIPProviderForUser $poolId -Force }; Id = 'UsernameMissing'; Says = '*empty*' }
        @{ Case = 'a row without a value'; Run = { [pscustomobject]@{ Username = 'carol'; ProviderName = 'Google'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = '' } | Disable-CGIPProviderForUser $poolId -Force }; Id = 'IncompleteRow'; Says = '*lacks a value*' }
    ) {
        $problem = $null
        try {
            $null = & $Run -ErrorAction Stop 2>&1 | ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord] -and -not $problem) { $problem = $_ } }
        }
        catch { $problem ??= $_ }
        $problem.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$problem" | Should -BeLike $Says
        Get-Sent | Should -BeNullOrEmpty
        "$problem $($problem.Exception)" | Should -Not -BeLike '*canary*'
    }

    It 'among good users causes errors, and the good users are unlinked' {
        $null = Start-TestPool -UserPoolId us-east-1_Midst
        $attributes = { param($text, $sub) @([pscustomobject]@{ Name = 'sub'; Value = $sub ?? 'x' }, [pscustomobject]@{ Name = 'identities'; Value = $text }) }
        $users = @(
            [pscustomobject]@{ Username = 'alice'; Attributes = & $attributes '[{"userId":"Alice@Corp.example","providerName":"Okta"}]' (Get-CGIPLinkedIdentity us-east-1_Midst alice).Sub }
            [pscustomobject]@{ Username = 'broken'; Attributes = & $attributes '[{"userId":' }
            [pscustomobject]@{ Username = 'nobody'; Attributes = & $attributes '[{"userId":"n","providerName":"Okta"}]' }
            [pscustomobject]@{ Username = 'grace'; Attributes = & $attributes '[{"userId":"grace-oid","providerName":"AzureAD"}]' (Get-CGIPLinkedIdentity us-east-1_Midst grace).Sub }
        )
        $results = $users | Disable-CGIPProviderForUser us-east-1_Midst -AllProviders -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $results.Username | Should -Be alice, grace
        $results.Outcome | Should -Be Unlinked, Unlinked
        $problems.FullyQualifiedErrorId | Should -BeLike '*,CognitoUnlink.PowerShell.Commands.DisableProviderForUserCommand'
        $problems.FullyQualifiedErrorId -replace ',.*' | Should -Be MalformedIdentities, UserNotFound
        $problems[0].Exception.Message | Should -BeLike "*'broken'*"
        $problems[1].TargetObject.Outcome | Should -Be Failed
        $problems[1].TargetObject.Username | Should -Be nobody
        Stop-CGIPLocalUserPool us-east-1_Midst
    }

    It 'that affects every record ends the command at once' {
        $problems = $null
        try { 1..100 | ForEach-Object { "user$_" } | Disable-CGIPProviderForUser $poolId -ProviderName Okta -Force -ThrottleLimit 4 -EndpointUrl (Get-CGIPLocalUserPool).EndpointUrl -Region us-east-1 -AccessKey local -SecretKey wrong -ErrorVariable problems }
        catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'CredentialsRefused,*'
        @(Get-CGIPLocalUserPoolRequest).Count | Should -BeLessOrEqual 5
    }

    It 'for credentials or region is reported with the parameters to use' {
        { Get-CGIPLinkedIdentity us-east-1_Other -Region us-east-1 } | Should -Throw
        $Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*-ProfileName*'
        { Get-CGIPLinkedIdentity local_Other -AccessKey a -SecretKey b } | Should -Throw
        $Error[0].ErrorDetails.RecommendedAction | Should -BeLike '*-Region*'
    }

    It 'is reported with advice, a category and the result' {
        $null = Disable-CGIPProviderForUser $poolId bob Okta -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].ErrorDetails.RecommendedAction | Should -BeLike '*-AllowLockout*'
        $problems[0].CategoryInfo.Category | Should -Be PermissionDenied
        $problems[0].TargetObject.Outcome | Should -Be Skipped
    }
}

Describe '-AllowLockout' {
    It 'allows unlinking the only way to sign in' {
        $null = Start-TestPool -UserPoolId us-east-1_Lockout
        $result = Disable-CGIPProviderForUser us-east-1_Lockout bob Okta -AllowLockout -Force
        $result.Outcome | Should -Be Unlinked
        $result.SignInAfterUnlink | Should -Be None
        Stop-CGIPLocalUserPool us-east-1_Lockout
    }

    It 'unlinks piped users who are refused without it' {
        $null = Start-TestPool -UserPoolId us-east-1_Lockout
        # bob has FORCE_CHANGE_PASSWORD and one link, Okta_dave is only federated, and frank has FORCE_CHANGE_PASSWORD and two links, both to be unlinked.
        $identities = Get-CGIPLinkedIdentity us-east-1_Lockout bob, Okta_dave, frank, alice
        $results = $identities | Disable-CGIPProviderForUser -Force -ErrorVariable problems -ErrorAction SilentlyContinue
        $results | ForEach-Object { "$($_.Username) $($_.ProviderName) $($_.Outcome) $($_.SignInAfterUnlink)" } | Should -Be @(
            'bob Okta Skipped None', 'Okta_dave Okta Skipped None', 'frank Okta Unlinked Federated', 'frank AzureAD Skipped None', 'alice Okta Unlinked Password')
        $problems.FullyQualifiedErrorId -replace ',.*' | Should -Be WouldLockOut, OwnIdentity, WouldLockOut
        $results = $identities | Disable-CGIPProviderForUser -Force -AllowLockout -ErrorVariable problems -ErrorAction SilentlyContinue
        $results | ForEach-Object { "$($_.Username) $($_.ProviderName) $($_.Outcome) $($_.SignInAfterUnlink)" } | Should -Be @(
            'bob Okta Unlinked None', 'frank Okta AlreadyUnlinked Federated', 'frank AzureAD Unlinked None', 'alice Okta AlreadyUnlinked Password')
        # A federated user's own identity is then requested, and the pool responds as the service reportedly does.
        $problems.FullyQualifiedErrorId -replace ',.*' | Should -Be IdentityNotLinked
        Get-Linked us-east-1_Lockout | Should -Be 'carol/Okta', 'carol/Google', 'Okta_dave/Okta', 'grace/AzureAD', 'heidi/SignInWithApple'
        Stop-CGIPLocalUserPool us-east-1_Lockout
    }
}

Describe 'An error record' {
    It 'names its id and its target in CategoryView: <Id>' -ForEach @(
        @{ Id = 'WouldLockOut'; Target = 'bob:UnlinkResult'; Run = { Disable-CGIPProviderForUser $poolId bob Okta -Force } }
        @{ Id = 'UserNotFound'; Target = 'nobody:UnlinkResult'; Run = { Disable-CGIPProviderForUser $poolId nobody Okta -Force } }
        @{ Id = 'FederatedProfile'; Target = 'Okta_dave:FallbackResult'; Run = { Set-CGIPFallbackPassword $poolId Okta_dave Okta -Force } }
        @{ Id = 'ResourceNotFound'; Target = 'none:ClientProviderResult'; Run = { Disable-CGIPProviderForClient $poolId Okta none -Force } }
        @{ Id = 'LinkNotPossible'; Target = 'nobody:LinkResult'; Run = { Enable-CGIPProviderForUser $poolId nobody Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue x -Force } }
        @{ Id = 'InvalidUserPoolId'; Target = 'bad:String'; Run = { Get-CGIPLinkedIdentity bad } }
        @{ Id = 'JournalNotReadable'; Target = 'none.jsonl:String'; Run = { Get-CGIPUnlinkJournal none.jsonl } }
    ) {
        $problem = $null
        $null = try { & $Run 2>&1 | ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { $problem ??= $_ } } } catch { $problem ??= $_ }
        $ErrorView = 'CategoryView'
        ($problem | Out-String).Trim() -replace '\e\[[\d;]*m' | Should -BeLike "*: ($Target) ``[*-CGIP*``], $Id"
    }

    It 'is on the screen for the first three with a reason only, but is shown like any other after the run' {
        $child = Invoke-Child "Import-Module '$(Get-RepositoryFile 'tests/pester/TestSupport.psm1')'; Import-Module '$(Get-ModulePath)'; `$PSStyle.OutputRendering = 'PlainText'
            `$null = Start-TestPool; `$null = 1..6 | ForEach-Object { 'Okta_dave' } | Disable-CGIPProviderForUser $poolId -AllProviders -Force
            'AFTER'; `$Error.Count; `$ErrorView = 'CategoryView'; `$Error; `$ErrorView = 'NormalView'; `$Error"
        $after = $child.Output.IndexOf('AFTER')
        $child.Output[0..$after].Where({ $_ -match 'not a link to another' -or $_ -match 'itself, not' }).Count | Should -Be 3
        $child.Output[$after + 1] | Should -Be 6
        $child.Output[$after..($child.Output.Count - 1)].Where({ $_ -eq 'InvalidOperation: (Okta_dave:UnlinkResult) [Disable-CGIPProviderForUser], OwnIdentity' }).Count | Should -Be 6
        $child.Output[$after..($child.Output.Count - 1)].Where({ $_ -like '+ FullyQualifiedErrorId : OwnIdentity,*' }).Count | Should -Be 6
    }
}
