BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $id = 'us-east-1_LocalPool'

    function Get-Progress {
        param([scriptblock] $Run)

        $shell = [powershell]::Create().AddScript('param($module, $run) Import-Module $module; & ([scriptblock]::Create($run))').AddArgument((Get-ModulePath)).AddArgument("$Run")
        $null = $shell.Invoke()
        @($shell.Streams.Progress | Where-Object Activity -Like '*-CGIP*')
        $shell.Runspace.Dispose()
        $shell.Dispose()
    }
}

Describe 'Progress of <Command>' -ForEach @(
    @{ Command = 'Disable-CGIPProviderForUser'; Run = { Get-CGIPLinkedIdentity us-east-1_LocalPool | Disable-CGIPProviderForUser -Force -ThrottleLimit 4 -ErrorAction SilentlyContinue }; Says = '* identities, * a second, * with an error'; Percent = -1 }
    @{ Command = 'Get-CGIPLinkedIdentity'; Run = { Get-CGIPLinkedIdentity us-east-1_LocalPool | Disable-CGIPProviderForUser -Force -ThrottleLimit 4 -ErrorAction SilentlyContinue }; Says = '* users, * a second'; Percent = 0 }
) {
    BeforeEach { $null = Start-CGIPLocalUserPool 200 }
    AfterEach { Stop-CGIPLocalUserPool }

    It 'is not shown in the first second' {
        Stop-CGIPLocalUserPool
        $null = Start-CGIPLocalUserPool 5
        $null = Get-Progress $Run
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shown = @(Get-Progress $Run | Where-Object Activity -EQ $Command)
        # On a slow machine: once after a second, then up to five times a second, and once at the end.
        $seconds = $watch.Elapsed.TotalSeconds
        $shown.Count | Should -BeLessOrEqual ($seconds -lt 1 ? 0 : 5 * ($seconds - 1) + 2)
    }

    It 'is shown after a second, updated at most five times a second, and removed at the end' {
        Set-CGIPLocalUserPoolFault -LatencyMilliseconds 40
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shown = Get-Progress $Run | Where-Object Activity -EQ $Command
        $shown.Count | Should -BeGreaterThan 3
        $shown.Count | Should -BeLessOrEqual (5 * ($watch.Elapsed.TotalSeconds - 1) + 2)
        $shown.ActivityId | Select-Object -Unique | Should -HaveCount 1
        @($shown | Where-Object RecordType -EQ Completed) | Should -HaveCount 1
        $shown[-1].RecordType | Should -Be Completed
        $shown[-2].StatusDescription | Should -BeLike $Says
        $shown[-2].PercentComplete | Should -BeGreaterOrEqual $Percent
        $shown[-2].SecondsRemaining | Should -BeGreaterOrEqual $Percent
    }
}
