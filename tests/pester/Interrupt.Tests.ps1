# Stops pipelines at random moments while the pool is slow and fails. What they wrote and what -SummaryVariable holds must match what the
# pool did, except for what they report as possibly done. COGNITOUNLINK_SEED repeats a failure.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force

    $seed = $env:COGNITOUNLINK_SEED ? [int] $env:COGNITOUNLINK_SEED : (Get-Random -Maximum 1000000)
    $count = $env:COGNITOUNLINK_SEED ? 1 : 50
    $longestLatency = 60

    # Runs wait more than they work, so several run at once.
    $atOnce = 6

    function Add-Fault {
        param([string] $UserPoolId, [Random] $Random)
        $unlink = 'AdminDisableProviderForUser'
        foreach ($fault in @(
                @{ Operation = $unlink; LatencyMilliseconds = $Random.Next(1, $longestLatency) }
                @{ Operation = 'AdminGetUser'; Probability = 0.5; LatencyMilliseconds = $Random.Next(1, $longestLatency) }
                @{ Operation = 'ListUsers'; LatencyMilliseconds = $Random.Next(1, $longestLatency) }
                @{ Operation = $unlink; Probability = 0.04; ErrorCode = 'TooManyRequestsException' }
                @{ Operation = $unlink; Probability = 0.04; ErrorCode = 'InternalErrorException' }
                @{ Operation = $unlink; Probability = 0.04; ConnectionReset = $true }
                @{ Operation = $unlink; Probability = 0.04; ErrorCode = 'InternalErrorException'; WhenDone = $true }
                @{ Operation = $unlink; Probability = 0.04; ConnectionReset = $true; WhenDone = $true }
                @{ Operation = $unlink; Probability = 0.02; Hang = $true }
                @{ Operation = $unlink; Probability = 0.02; Hang = $true; WhenDone = $true }
                @{ Operation = 'AdminGetUser'; Probability = 0.02; ErrorCode = 'InternalErrorException' }
                @{ Operation = 'AdminGetUser'; Probability = 0.01; Hang = $true })) {
            Set-CGIPLocalUserPoolFault $UserPoolId @fault
        }
    }

    function Get-Name {
        param([object] $Item)
        '{0}/{1}/{2}' -f $Item.Username, $Item.ProviderName, $Item.ProviderAttributeValue
    }

    # How often each name occurs.
    function Get-NameCount {
        param([object[]] $Item)
        $counts = @{}
        foreach ($each in $Item) { $counts[(Get-Name $each)]++ }
        $counts
    }

    # Names that occur more often in the first than in the second.
    function Get-Rest {
        param([hashtable] $Counts, [hashtable] $Without)
        foreach ($name in $Counts.Keys) {
            for ($i = [int] $Without[$name]; $i -lt $Counts[$name]; $i++) { $name }
        }
    }

    function Invoke-Run {
        param([int] $Number, [Management.Automation.Runspaces.Runspace] $Runspace)
        $random = [Random]::new($Number)
        $id = "us-east-1_Run$Number"
        $null = Start-CGIPLocalUserPool $random.Next(20, 150) -UserPoolId $id -Seed $Number
        $before = @(Get-CGIPLinkedIdentity $id)
        $null = Get-CGIPLocalUserPoolRequest $id -Clear
        Add-Fault $id $random
        $options = @{ ThrottleLimit = (1, 4, 16, 32)[$random.Next(4)] }
        $journal = Join-Path $TestDrive "$Number.jsonl"
        if ($random.Next(2)) { $options.JournalPath = $journal }
        if ($random.Next(3) -eq 0) { $options.SignOut = $true }
        $then = switch ($random.Next(4)) {
            0 { " | Select-Object -First $($random.Next(1, $before.Count))" }
            1 { ' | ForEach-Object { Start-Sleep -Milliseconds 20; $_ }' }
        }
        $script = ($random.Next(2) ? 'Get-CGIPLinkedIdentity $id' : '$names') + ' | Disable-CGIPProviderForUser $id -AllProviders -Force @options -SummaryVariable summary' + $then
        $Runspace.SessionStateProxy.SetVariable('summary', $null)
        $shell = [powershell]::Create()
        $shell.Runspace = $Runspace
        $null = $shell.AddScript("param(`$id, `$names, `$options) $script").AddArgument($id).AddArgument(@($before.Username | Select-Object -Unique)).AddArgument($options)
        $output = [Management.Automation.PSDataCollection[psobject]]::new()
        @{
            Number = $Number; Id = $id; Before = $before; Shell = $shell; Output = $output; Runspace = $Runspace; Script = $script; Options = $options
            Moment = $random.Next($before.Count * 3); Delay = $random.Next(40); Running = $shell.BeginInvoke([Management.Automation.PSDataCollection[psobject]]::new(), $output)
            Phase = 'Running'; Watch = [Diagnostics.Stopwatch]::StartNew(); Journal = $options.JournalPath
        }
    }

    # Takes the next step if it is time.
    function Step-Run {
        param([hashtable] $Run)
        switch ($Run.Phase) {
            'Running' {
                if ($Run.Running.IsCompleted -or $Run.Watch.ElapsedMilliseconds -gt 4000 -or @(Get-CGIPLocalUserPoolRequest $Run.Id).Count -ge $Run.Moment) {
                    $Run.Phase = 'Delaying'
                    $Run.Watch.Restart()
                }
            }
            'Delaying' {
                if ($Run.Watch.ElapsedMilliseconds -ge $Run.Delay) {
                    $Run.WasRunning = -not $Run.Running.IsCompleted
                    $Run.Stopping = $Run.Shell.BeginStop($null, $null)
                    $Run.Phase = 'Stopping'
                    $Run.Watch.Restart()
                }
            }
            'Stopping' {
                if ($Run.Stopping.IsCompleted) {
                    $Run.Took = $Run.Watch.Elapsed.TotalSeconds
                    $Run.Shell.EndStop($Run.Stopping)
                    try { $null = $Run.Shell.EndInvoke($Run.Running) } catch { $Run.Ending = $_ }
                    $Run.Phase = 'Settling'
                    $Run.Watch.Restart()
                }
            }
            # Requests that were in flight when the client stopped take effect within this time.
            'Settling' {
                if ($Run.Watch.ElapsedMilliseconds -gt 4 * $longestLatency) {
                    Set-CGIPLocalUserPoolFault $Run.Id -Clear
                    $Run.Problems = @(Test-Run $Run)
                    $Run.Shell.Dispose()
                    Stop-CGIPLocalUserPool $Run.Id
                    $Run.Phase = 'Ended'
                }
            }
        }
    }

    # How the reports of a run differ from what the pool did.
    function Test-Run {
        param([hashtable] $Run)
        $gone = @{}
        foreach ($name in Get-Rest (Get-NameCount $Run.Before) (Get-NameCount @(Get-CGIPLinkedIdentity $Run.Id))) { $gone[$name]++ }
        $Run.Done = ($gone.Values | Measure-Object -Sum).Sum
        $summary = $Run.Runspace.SessionStateProxy.GetVariable('summary')
        if (-not $summary) {
            if ($gone.Count) { "there is no summary, and these are gone: $($gone.Keys)" }
            return
        }

        $errors = @($Run.Shell.Streams.Error | Where-Object { $_.TargetObject.PSTypeNames -contains 'CognitoUnlink.Unlinking.UnlinkResult' -and $_.TargetObject.Outcome -eq 'Failed' } | ForEach-Object TargetObject)
        # Select-Object -First ends a pipeline as a stop does, so what it received just before a stop is kept as well.
        $unwritten = @($summary.Unwritten | Where-Object { $Run.Script -notlike '*-First*' -or -not $Run.Output.Count -or -not [object]::ReferenceEquals($_.PSObject.BaseObject, $Run.Output[$Run.Output.Count - 1].PSObject.BaseObject) })
        $reported = @($Run.Output) + $unwritten + $errors | Where-Object { $_ }
        $unlinked = Get-NameCount ($reported | Where-Object Outcome -EQ Unlinked)
        $failed = Get-NameCount ($reported | Where-Object Outcome -EQ Failed)
        $unreported = @{}
        foreach ($name in Get-Rest $gone $unlinked) { $unreported[$name]++ }
        $unreportedCount = [int] ($unreported.Values | Measure-Object -Sum).Sum
        $Run.Reported = ($unlinked.Values | Measure-Object -Sum).Sum
        $Run.Uncertain = $summary.MayHaveBeenDone
        if ($notDone = Get-Rest $unlinked $gone) { "reported but not done: $notDone" }
        if ($silent = Get-Rest $unreported $failed) { "done, but neither reported nor failed: $silent" }
        if ($unreportedCount -gt $summary.MayHaveBeenDone) { "$unreportedCount were done but not reported ($($unreported.Keys)), and $($summary.MayHaveBeenDone) may have been done" }
        foreach ($outcome in 'Unlinked', 'AlreadyUnlinked', 'Skipped', 'Failed') {
            $items = @($reported | Where-Object Outcome -EQ $outcome).Count
            if ($items -ne $summary.$outcome) { "$items results are $outcome, and $($summary.$outcome) are counted" }
        }
        if ($Run.Journal -and (Test-Path $Run.Journal)) {
            $latest = @{}
            foreach ($record in Get-CGIPUnlinkJournal $Run.Journal | Where-Object Username) { $latest[(Get-Name $record)] = "$($record.Event)" }
            if ($missing = $gone.Keys | Where-Object { $latest[$_] -notin 'Unlinked', 'Intent' }) { "done, but not in the journal: $missing" }
        }
    }
}

Describe 'A stopped pipeline' {
    It 'reports what was done, no matter when it is stopped' {
        $runspaces = [Collections.Generic.Queue[Management.Automation.Runspaces.Runspace]]::new()
        $all = 1..$atOnce | ForEach-Object {
            $state = [initialsessionstate]::CreateDefault2()
            $state.ImportPSModule((Get-ModulePath))
            $runspace = [runspacefactory]::CreateRunspace($state)
            $runspace.Open()
            $runspaces.Enqueue($runspace)
            $runspace
        }
        $numbers = [Collections.Generic.Queue[int]]::new([int[]] ($seed..($seed + $count - 1)))
        $active = @()
        $ended = @()
        while ($numbers.Count -or $active) {
            while ($numbers.Count -and $runspaces.Count) { $active += Invoke-Run $numbers.Dequeue() $runspaces.Dequeue() }
            foreach ($run in $active) { Step-Run $run }
            foreach ($run in $active | Where-Object Phase -EQ Ended) { $runspaces.Enqueue($run.Runspace) }
            $ended += $active | Where-Object Phase -EQ Ended
            $active = @($active | Where-Object Phase -NE Ended)
            Start-Sleep -Milliseconds 5
        }
        foreach ($runspace in $all) { $runspace.Dispose() }

        $sum = { param($name) ($ended | ForEach-Object { [int] $_[$name] } | Measure-Object -Sum).Sum }
        Write-Information -InformationAction Continue "$(@($ended | Where-Object WasRunning).Count) of $($ended.Count) were stopped; done $(& $sum Done), reported $(& $sum Reported), may have been done $(& $sum Uncertain); the longest stop $(($ended.Took | Measure-Object -Maximum).Maximum) s"
        $ended | Where-Object { $_.Problems } | ForEach-Object { "COGNITOUNLINK_SEED=$($_.Number): $($_.Problems -join '; ') [$($_.Script) $($_.Options | ConvertTo-Json -Compress)]" } | Should -BeNullOrEmpty
        if ($count -gt 1) {
            @($ended | Where-Object { $_.WasRunning -and $_.Done }).Count | Should -BeGreaterThan ($count / 4)
        }
    }
}
