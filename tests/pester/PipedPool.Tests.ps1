# User pools as input: from the pipeline, one that cannot be read does not hold up the next; as objects, they mean their id.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $id, $second = 'us-east-1_LocalPool', 'us-east-1_Second'
    $null = Start-TestPool
    $null = Start-TestPool $second
    $null = Start-CGIPLocalUserPool -UserPoolId us-east-1_Gone
    Stop-CGIPLocalUserPool us-east-1_Gone
    $journal = Join-Path $TestDrive 'run.jsonl'
    $null = Disable-CGIPProviderForUser $id grace AzureAD -Force -JournalPath $journal
    $read = @{
        Get  = { param($pools) ($pools | Get-CGIPLinkedIdentity -ProviderName Google -ErrorVariable +script:problems -ErrorAction SilentlyContinue).UserPoolId }
        Test = { param($pools) ($pools | Test-CGIPProviderRetirement -ProviderName Google -ErrorVariable +script:problems -ErrorAction SilentlyContinue 6>$null).UserPoolId | Select-Object -Unique }
    }
}

AfterAll { Stop-CGIPLocalUserPool }

Describe 'User pools in the pipeline' {
    It 'are read although one of them cannot be: <Command>, <Name>' -ForEach @(
        foreach ($command in 'Get', 'Test') {
            @{ Command = $command; Name = 'an id that is not valid'; Pool = { 'us-east-1 x' }; Expected = $command -eq 'Get' ? 'UserPoolNotSpecified' : 'InvalidUserPoolId' }
            @{ Command = $command; Name = 'an id in an object that is not valid'; Pool = { [pscustomobject]@{ UserPoolId = 'x' } }; Expected = 'InvalidUserPoolId' }
            @{ Command = $command; Name = 'an object that is not a pool'; Pool = { [pscustomobject]@{ Name = 'x' } }; Expected = $command -eq 'Get' ? 'NotAUser' : 'UserPoolNotSpecified' }
            @{ Command = $command; Name = 'a pool that does not exist'; Pool = { $at = Get-CGIPLocalUserPool $id; [pscustomobject]@{ UserPoolId = 'us-east-1_None'; EndpointUrl = $at.EndpointUrl; AccessKey = $at.AccessKey; SecretKey = $at.SecretKey } }; Expected = 'ResourceNotFound' }
            @{ Command = $command; Name = 'a local user pool that was stopped'; Pool = { 'us-east-1_Gone' }; Expected = 'LocalUserPoolStopped' }
            @{ Command = $command; Name = 'another region'; Pool = { [pscustomobject]@{ UserPoolId = 'us-east-1_None'; Region = 'eu-west-1'; AccessKey = 'a'; SecretKey = 'b' } }; Expected = 'RegionMismatch' }
        }
    ) {
        $script:problems = @()
        & $read[$Command] @($id, (& $Pool), $second) | Should -Be $id, $second
        $problems.ForEach({ $_.FullyQualifiedErrorId.Split(',')[0] }) | Should -Be $Expected
    }

    It 'are read although access to one is denied after the first page: <_>' -ForEach Get, Test {
        $denied = Start-CGIPLocalUserPool 200 -UserPoolId us-east-1_Denied
        try {
            Set-CGIPLocalUserPoolFault us-east-1_Denied -Operation ListUsers -Nth 2 -ErrorCode AccessDeniedException
            $script:problems = @()
            (& $read[$_] @($denied.UserPoolId, $second)) | Select-Object -Last 1 | Should -Be $second
            $problems.FullyQualifiedErrorId | Should -BeLike 'AccessDenied,*'
            "$problems" | Should -BeLike 'Stopped after 60 users: *'
            $problems.TargetObject | Should -Be us-east-1_Denied
        }
        finally {
            Stop-CGIPLocalUserPool us-east-1_Denied
        }
    }

    It 'end the command if it is given as a parameter' {
        Set-CGIPLocalUserPoolFault $second -Operation ListUsers -ErrorCode AccessDeniedException
        try {
            { Get-CGIPLinkedIdentity $second } | Should -Throw -ErrorId 'AccessDenied,*'
            { Test-CGIPProviderRetirement $second Google } | Should -Throw -ErrorId 'AccessDenied,*'
        }
        finally {
            Set-CGIPLocalUserPoolFault $second -Clear
        }
    }

    It 'can be objects and lists in one piece: <_>' -ForEach Get, Test {
        $pools = @([pscustomobject]@{ Id = $id; Name = 'one'; Status = 'Enabled' }, $second, [pscustomobject]@{ UserPoolId = $id })
        $script:problems = @()
        & $read[$_] $pools | Select-Object -Unique | Should -Be $id, $second
        & $read[$_] (, $pools) | Select-Object -Unique | Should -Be $id, $second
        $problems | Should -BeNullOrEmpty
    }
}

Describe 'A pool object as -UserPoolId' {
    It 'means its id: <Name>' -ForEach @(
        @{ Name = 'Get-CGIPLinkedIdentity'; Command = { (Get-CGIPLinkedIdentity $pool carol).UserPoolId } }
        @{ Name = 'Test-CGIPProviderRetirement'; Command = { (Test-CGIPProviderRetirement $pool Google 6>$null).UserPoolId } }
        @{ Name = 'Compare-CGIPLinkedIdentity'; Command = { (Compare-CGIPLinkedIdentity $pool $journal 6>$null).UserPoolId } }
        @{ Name = 'Disable-CGIPProviderForUser'; Command = { (Disable-CGIPProviderForUser $pool carol Google -WhatIf).UserPoolId } }
        @{ Name = 'Enable-CGIPProviderForUser'; Command = { (Enable-CGIPProviderForUser $pool carol Google -ProviderAttributeName Cognito_Subject -ProviderAttributeValue 1 -WhatIf).UserPoolId } }
        @{ Name = 'Set-CGIPFallbackPassword'; Command = { (Set-CGIPFallbackPassword $pool carol Google -WhatIf).UserPoolId } }
        @{ Name = 'Disable-CGIPProviderForClient'; Command = { Disable-CGIPProviderForClient $pool Google none -Force -ErrorAction SilentlyContinue -ErrorVariable problems; $problems[0].TargetObject.UserPoolId } }
    ) {
        $pool = [pscustomobject]@{ Id = $id; Name = 'one' }
        & $Command | Should -Contain $id
    }

    It 'is not an object that names a user' {
        { [pscustomobject]@{ Id = $second; Username = 'carol' } | Disable-CGIPProviderForUser -AllProviders -WhatIf } | Should -Throw -ErrorId 'UserPoolNotSpecified,*'
        { Set-CGIPFallbackPassword $null carol Google -WhatIf } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
    }
}
