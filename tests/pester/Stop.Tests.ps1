# Stop() during everything that a command may wait for, with a server that never answers. The goal is two seconds. A command that does not stop would hang
# for at least half a minute, and machines are busy, so six seconds are allowed.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    if (-not ('AnsweringHost' -as [type])) { Add-Type -Path (Join-Path $PSScriptRoot 'AnsweringHost.cs') }
    $id = 'us-east-1_LocalPool'
    $bound = 6

    function Get-Count {
        param([string] $Operation, [string] $Username = '*')
        @(Get-CGIPLocalUserPoolRequest $id -Operation $Operation | Where-Object { "$($_.Username)" -like $Username }).Count
    }

    # Runs a script until it has reached a state, and stops it.
    function Measure-Stop {
        param([string] $State, [string] $Script, [scriptblock] $IsThere, [hashtable] $Variables = @{}, [AnsweringHost] $With)
        $initial = [initialsessionstate]::CreateDefault2()
        $initial.ImportPSModule((Get-ModulePath))
        $runspace = $With ? [runspacefactory]::CreateRunspace($With, $initial) : [runspacefactory]::CreateRunspace($initial)
        $runspace.Open()
        $runspace.SessionStateProxy.SetVariable('id', $id)
        foreach ($name in $Variables.Keys) { $runspace.SessionStateProxy.SetVariable($name, $Variables[$name]) }
        $shell = [powershell]::Create()
        $shell.Runspace = $runspace
        try {
            $running = $shell.AddScript($Script).BeginInvoke()
            $watch = [Diagnostics.Stopwatch]::StartNew()
            while (-not (& $IsThere) -and -not $running.IsCompleted -and $watch.Elapsed.TotalSeconds -lt 30) { Start-Sleep -Milliseconds 10 }
            & $IsThere | Should -BeTrue -Because "$State was not reached: $($shell.Streams.Error.ReadAll())"
            Start-Sleep -Milliseconds 300
            $running.IsCompleted | Should -BeFalse -Because "$State waits: $($shell.Streams.Error.ReadAll())"
            $watch.Restart()
            $stopping = $shell.BeginStop($null, $null)
            if ($With) { $With.EndPrompt() }
            $shell.EndStop($stopping)
            $seconds = $watch.Elapsed.TotalSeconds
            Write-Information -InformationAction Continue ('{0}: {1:0.00} s' -f $State, $seconds)
            $seconds | Should -BeLessThan $bound
            $runspace.SessionStateProxy.GetVariable('summary')
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
        }
    }
}

Describe 'Stop()' {
    BeforeEach { $null = Start-TestPool }
    AfterEach { Stop-CGIPLocalUserPool }

    It 'ends <State>' -ForEach @(
        @{ State = 'a listing'; Operation = 'ListUsers'; Script = 'Get-CGIPLinkedIdentity $id' }
        @{ State = 'a check'; Operation = 'ListUsers'; Script = 'Test-CGIPProviderRetirement $id Okta' }
        @{ State = 'a listing in partitions'; Operation = 'ListUsers'; Script = 'Get-CGIPLinkedIdentity $id -Parallel' }
        @{ State = 'a listing in a pipeline'; Operation = 'ListUsers'; Script = 'Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -Force' }
        @{ State = 'a lookup'; Operation = 'AdminGetUser'; Script = 'Disable-CGIPProviderForUser $id alice Okta -Force' }
        @{ State = 'a lookup in a rehearsal'; Operation = 'ListUsers'; Script = 'Disable-CGIPProviderForUser $id alice Okta -WhatIf' }
        @{ State = 'the read before a change'; Operation = 'AdminGetUser'; Script = 'Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -Force' }
        @{ State = 'a change'; Operation = 'AdminDisableProviderForUser'; Script = 'Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -Force' }
        @{ State = 'a sign-out'; Operation = 'AdminUserGlobalSignOut'; Script = 'Disable-CGIPProviderForUser $id alice Okta -Force -SignOut' }
        @{ State = 'a wait for the pace'; Operation = 'AdminDisableProviderForUser'; Script = 'Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -Force -RequestsPerSecond 0.1' }
        @{ State = 'the search for unknown providers at the end'; Operation = 'ListIdentityProviders'; Script = '"alice", "erin" | Disable-CGIPProviderForUser $id -ProviderName Nope* -Force' }
        @{ State = 'an undo'; Operation = 'AdminLinkProviderForUser'; Script = 'Enable-CGIPProviderForUser $id erin Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue erin -Force' }
    ) {
        Set-CGIPLocalUserPoolFault -Operation $Operation -Hang
        $null = Measure-Stop -State $State -Script $Script -IsThere { (Get-Count $Operation) -gt 0 }
    }

    It 'ends a wait for a retry after <Code>' -ForEach @{ Code = 'TooManyRequestsException'; Count = 6 }, @{ Code = 'InternalErrorException'; Count = 4 } {
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -ErrorCode $Code
        $null = Measure-Stop -State "a retry after $Code" -Script 'Disable-CGIPProviderForUser $id alice Okta -Force' -IsThere { (Get-Count AdminDisableProviderForUser) -ge $Count }
    }

    It 'ends a prompt while a change is in flight, and reports that the change may have been done' {
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -Hang
        $answering = [AnsweringHost]::new('Yes', 'wait')
        $script = '[pscustomobject]@{ Username = "alice"; ProviderName = "Okta" }, [pscustomobject]@{ Username = "grace"; ProviderName = "AzureAD" } | Disable-CGIPProviderForUser $id -Confirm -SummaryVariable summary'
        $summary = Measure-Stop -State 'a prompt' -Script $script -IsThere { $answering.Prompts.Count -eq 2 -and (Get-Count AdminDisableProviderForUser) -gt 0 } -With $answering
        $summary.MayHaveBeenDone | Should -Be 1
        @($summary.Unwritten).Count | Should -Be 1
        $summary.Unwritten[0].Username | Should -Be alice
    }

    It 'leaves a summary of a command that had not begun yet' {
        $script = '$summary = "of the run before"; Disable-CGIPProviderForUser $id alice Okta -Force -JournalPath $journal -SummaryVariable summary -EndpointUrl $url -AccessKey AKIATEST -SecretKey x'
        $silent = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $silent.Start()
        try {
            $variables = @{ journal = (Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"); url = "http://$($silent.LocalEndpoint)/" }
            $summary = Measure-Stop -State 'finding out the place of the journal' -Script $script -IsThere { $silent.Pending() } -Variables $variables
        }
        finally {
            $silent.Stop()
        }
        $summary.GetType().Name | Should -Be RunSummary
        ($summary.Task, $summary.IsComplete, $summary.Unlinked, $summary.Ended) | Should -Be @('Unlink', $false, 0, 0)
    }

    It 'keeps a result that the next command was processing' {
        Add-Type -Path (Join-Path $PSScriptRoot 'WaitStopCommand.cs')
        $variables = @{ commands = [WaitStopCommand].Assembly }
        $script = 'Import-Module -Assembly $commands; Disable-CGIPProviderForUser $id alice Okta -Force -SummaryVariable summary | ForEach-Object { $_ | Wait-Stop }'
        $summary = Measure-Stop -State 'a command after it' -Script $script -IsThere { [WaitStopCommand]::Waits } -Variables $variables
        $summary.Unlinked | Should -Be 1
        @($summary.Unwritten).Username | Should -Be alice
    }

    It 'ends <State>, and releases the journal' -ForEach @(
        @{ State = 'settling a journal before a change'; Script = 'Disable-CGIPProviderForUser $id grace AzureAD -Force -JournalPath $journal' }
        @{ State = 'settling a journal at the end'; Script = 'Disable-CGIPProviderForUser $id grace Google -Force -JournalPath $journal' }
    ) {
        $variables = @{ journal = (Join-Path $TestDrive "$([guid]::NewGuid()).jsonl") }
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -Hang
        $null = Measure-Stop -State 'a change with a journal' -Script 'Disable-CGIPProviderForUser $id alice Okta -Force -JournalPath $journal' -IsThere { (Get-Count AdminDisableProviderForUser) -gt 0 } -Variables $variables
        Set-CGIPLocalUserPoolFault -Clear
        $null = Get-CGIPLocalUserPoolRequest -Clear
        Set-CGIPLocalUserPoolFault -Operation AdminGetUser -Username alice -Hang
        $null = Measure-Stop -State $State -Script $Script -IsThere { (Get-Count AdminGetUser alice) -gt 0 } -Variables $variables

        # The journal is not locked, and the next run settles its open intent.
        Set-CGIPLocalUserPoolFault -Clear
        (Disable-CGIPProviderForUser $id alice Okta -Force -JournalPath $variables.journal).Outcome | Should -Be Unlinked
    }
}

Describe 'Stop() with a server that never answers' {
    BeforeAll {
        $folder = Join-Path $TestDrive 'aws'
        $null = New-Item -ItemType Directory $folder
        Reset-AwsSetting $folder
    }

    BeforeEach {
        $silent = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $silent.Start()
        $url = "http://$($silent.LocalEndpoint)/"
    }

    AfterEach {
        $silent.Stop()
        $env:AWS_CONTAINER_CREDENTIALS_FULL_URI = $null
    }

    It 'ends the search for credentials' {
        $env:AWS_CONTAINER_CREDENTIALS_FULL_URI = $url
        $null = Measure-Stop -State 'credentials' -Script 'Disable-CGIPProviderForUser eu-west-1_Somewhere alice Okta -Force' -IsThere { $silent.Pending() }
    }

    It 'ends a request' {
        $null = Measure-Stop -State 'an endpoint' -Script 'Get-CGIPLinkedIdentity eu-west-1_Somewhere -AccessKey a -SecretKey b -EndpointUrl $url' -IsThere { $silent.Pending() } -Variables @{ url = $url }
    }
}
