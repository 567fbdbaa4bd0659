# Other modules with their own AWSSDK in the same process, and runspaces that use different accounts.
# COGNITOUNLINK_COEXISTENCE_RUNS sets how often each order is tried, each time in a new process.

BeforeDiscovery {
    $runs = [int] ($env:COGNITOUNLINK_COEXISTENCE_RUNS ?? 2)
    $orders = foreach ($decoy in @(@{ Sdk = 'AwsSdkV3'; Version = '3.3.0.0' }, @{ Sdk = 'AwsSdkV4'; Version = '4.0.0.0' })) {
        foreach ($when in 'before ours is imported', 'after ours is imported', 'after ours is used') {
            $decoy + @{ When = $when; Runs = $runs }
        }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    $path = Get-ModulePath
    foreach ($file in 'SignatureServer.cs', 'AwsTools.cs') {
        Add-Type -Path (Join-Path $PSScriptRoot $file)
    }
    $server = [SignatureServer]::new()
    $saved = @{}
    foreach ($name in [Environment]::GetEnvironmentVariables().Keys.Where({ $_ -like 'AWS_*' })) {
        $saved[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $null)
    }
    $env:AWS_EC2_METADATA_DISABLED = 'true'
    $env:AWS_SHARED_CREDENTIALS_FILE = Join-Path $TestDrive 'credentials'
    $env:AWS_CONFIG_FILE = Join-Path $TestDrive 'config'
    $env:AWS_ENDPOINT_URL_STS = $server.Url
    Set-Content $env:AWS_CONFIG_FILE "[profile role]`nrole_arn = arn:aws:iam::123456789012:role/r`nsource_profile = base"
    Set-Content $env:AWS_SHARED_CREDENTIALS_FILE "[base]`naws_access_key_id = AKIABASE`naws_secret_access_key = secret"
    foreach ($n in 0..15) {
        Add-Content $env:AWS_SHARED_CREDENTIALS_FILE "[p$n]`naws_access_key_id = AKIA$n`naws_secret_access_key = secret$n`naws_session_token = token-$n"
    }
}

AfterAll {
    $server.Dispose()
    'AWS_EC2_METADATA_DISABLED', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE', 'AWS_ENDPOINT_URL_STS' | ForEach-Object { [Environment]::SetEnvironmentVariable($_, $null) }
    $saved.GetEnumerator() | ForEach-Object { [Environment]::SetEnvironmentVariable($_.Key, $_.Value) }
}

Describe 'A module with AWSSDK.Core and AWSSDK.SecurityToken' {
    It 'works together with ours in version <Version>, loaded <When>, <Runs> times' -ForEach $orders {
        $decoy = "Import-Module '$(Get-DecoyPath $Sdk)'; 'decoy ' + (Get-DecoySdkVersion)"
        $import = "Import-Module '$path'"
        # The role is assumed with our AWSSDK.SecurityToken.
        $use = "Get-CGIPLinkedIdentity eu-west-1_AbCdEf -ProfileName role -EndpointUrl '$($server.Url)'; `$pool = Start-CGIPLocalUserPool 40; 'ours ' + @(Get-CGIPLinkedIdentity `$pool.UserPoolId).Count.CompareTo(0)"
        $script = switch ($When) {
            'before ours is imported' { "$decoy; $import; $use; Get-DecoySdkVersion | Out-Null" }
            'after ours is imported' { "$import; $decoy; $use; Get-DecoySdkVersion | Out-Null" }
            'after ours is used' { "$import; $use; $decoy; Get-CGIPLinkedIdentity `$pool.UserPoolId | Out-Null" }
        }
        foreach ($run in 1..$Runs) {
            $server.Received.Clear()
            $child = Invoke-Child $script
            $child.ExitCode | Should -Be 0
            $child.Output | Sort-Object | Should -Be "decoy $Version $Version", 'ours 1'
            @($server.Received).AccessKey | Select-Object -Unique | Should -Be 'AKIABASE', 'AKIAROLE'
        }
    }
}

Describe 'Runspaces with their own keys, sessions and regions' {
    BeforeAll {
        Import-Module $path -Force
        $work = {
            param($n, $path, $url)

            $ErrorActionPreference = 'Stop'
            Import-Module $path
            $region = @('us-east-1', 'eu-west-1', 'ap-southeast-2')[$n % 3]
            $connection = switch ($n % 4) {
                0 { @{ AccessKey = "AKIA$n"; SecretKey = "secret$n"; SessionToken = "token-$n"; Region = $region } }
                1 { @{ ProfileName = "p$n"; Region = $region } }
                2 { @{ Credential = [Amazon.Runtime.SessionAWSCredentials]::new("$n") } }
                3 {
                    Set-Variable StoredAWSCredentials ([Amazon.PowerShell.Common.AWSPSCredentials]::Of([Amazon.Runtime.SessionAWSCredentials]::new("$n"))) -Scope Global
                    Set-Variable StoredAWSRegion $region -Scope Global
                    @{}
                }
            }
            foreach ($time in 1..15) {
                Get-CGIPLinkedIdentity "${region}_P$n" -EndpointUrl $url @connection
            }
        }

        function Get-ListRequest {
            <# Leaves out the requests for the number of users, which a command sends once it has run for a second. #>
            $server.Received | Where-Object Body -Like '*"Limit":*'
        }

        function Get-MixedUpRequest {
            <# Requests that were signed with the keys of another runspace or for its region. #>
            foreach ($request in $server.Received) {
                $null = $request.Body -match '"UserPoolId":"(?<region>[\w-]+)_P(?<n>\d+)"'
                if ($request.AccessKey -cne "AKIA$($Matches.n)" -or $request.Token -cne "token-$($Matches.n)" -or $request.Region -cne $Matches.region) { $request }
            }
        }
    }

    BeforeEach { $server.Received.Clear() }

    It 'do not get mixed up in ForEach-Object -Parallel' {
        $text = "$work"
        0..15 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:text)) $_ $using:path ($using:server).Url } -ThrottleLimit 8
        Get-ListRequest | Should -HaveCount (16 * 15)
        Get-MixedUpRequest | Should -BeNullOrEmpty
    }

    It 'do not get mixed up in Start-ThreadJob' {
        $jobs = 0..15 | ForEach-Object { Start-ThreadJob $work -ArgumentList $_, $path, $server.Url -ThrottleLimit 8 }
        $jobs | Receive-Job -Wait -AutoRemoveJob
        Get-ListRequest | Should -HaveCount (16 * 15)
        Get-MixedUpRequest | Should -BeNullOrEmpty
    }

    It 'unlink only identities in their own pool' {
        $pools = 1..6 | ForEach-Object { Start-CGIPLocalUserPool 60 -Seed $_ -UserPoolId "us-east-1_S$_" }
        try {
            $before = @{}
            $pools.UserPoolId | ForEach-Object { $before[$_] = @(Get-CGIPLinkedIdentity $_ -ProviderName SignInWithApple | ForEach-Object { "$($_.Username) $($_.Subject)" }) }
            $results = $pools.UserPoolId | ForEach-Object -Parallel {
                Import-Module $using:path
                Get-CGIPLinkedIdentity $_ | Disable-CGIPProviderForUser -ProviderName SignInWithApple -AllowLockout -Force -ThrottleLimit 4 -ErrorAction SilentlyContinue
            } -ThrottleLimit 6
            foreach ($id in $pools.UserPoolId) {
                $done = $results | Where-Object { $_.UserPoolId -eq $id -and $_.Outcome -eq 'Unlinked' }
                $done | Should -Not -BeNullOrEmpty
                $done | ForEach-Object { "$($_.Username) $($_.ProviderAttributeValue)" } | Should -BeIn $before[$id]
                $after = Get-CGIPLinkedIdentity $id -ProviderName SignInWithApple -ErrorAction SilentlyContinue
                @($after).Count | Should -Be ($before[$id].Count - @($done).Count)
            }
        }
        finally { Stop-CGIPLocalUserPool }
    }
}

Describe 'Import-Module' {
    It 'takes at most three times as long as for an empty binary module' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'Decoy.Empty')
        Copy-Item (Get-DecoyPath Empty) $folder
        New-ModuleManifest (Join-Path $folder 'Decoy.Empty.psd1') -RootModule Decoy.Empty.dll -CmdletsToExport Get-DecoyNothing -FunctionsToExport @() -AliasesToExport @() -VariablesToExport @()
        $times = @{ Empty = @(); Ours = @() }
        # Taking turns, so that other load on the machine affects both. It only adds to a time, so the fastest of each is the closest to its own.
        foreach ($run in 1..5) {
            foreach ($module in @{ Name = 'Empty'; Path = $folder }, @{ Name = 'Ours'; Path = $path }) {
                $child = Invoke-Child "`$watch = [Diagnostics.Stopwatch]::StartNew(); Import-Module '$($module.Path)'; `$watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)"
                $times[$module.Name] += [double]::Parse($child.Output, [cultureinfo]::InvariantCulture)
            }
        }
        $fastest = @{}
        $times.Keys | ForEach-Object { $fastest[$_] = ($times[$_] | Sort-Object)[0] }
        Write-Information -InformationAction Continue ('    Import: {0:n1} ms, an empty module {1:n1} ms, ratio {2:n2}' -f $fastest.Ours, $fastest.Empty, ($fastest.Ours / $fastest.Empty))
        $fastest.Ours / $fastest.Empty | Should -BeLessOrEqual 3
    }
}
