# Stop() in whatever a command may be waiting for, with a peer that never answers. The promise is two seconds; what hangs would hang for half a minute
# at least, and machines are busy, so that six are allowed.

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

    # Runs a script until it is where it is to be, and stops it.
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
        @{ State = 'a listing that is piped on'; Operation = 'ListUsers'; Script = 'Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -Force' }
        @{ State = 'a lookup'; Operation = 'AdminGetUser'; Script = 'Disable-CGIPProviderForUser $id alice Okta -Force' }
        @{ State = 'a lookup of a rehearsal'; Operation = 'ListUsers'; Script = 'Disable-CGIPProviderForUser $id alice Okta -WhatIf' }
        @{ State = 'the read before a change'; Operation = 'AdminGetUser'; Script = 'Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -Force' }
        @{ State = 'a change'; Operation = 'AdminDisableProviderForUser'; Script = 'Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -Force' }
        @{ State = 'a sign-out'; Operation = 'AdminUserGlobalSignOut'; Script = 'Disable-CGIPProviderForUser $id alice Okta -Force -SignOut' }
        @{ State = 'waiting for the pace'; Operation = 'AdminDisableProviderForUser'; Script = 'Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -Force -RequestsPerSecond 0.1' }
        @{ State = 'the end, where unknown providers are looked for'; Operation = 'ListIdentityProviders'; Script = '"alice", "erin" | Disable-CGIPProviderForUser $id -ProviderName Nope* -Force' }
        @{ State = 'an undo'; Operation = 'AdminLinkProviderForUser'; Script = 'Enable-CGIPProviderForUser $id erin Okta -ProviderAttributeName Cognito_Subject -ProviderAttributeValue erin -Force' }
    ) {
        Set-CGIPLocalUserPoolFault -Operation $Operation -Hang
        $null = Measure-Stop -State $State -Script $Script -IsThere { (Get-Count $Operation) -gt 0 }
    }

    It 'ends waiting for a retry' -ForEach @{ Code = 'TooManyRequestsException'; Count = 6 }, @{ Code = 'InternalErrorException'; Count = 4 } {
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -ErrorCode $Code
        $null = Measure-Stop -State "a retry after $Code" -Script 'Disable-CGIPProviderForUser $id alice Okta -Force' -IsThere { (Get-Count AdminDisableProviderForUser) -ge $Count }
    }

    It 'ends a prompt, while a change is in flight, and tells that it may have been done' {
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -Hang
        $answering = [AnsweringHost]::new('Yes', 'wait')
        $script = '[pscustomobject]@{ Username = "alice"; ProviderName = "Okta" }, [pscustomobject]@{ Username = "grace"; ProviderName = "AzureAD" } | Disable-CGIPProviderForUser $id -Confirm -SummaryVariable summary'
        $summary = Measure-Stop -State 'a prompt' -Script $script -IsThere { $answering.Asked.Count -eq 2 -and (Get-Count AdminDisableProviderForUser) -gt 0 } -With $answering
        $summary.MayHaveBeenDone | Should -Be 1
        @($summary.Unwritten).Count | Should -Be 1
        $summary.Unwritten[0].Username | Should -Be alice
    }

    It 'says what it did where it had not begun yet' {
        $script = '$summary = "of the run before"; Disable-CGIPProviderForUser $id alice Okta -Force -JournalPath $journal -SummaryVariable summary -EndpointUrl $url -AccessKey AKIATEST -SecretKey x'
        $silent = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $silent.Start()
        try {
            $variables = @{ journal = (Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"); url = "http://$($silent.LocalEndpoint)/" }
            $summary = Measure-Stop -State 'asking where the journal is of' -Script $script -IsThere { $silent.Pending() } -Variables $variables
        }
        finally {
            $silent.Stop()
        }
        $summary.GetType().Name | Should -Be RunSummary
        ($summary.Task, $summary.IsComplete, $summary.Unlinked, $summary.Ended) | Should -Be @('Unlink', $false, 0, 0)
    }

    It 'says what it did where it could not begin' {
        $summary = 'of the run before'
        $none = Join-Path $TestDrive 'none.jsonl'
        Set-Content $none 'no journal'
        try { Disable-CGIPProviderForUser $id alice Okta -Force -JournalPath $none -SummaryVariable summary } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -BeLike '*Journal*'
        ($summary.Task, $summary.IsComplete, $summary.Ended) | Should -Be @('Unlink', $false, 0)
    }

    It 'keeps the result that a script block after it had in hand' {
        Add-Type -Path (Join-Path $PSScriptRoot 'WaitStopCommand.cs')
        $variables = @{ commands = [WaitStopCommand].Assembly }
        $script = 'Import-Module -Assembly $commands; Disable-CGIPProviderForUser $id alice Okta -Force -SummaryVariable summary | ForEach-Object { $_ | Wait-Stop }'
        $summary = Measure-Stop -State 'a command after it' -Script $script -IsThere { [WaitStopCommand]::Waits } -Variables $variables
        $summary.Unlinked | Should -Be 1
        @($summary.Unwritten).Username | Should -Be alice
    }

    It 'ends <State>' -ForEach @(
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

        # It is not locked, and its open intent is settled by whoever comes next.
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

    It 'ends a call' {
        $null = Measure-Stop -State 'an endpoint' -Script 'Get-CGIPLinkedIdentity eu-west-1_Somewhere -AccessKey a -SecretKey b -EndpointUrl $url' -IsThere { $silent.Pending() } -Variables @{ url = $url }
    }
}
