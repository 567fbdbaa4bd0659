# Provokes every error and checks its id, category, target and advice, and the text that is shown.

BeforeDiscovery {
    # Errors that a cmdlet cannot reach in a test, and where they are provoked instead.
    $elsewhere = @{
        FileNotReadable   = 'CognitoUnlink.Cli.Tests/FromTests.cs: only the command line reads files of rows'
        UnknownFileForm   = 'CognitoUnlink.Cli.Tests/FromTests.cs: only the command line reads files of rows'
        UserBusy          = 'CognitoUnlink.Core.Tests/Unlinking/HeldUsersTests.cs: a cmdlet waits for two minutes'
        PlaceNotConfirmed = 'pester/Journal.Tests.ps1: it needs a No at a prompt'
        LinkNotShown      = 'CognitoUnlink.Core.Tests/Linking/LinkerTests.cs: no pool accepts a link without making it'
        ProbePoolLeft     = 'CognitoUnlink.Cli.Tests/ProbeTests.cs: only the command line probes'
        ProbeFileNotWritable = 'CognitoUnlink.Cli.Tests/ProbeTests.cs: only the command line probes'
        Timeout           = 'CognitoUnlink.Aws.Tests/Errors/TransportTests.cs: a cmdlet waits for half a minute, six times'
    }
    $onGrace = { param($code) Set-CGIPLocalUserPoolFault -ErrorCode $code; Disable-CGIPProviderForUser $poolId grace AzureAD -Force }
    $provoked = [ordered]@{
        InvalidUserPoolId        = { Disable-CGIPProviderForUser 'my pool' alice Okta -Force }
        ProviderNotSpecified     = { Disable-CGIPProviderForUser $poolId alice Okta -AllProviders -Force }
        SeveralProviders         = { Disable-CGIPProviderForUser $poolId -ProviderName Okta, Google -ProviderAttributeName Cognito_Subject -ProviderAttributeValue x -Force }
        NotAUser                 = { Get-Item $TestDrive | Get-CGIPLinkedIdentity $poolId }
        ProviderNotFound         = { Disable-CGIPProviderForUser $poolId alice Octa -Force }
        InvalidProviderPattern   = { Disable-CGIPProviderForUser $poolId alice 'Okta[' -Force }
        SubjectHasProviderPrefix = { Disable-CGIPProviderForUser $poolId google_1122334455 -SocialProvider Google -Force }
        NativeNotAsked           = { Disable-CGIPProviderForUser $poolId -ProviderName Cognito -ProviderAttributeName Cognito_Subject -ProviderAttributeValue erin -Force }
        UsernameMissing          = { Disable-CGIPProviderForUser $poolId 1122334455 -SocialProvider Google -Username '' -Force }
        StopAfterReached         = { 1..40 | ForEach-Object { 'alice' } | Disable-CGIPProviderForUser $poolId -AllProviders -Force -RequestsPerSecond 1 -StopAfter 1s }
        MaximumChangeReached     = { 'alice', 'grace' | Disable-CGIPProviderForUser $poolId -AllProviders -Force -MaximumChange 1 }
        IncompleteRow            = { [pscustomobject]@{ Username = 'carol'; ProviderName = 'Google'; ProviderAttributeName = 'Cognito_Subject'; ProviderAttributeValue = '' } | Disable-CGIPProviderForUser $poolId -Force }
        UnknownColumn            = { [pscustomobject]@{ User = 'carol'; ProviderName = 'Google'; Subject = '1122334455' } | Disable-CGIPProviderForUser $poolId -Force }
        AmbiguousRow             = { [pscustomobject]@{ Username = 'carol'; ProviderName = 'Google'; Subject = '1122334455'; NameId = 'x' } | Disable-CGIPProviderForUser $poolId -Force }
        RowNotReadable           = { '{"Username":"carol","username":"alice"}' | ConvertFrom-Json -AsHashtable | Disable-CGIPProviderForUser $poolId -ProviderName Google -Force }
        RowTooLong               = { [pscustomobject]@{ Username = 'carol'; ProviderName = 'Google'; Subject = 'x' * 200000 } | Disable-CGIPProviderForUser $poolId -Force }
        OtherUserPool            = { [pscustomobject]@{ UserPoolId = 'us-east-1_Other'; Username = 'carol'; ProviderName = 'Google' } | Disable-CGIPProviderForUser $poolId -Force }
        OtherUser                = { [pscustomobject]@{ Username = 'carol'; Sub = 'of-an-earlier-carol'; ProviderName = 'Google' } | Disable-CGIPProviderForUser $poolId -Force }
        InvalidUsername          = { Disable-CGIPProviderForUser $poolId 'carol ' Google -Force }
        UserPoolNotSpecified     = { Get-CGIPLinkedIdentity $poolId carol | Select-Object Username, ProviderName | Disable-CGIPProviderForUser -Force }
        EmptyValue               = { Get-CGIPLinkedIdentity $poolId -EndpointUrl $notSet }
        VariableNotWritable      = { Disable-CGIPProviderForUser $poolId carol Google -Force -SummaryVariable PID }
        CredentialPiped          = { [Amazon.Runtime.SessionAWSCredentials]::new('X') | Disable-CGIPProviderForUser $poolId carol Google -Force }
        FormattedObject          = { Get-CGIPLinkedIdentity $poolId carol | Format-Table | Disable-CGIPProviderForUser -Force }
        InvalidColumnMap         = { [pscustomobject]@{ Login = 'carol' } | Disable-CGIPProviderForUser $poolId -ProviderName Google -ColumnMap @{ Usernam = 'Login' } -Force }
        MalformedIdentities      = { [pscustomobject]@{ Username = 'broken'; Attributes = @([pscustomobject]@{ Name = 'identities'; Value = '[{' }) } | Disable-CGIPProviderForUser $poolId -AllProviders -Force }
        IdentityNotOwned         = { Disable-CGIPProviderForUser $poolId alice@corp.example -SamlProvider Okta -Username alice -Force }
        WouldLockOut             = { Disable-CGIPProviderForUser $poolId bob Okta -Force }
        NoRecovery               = { Disable-CGIPProviderForUser us-east-1_Own una Okta -Force }
        UnknownStatus            = { Disable-CGIPProviderForUser us-east-1_Own old Okta -Force }
        Stranded                 = {
            # A run that does not name the user is not held back.
            Set-CGIPLocalUserPoolFault us-east-1_Own -Operation AdminDisableProviderForUser -ProviderName Okta -LatencyMilliseconds 2000
            Invoke-Beside 'Disable-CGIPProviderForUser us-east-1_Own amy Okta -Force' -UserPoolId us-east-1_Own -Meanwhile {
                Disable-CGIPProviderForUser us-east-1_Own amy-google -SocialProvider Google -Force -WarningAction SilentlyContinue
            }
        }
        OwnIdentity              = { Disable-CGIPProviderForUser us-east-1_Own Okta_ivan Okta -Force }
        IdentityNotLinked        = { Disable-CGIPProviderForUser $poolId 999 -SocialProvider Google -Force }
        IdentityStillLinked      = {
            # Another user's link has the same value, by subject; carol's link is by email.
            $null = Enable-CGIPProviderForUser $poolId heidi Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue carol@corp.example -Force
            Disable-CGIPProviderForUser $poolId -Username carol -ProviderName Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue carol@corp.example -Force
        }
        LinkNotPossible          = { Enable-CGIPProviderForUser $poolId nobody Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue x -Force }
        SignOutFailed            = { Set-CGIPLocalUserPoolFault -Operation AdminUserGlobalSignOut -ErrorCode NotAuthorizedException; Disable-CGIPProviderForUser $poolId grace AzureAD -SignOut -Force }
        LocalUserPoolNotStarted  = { Start-CGIPLocalUserPool -SeedPath (Join-Path $TestDrive 'none.json') }
        InvalidFault             = { Set-CGIPLocalUserPoolFault $poolId -Hang -Operation AdminNothing }
        LocalUserPoolStopped     = { $null = Start-CGIPLocalUserPool -UserPoolId us-east-1_Gone; Stop-CGIPLocalUserPool us-east-1_Gone; Get-CGIPLinkedIdentity us-east-1_Gone }
        LocalUserPoolNotFound    = { Stop-CGIPLocalUserPool us-east-1_None }
        JournalInUse             = {
            Disable-CGIPProviderForUser $poolId alice Okta -Force -JournalPath $journal |
                ForEach-Object { Disable-CGIPProviderForUser $poolId grace AzureAD -Force -JournalPath $journal }
        }
        JournalDamaged           = { Set-Content $journal "{`n{`n{`n"; Get-CGIPUnlinkJournal $journal }
        JournalNotReadable       = { Get-CGIPUnlinkJournal (Join-Path $TestDrive 'none.jsonl') }
        JournalNotWritable       = { Disable-CGIPProviderForUser $poolId grace AzureAD -Force -JournalPath $TestDrive }
        JournalTooNew            = { Set-Content $journal '{"time":"2026-01-01T00:00:00Z","run":"r","event":"run-started","format":9}'; Get-CGIPUnlinkJournal $journal }
        OtherPlace               = {
            Set-Content $journal ('{"time":"2026-01-01T00:00:00Z","run":"r","event":"run-started","format":2,"place":{"kind":"other","host":"moto.example"},"settings":{"userPoolId":"POOL"}}' -creplace 'POOL', $poolId)
            Disable-CGIPProviderForUser $poolId grace AzureAD -Force -JournalPath $journal
        }
        ClientNotSpecified       = { Enable-CGIPProviderForClient us-east-1_Own Okta -Force }
        LastProvider             = { Disable-CGIPProviderForClient us-east-1_Own Okta 1only -Force }
        ClientSettingsDiffer     = { Disable-CGIPProviderForClient us-east-1_Own Okta 2new -Force }
        ClientSettingRefused     = {
            Set-CGIPLocalUserPoolFault us-east-1_Own -Operation UpdateUserPoolClient -ErrorCode InvalidParameterException
            Enable-CGIPProviderForClient us-east-1_Own Okta 2new -Force
        }
        NoVerifiedAddress        = { Set-CGIPFallbackPassword us-east-1_Own una Okta -Force }
        FederatedProfile         = { Set-CGIPFallbackPassword us-east-1_Own Okta_ivan Okta -Force }
        RecoveryByAdministratorsOnly = { Set-CGIPFallbackPassword us-east-1_Admin zoe Okta -Force }
        NotifyFileExists         = { Set-Content $journal ''; Set-CGIPFallbackPassword us-east-1_Own una Okta -Force -NotifyPath $journal }
        NotifyFileNotWritable    = { Set-CGIPFallbackPassword us-east-1_Own una Okta -Force -NotifyPath (Join-Path $TestDrive 'no/such/folder.csv') }
        NotReportable            = { 'alice' | Get-CGIPLinkedIdentity $poolId | Export-CGIPUnlinkReport -Path "$journal.html" }
        ReportExists             = { Set-Content $journal ''; Set-Content "$journal.html" 'x'; Export-CGIPUnlinkReport $journal "$journal.html" -NoClobber }
        ReportNotWritable        = { Set-Content $journal ''; Export-CGIPUnlinkReport $journal (Join-Path $TestDrive 'no/such/folder.html') }
        UserNotFound             = { Disable-CGIPProviderForUser $poolId nobody Okta -Force }
        ResourceNotFound         = { Disable-CGIPProviderForUser us-east-1_Other alice Okta -Force @pool }
        InvalidParameter         = { & $onGrace InvalidParameterException }
        NotAuthorized            = { & $onGrace NotAuthorizedException }
        AccessDenied             = { & $onGrace AccessDeniedException }
        Forbidden                = { & $onGrace ForbiddenException }
        AliasExists              = { & $onGrace AliasExistsException }
        LimitExceeded            = { & $onGrace LimitExceededException }
        Throttled                = { & $onGrace TooManyRequestsException }
        OperationNotSupported    = { & $onGrace UnknownOperationException }
        OperationNotEnabled      = { & $onGrace OperationNotEnabledException }
        ServiceFault             = { & $onGrace InternalErrorException }
        Unknown                  = { & $onGrace SomethingNewException }
        CredentialsRefused       = { $wrong = $pool + @{}; $wrong.SecretKey = 'canary-secret'; Get-CGIPLinkedIdentity $poolId @wrong }
        CredentialsNotFound      = { Get-CGIPLinkedIdentity us-east-1_Other }
        ProfileNotFound          = { Get-CGIPLinkedIdentity us-east-1_Other -ProfileName nobody }
        LoginRequired            = { Set-Content $env:AWS_CONFIG_FILE "[profile console]`nlogin_session = arn:aws:iam::123456789012:user/ann"; Get-CGIPLinkedIdentity us-east-1_Other -ProfileName console }
        RegionNotFound           = { Get-CGIPLinkedIdentity local_Other -AccessKey a -SecretKey b }
        RegionMismatch           = { Get-CGIPLinkedIdentity us-east-1_Other -AccessKey a -SecretKey b -Region eu-west-1 }
        InvalidEndpoint          = { Get-CGIPLinkedIdentity us-east-1_Other -AccessKey a -SecretKey b -EndpointUrl http://cognito.example }
        ConnectionFailed         = { Get-CGIPLinkedIdentity us-east-1_Other -AccessKey a -SecretKey b -EndpointUrl http://127.0.0.1:1 }
        UnexpectedResponse       = { Disable-CGIPProviderForUser us-east-1_Other alice Okta -Force -AccessKey a -SecretKey b -EndpointUrl $stranger.Url }
    }
    $cases = $provoked.Keys.ForEach({ @{ Id = $_; Provoke = $provoked[$_] } })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    Add-Type -Path (Join-Path $PSScriptRoot 'AwsTools.cs')
    $all = [CognitoUnlink.Errors.KnownErrors]::All
    $ids = [CognitoUnlink.Errors.ErrorId].GetFields().Name + [Enum]::GetNames([CognitoUnlink.Errors.CognitoErrorKind])
    $poolId = 'us-east-1_LocalPool'
    $saved = @{}
    foreach ($name in [Environment]::GetEnvironmentVariables().Keys.Where({ $_ -like 'AWS_*' })) {
        $saved[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $null)
    }
    $env:AWS_EC2_METADATA_DISABLED = 'true'
    $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'credentials'
    $env:AWS_CONFIG_FILE = Join-Path $TestDrive 'config'
    $onGrace = { param($code) Set-CGIPLocalUserPoolFault -ErrorCode $code; Disable-CGIPProviderForUser $poolId grace AzureAD -Force }
    $journal = Join-Path $TestDrive 'run.jsonl'

    Add-Type -Path (Join-Path $PSScriptRoot 'SignatureServer.cs')
    $stranger = [SignatureServer]::new()
    $seed = Join-Path $TestDrive 'own.json'
    @{
        version = 1
        pools   = @(@{
                userPoolId        = 'us-east-1_Own'
                behavior          = @{ unknownClientSettings = 'ignored' }
                appClients        = @(
                    @{ clientId = '1only'; configuration = @{ ClientName = 'only'; SupportedIdentityProviders = @('Okta') } }
                    @{ clientId = '2new'; clientSecret = 'canarySecretOfTheAppClient01'; configuration = @{ ClientName = 'new'; SupportedIdentityProviders = @('COGNITO', 'Okta'); SettingOfTomorrow = 1 } }
                )
                identityProviders = @(@{ name = 'Okta'; type = 'SAML' }, @{ name = 'Google'; type = 'Google' })
                users             = @(
                    @{ username = 'Okta_ivan'; status = 'EXTERNAL_PROVIDER'; identities = @(@{ providerName = 'Okta'; value = 'ivan'; primary = $true; signedInSubject = 'ivan' }, @{ providerName = 'Google'; value = '7' }) }
                    @{ username = 'una'; status = 'CONFIRMED'; attributes = @{ email = 'una@example.com'; email_verified = 'false' }; identities = @(@{ providerName = 'Okta'; value = 'una' }) }
                    @{ username = 'old'; status = 'ARCHIVED'; attributes = Get-VerifiedEmail old; identities = @(@{ providerName = 'Okta'; value = 'old' }) }
                    @{ username = 'amy'; status = 'FORCE_CHANGE_PASSWORD'; identities = @(@{ providerName = 'Okta'; value = 'amy-okta' }, @{ providerName = 'Google'; value = 'amy-google' }) }
                )
            })
    } | ConvertTo-Json -Depth 8 | Set-Content $seed
    $null = Start-CGIPLocalUserPool -SeedPath $seed -UserPoolId us-east-1_Own
    $seed = Join-Path $TestDrive 'admin.json'
    @{
        version = 1
        pools   = @(@{
                userPoolId        = 'us-east-1_Admin'
                configuration     = @{ AccountRecoverySetting = @{ RecoveryMechanisms = @(@{ Name = 'admin_only'; Priority = 1 }) } }
                identityProviders = @(@{ name = 'Okta'; type = 'SAML' })
                users             = @(@{ username = 'zoe'; status = 'FORCE_CHANGE_PASSWORD'; identities = @(@{ providerName = 'Okta'; value = 'zoe' }) })
            })
    } | ConvertTo-Json -Depth 8 | Set-Content $seed
    $null = Start-CGIPLocalUserPool -SeedPath $seed -UserPoolId us-east-1_Admin

    # What the table means by each target.
    $kinds = @{
        'result'       = { $_ -is [CognitoUnlink.Unlinking.UnlinkResult] -or $_ -is [CognitoUnlink.Linking.LinkResult] -or $_ -is [CognitoUnlink.Retirement.ClientProviderResult] -or $_ -is [CognitoUnlink.Retirement.FallbackResult] }
        'row'          = { $_ -is [psobject] }
        'input'        = { $_ -is [string] -or $_ -is [psobject] }
        'user pool id' = { $_ -match '^[\w-]+_\w+$' }
        'parameter'    = { $null -ne $_ }
        'path'         = { Test-Path -IsValid $_ }
        'fault'        = { $_ -is [CognitoUnlink.LocalUserPools.LocalUserPoolFault] }
    }

    # The advice of the module, with its own parameter names.
    $advice = (Get-Command Disable-CGIPProviderForUser).ImplementingType.Assembly.GetType('CognitoUnlink.PowerShell.Abstractions.CmdletAdvice').GetMethod('For')
    $parameters = (Get-Command -Module CognitoUnlink).ForEach({ $_.Parameters.Keys }) | Sort-Object -Unique
}

AfterAll {
    $stranger.Dispose()
    Stop-CGIPLocalUserPool
    'AWS_EC2_METADATA_DISABLED', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE' | ForEach-Object { [Environment]::SetEnvironmentVariable($_, $null) }
    $saved.GetEnumerator() | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) }
}

Describe 'The error table' {
    It 'has a row for each error id' {
        $all.Id | Sort-Object | Should -Be ($ids | Sort-Object)
    }

    It 'has a valid PowerShell category and advice for each error' {
        foreach ($row in $all) {
            [enum]::GetNames([Management.Automation.ErrorCategory]) | Should -Contain $row.Category
            $row.Advice | Should -Not -BeNullOrEmpty
        }
    }

    It 'mentions only parameters and cmdlets that exist, and no command line options' {
        foreach ($row in $all) {
            $text = $advice.Invoke($null, @($row.Id)) -replace "'(aws|Get-Help) [^']*'"
            $text | Should -Not -Match '\{\w|(?<!\w)--[a-z]'
            [regex]::Matches($text, '(?<![\w-])-([A-Z]\w+)') | ForEach-Object { $_.Groups[1].Value | Should -BeIn $parameters }
            [regex]::Matches($text, '\w+-CGIP(?!UserPoolList)\w+') | ForEach-Object { Get-Command $_.Value -Module CognitoUnlink | Should -HaveCount 1 }
        }
    }

    It 'has a test that provokes each error' -TestCases @(@{ Here = @($provoked.Keys); Elsewhere = $elsewhere }) {
        $Here + @($Elsewhere.Keys) | Sort-Object | Should -Be ($ids | Sort-Object)
        foreach ($id in $Elsewhere.Keys) {
            $file = $Elsewhere[$id].Split(':')[0]
            Get-Content -Raw (Get-RepositoryFile "tests/$file") | Should -Match "\b$id\b"
        }
    }

    It 'matches docs/errors.md' {
        $documented = @{}
        foreach ($line in Get-Content (Get-RepositoryFile 'docs/errors.md') | Where-Object { $_ -match '^\| `' }) {
            $cells = $line.Trim('|', ' ') -split '(?<!\\) \| '
            $documented[$cells[0].Trim('`')] = @($cells[1], $cells[2], $cells[3], $cells[5])
            $cells[4] | Should -Not -BeNullOrEmpty
        }
        $documented.Keys | Sort-Object | Should -Be ($ids | Sort-Object)
        foreach ($row in $all) {
            $problem = [Enum]::GetNames([CognitoUnlink.Errors.CognitoErrorKind]) -contains $row.Id ?
            [CognitoUnlink.Errors.CognitoException]::new($row.Id, '') : [CognitoUnlink.Errors.UnlinkException]::new($row.Id, '')
            # "Not found" may be about the pool; that depends on the operation.
            $ends = $row.Id -eq 'ResourceNotFound' ? 'pool' : @{ Run = 'command'; Pool = 'pool'; Item = 'item' }["$($problem.Scope)"]
            $documented[$row.Id] | Should -Be @($row.Category, $row.Target, $ends, $advice.Invoke($null, @($row.Id)))
        }
    }
}

Describe 'The error' {
    BeforeEach {
        Stop-CGIPLocalUserPool $poolId -ErrorAction Ignore
        $null = Start-TestPool
        $address = Get-CGIPLocalUserPool $poolId
        $pool = @{ EndpointUrl = $address.EndpointUrl; Region = $address.Region; AccessKey = $address.AccessKey; SecretKey = $address.SecretKey }
        Remove-Item $journal -ErrorAction Ignore
    }

    It '<Id> says what happened and what to do' -ForEach $cases {
        $problem = $null
        try { & $Provoke 2>&1 | ForEach-Object { if ($_ -is [Management.Automation.ErrorRecord]) { $problem ??= $_ } } }
        catch { $problem ??= $_ }
        $problem.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $row = [CognitoUnlink.Errors.KnownErrors]::Get($Id)
        $problem.CategoryInfo.Category | Should -Be $row.Category
        $problem.ErrorDetails.RecommendedAction | Should -Be $advice.Invoke($null, @($Id))
        $is = @($row.Target -split ' or ' | Where-Object { $problem.TargetObject | Where-Object $kinds[$_] })
        $is.Count | Should -BeGreaterThan 0 -Because "$($problem.TargetObject) should be: $($row.Target)"

        $words = "$problem" -replace '^Stopped after [^:]*: '
        $words | Should -Be $problem.Exception.Message
        if ($PSVersionTable.PSVersion -ge '7.5') {
            $screen = ($problem | Out-String) -replace '\e\[[\d;]*m|[\s|]'
            $screen | Should -BeLike "*$([Management.Automation.WildcardPattern]::Escape(("$words Recommendation: $($advice.Invoke($null, @($Id)))" -replace '[\s|]')))*"
        }

        "$words $($problem.Exception)" | Should -Not -Match 'canary'
    }
}

Describe 'An error that affects every item' {
    BeforeAll {
        function Get-ErrorText {
            <# The message of the error that ends a command. #>
            param([scriptblock] $Command)

            try { $null = & $Command } catch { "$_" }
        }
    }

    BeforeEach {
        Stop-CGIPLocalUserPool $poolId -ErrorAction Ignore
        $null = Start-CGIPLocalUserPool 200
    }

    It 'ends the command once, says how many identities were done, and loses no result' {
        $identities = Get-CGIPLinkedIdentity $poolId -ProviderName Google
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -ErrorCode AccessDeniedException -Nth 9
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -LatencyMilliseconds 30
        $results = [Collections.Generic.List[object]]::new()
        $caught = $null
        try { $identities | Disable-CGIPProviderForUser -Force -ErrorVariable problems -ErrorAction SilentlyContinue | ForEach-Object { $results.Add($_) } }
        catch { $caught = $_ }
        $caught.FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
        @($problems.FullyQualifiedErrorId -like 'AccessDenied,*').Count | Should -BeLessOrEqual 1
        "$caught" | Should -BeLike 'Stopped after * identities: AWS denied cognito-idp:AdminDisableProviderForUser on arn:aws:cognito-idp:us-east-1:`*:userpool/us-east-1_LocalPool *'
        $others = @($problems | Where-Object { $_.TargetObject.Outcome -eq 'Failed' -and $_.FullyQualifiedErrorId -notlike 'AccessDenied,*' }).Count
        [int]("$caught" -replace '^Stopped after (\d+) .*', '$1') | Should -Be ($results.Count + $others)
        $done = @(Get-CGIPLocalUserPoolRequest $poolId AdminDisableProviderForUser | Where-Object StatusCode -EQ 200).Count
        @($results | Where-Object Outcome -EQ Unlinked).Count | Should -Be $done
    }

    It 'says how many users were read if it ends a listing' {
        Set-CGIPLocalUserPoolFault -Operation ListUsers -ErrorCode AccessDeniedException -Nth 3
        Get-ErrorText { Get-CGIPLinkedIdentity $poolId } | Should -BeLike 'Stopped after 120 users: AWS denied cognito-idp:ListUsers on *'
    }

    It 'gives no count if it occurs at the first item' {
        Set-CGIPLocalUserPoolFault -ErrorCode AccessDeniedException
        Get-ErrorText { Disable-CGIPProviderForUser $poolId someone Okta -Force } | Should -BeLike 'AWS denied cognito-idp:AdminGetUser on *'
    }

    It 'shows the account id from the service''s message' {
        Set-CGIPLocalUserPoolFault -ErrorCode AccessDeniedException -Message 'User: arn:aws:sts::123456789012:assumed-role/ops/ann is not authorized'
        Get-ErrorText { Get-CGIPLinkedIdentity $poolId } | Should -BeLike '*on arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_LocalPool *'
    }
}
