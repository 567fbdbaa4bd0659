BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force

    function ConvertTo-Line {
        param([Parameter(ValueFromPipeline)] $InputObject)

        process { $InputObject | ConvertTo-Json -Compress }
    }
}

Describe 'Get-CGIPLinkedIdentity -Parallel' {
    BeforeEach {
        $pool = Start-CGIPLocalUserPool 5000 -Seed 5
        $id = $pool.UserPoolId
    }

    AfterEach { Stop-CGIPLocalUserPool }

    It 'shows the same identities as without -Parallel' {
        $parallel = Get-CGIPLinkedIdentity $id -Parallel -WarningVariable warnings
        $parallel.Count | Should -BeGreaterThan 5000
        $parallel | ConvertTo-Line | Sort-Object -CaseSensitive | Should -BeExactly (Get-CGIPLinkedIdentity $id | ConvertTo-Line | Sort-Object -CaseSensitive)
        $warnings | Should -BeNullOrEmpty
    }

    It 'reads users by the first digit of the sub' {
        $null = Get-CGIPLinkedIdentity $id -Parallel
        $filters = Get-CGIPLocalUserPoolRequest $id ListUsers | ForEach-Object { ($_.Body | ConvertFrom-Json).Filter } | Sort-Object -Unique
        $filters | Should -Be ([char[]] '0123456789abcdef' | ForEach-Object { "sub ^= `"$_`"" })
    }

    It 'filters by provider, and accepts the pool by property name' {
        $okta = $pool | Get-CGIPLinkedIdentity -Parallel -ProviderName Okta
        $okta.Count | Should -Be @(Get-CGIPLinkedIdentity $id -ProviderName Okta).Count
        $okta.ProviderName | Select-Object -Unique | Should -Be Okta
    }

    It 'stops reading when the pipeline has enough' {
        Get-CGIPLinkedIdentity $id -Parallel | Select-Object -First 1 | Should -HaveCount 1
        (Get-CGIPLocalUserPoolRequest $id ListUsers).Count | Should -BeLessOrEqual 48
    }

    It 'ends if the pipeline is stopped while the service does not respond' {
        Set-CGIPLocalUserPoolFault -Operation ListUsers -Hang
        $shell = [powershell]::Create().AddScript("Import-Module '$(Get-ModulePath)'; Get-CGIPLinkedIdentity $id -Parallel")
        $running = $shell.BeginInvoke()
        $until = (Get-Date).AddSeconds(60)
        while (@(Get-CGIPLocalUserPoolRequest $id ListUsers).Count -lt 16 -and (Get-Date) -lt $until) {
            Start-Sleep -Milliseconds 20
        }

        $shell.Stop()
        { $shell.EndInvoke($running) } | Should -Throw -ErrorId PipelineStoppedException
        $shell.InvocationStateInfo.State | Should -Be Stopped
        $shell.Dispose()
        (Get-CGIPLocalUserPoolRequest $id ListUsers).Count | Should -Be 16
    }

    It 'ends with an error if a partition cannot be read' {
        Set-CGIPLocalUserPoolFault -Operation ListUsers -Nth 30 -ErrorCode AccessDeniedException
        { Get-CGIPLinkedIdentity $id -Parallel } | Should -Throw -ErrorId 'AccessDenied,*'
    }

    It 'warns if the estimated number of users cannot be read, and still shows all identities' {
        Set-CGIPLocalUserPoolFault -Operation DescribeUserPool -ErrorCode AccessDeniedException
        $found = Get-CGIPLinkedIdentity $id -Parallel -WarningVariable warnings -WarningAction SilentlyContinue
        $found.Count | Should -Be @(Get-CGIPLinkedIdentity $id).Count
        $warnings | Should -HaveCount 2
        $warnings[0] | Should -BeLike '*cannot reset their password are not detected*cognito-idp:DescribeUserPool*'
        $warnings[1] | Should -BeLike '5000 users*could not be checked*cognito-idp:DescribeUserPool*'
    }

    It 'is only for whole pools: <What> is refused, and nothing is read' -ForEach @(
        @{ What = '-Username'; Run = { Get-CGIPLinkedIdentity $id -Username alice -Parallel }; ErrorId = 'AmbiguousParameterSet,*' }
        @{ What = 'a username by position'; Run = { Get-CGIPLinkedIdentity $id alice -Parallel }; ErrorId = 'PositionalParameterNotFound,*' }
        @{ What = 'a piped name'; Run = { 'alice' | Get-CGIPLinkedIdentity $id -Parallel -ErrorAction Stop }; ErrorId = 'NotAUser,*' }
        @{ What = 'a piped user'; Run = { [pscustomobject]@{ UserPoolId = $id; Username = 'alice' } | Get-CGIPLinkedIdentity -Parallel -ErrorAction Stop }; ErrorId = 'NotAUser,*' }
    ) {
        $Run | Should -Throw -ErrorId $ErrorId
        Get-CGIPLocalUserPoolRequest $id | Should -BeNullOrEmpty
    }
}

Describe 'Get-CGIPLinkedIdentity -Parallel if users have unusual subs' {
    BeforeAll {
        $seedPath = Join-Path $TestDrive 'odd.json'
        $users = 1..40 | ForEach-Object {
            $user = @{ username = "user$_"; identities = @(@{ providerName = 'Google'; value = "$_" }) }
            if ($_ -le 10) { $user.sub = [guid]::new($_, 0, 0, [byte[]]::new(8)).ToString().Replace('0', 'A').ToUpperInvariant() }
            $user
        }
        @{ version = 1; pools = @(@{ userPoolId = 'us-east-1_Odd'; identityProviders = @(@{ name = 'Google'; type = 'Google' }); users = $users }) } |
            ConvertTo-Json -Depth 8 |
            Set-Content -LiteralPath $seedPath
        $null = Start-CGIPLocalUserPool -SeedPath $seedPath
    }

    AfterAll { Stop-CGIPLocalUserPool }

    It 'warns with both user counts, and advises a listing without -Parallel' {
        $found = Get-CGIPLinkedIdentity us-east-1_Odd -Parallel -WarningVariable warnings -WarningAction SilentlyContinue
        $found | Should -HaveCount 30
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike '30 users of pool us-east-1_Odd*estimates that there are 40*not in parallel*'
        Get-CGIPLinkedIdentity us-east-1_Odd | Should -HaveCount 40
    }
}
