BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $id = 'us-east-1_LocalPool'

    function Limit-Pool {
        [CmdletBinding()]
        param([hashtable] $RequestsPerSecond)

        $url = [uri]::new([uri] (Get-CGIPLocalUserPool).EndpointUrl, '_local/quotas')
        $null = Invoke-RestMethod $url -Method Put -ContentType application/json -Body (@{ requestsPerSecond = $RequestsPerSecond } | ConvertTo-Json)
    }

    function Get-Span {
        param([object[]] $Request)

        ($Request[-1].Timestamp - $Request[0].Timestamp).TotalSeconds
    }
}

Describe '-RequestsPerSecond' {
    # The first request may leave late on a busy machine, so half of the time is enough. Without a pace, it is a fraction of that.
    BeforeEach { $null = Start-CGIPLocalUserPool 800 }
    AfterEach { Stop-CGIPLocalUserPool }

    It 'spaces out changes' {
        $results = Get-CGIPLinkedIdentity $id -ProviderName SignInWithApple, Facebook | Select-Object -First 25 | Disable-CGIPProviderForUser -Force -RequestsPerSecond 10 -ErrorAction SilentlyContinue
        @($results).Count | Should -Be 25
        $sent = @(Get-CGIPLocalUserPoolRequest -Operation AdminDisableProviderForUser)
        Get-Span $sent | Should -BeGreaterOrEqual (($sent.Count - 1) / 20)
    }

    It 'spaces out the pages of a listing' {
        $null = Get-CGIPLinkedIdentity $id -RequestsPerSecond 10
        $sent = @(Get-CGIPLocalUserPoolRequest -Operation ListUsers)
        Get-Span $sent | Should -BeGreaterOrEqual (($sent.Count - 1) / 20)
    }

    It 'is unlimited by default for a local user pool, by id or by endpoint' {
        $endpoint = @{ EndpointUrl = (Get-CGIPLocalUserPool).EndpointUrl; AccessKey = 'local'; SecretKey = 'local'; Region = 'us-east-1' }
        $users = Get-CGIPLinkedIdentity $id -ProviderName Google | Select-Object -First 30
        $null = $users | Disable-CGIPProviderForUser -Force -ErrorAction SilentlyContinue -RequestsPerSecond 8 @endpoint
        $paced = @(Get-CGIPLocalUserPoolRequest -Operation AdminDisableProviderForUser)
        Get-Span $paced | Should -BeGreaterOrEqual (($paced.Count - 1) / 16)
        foreach ($way in @{ Provider = 'Okta'; Client = @{} }, @{ Provider = 'SignInWithApple'; Client = $endpoint }) {
            $null = Get-CGIPLocalUserPoolRequest -Clear
            $client = $way.Client
            $users = Get-CGIPLinkedIdentity $id -ProviderName $way.Provider | Select-Object -First 30
            $messages = $users | Disable-CGIPProviderForUser -Force -ErrorAction SilentlyContinue -Verbose @client 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
            @("$messages" -split '(?=Pace: )' -like 'Pace: no limit*') | Should -HaveCount 1
            $unpaced = @(Get-CGIPLocalUserPoolRequest -Operation AdminDisableProviderForUser)
            ($unpaced.Count / (Get-Span $unpaced)) / ($paced.Count / (Get-Span $paced)) | Should -BeGreaterThan 2
        }
    }

    It 'slows down for a lower quota, warns once, and nothing fails' {
        Limit-Pool @{ UserUpdate = 15 }
        $results = Get-CGIPLinkedIdentity $id -ProviderName Google | Disable-CGIPProviderForUser -Force -RequestsPerSecond 200 -ErrorAction SilentlyContinue -ErrorVariable problems -WarningVariable warnings -WarningAction SilentlyContinue
        $results.Outcome | Should -Not -Contain Failed
        $problems.FullyQualifiedErrorId | Should -Not -BeLike 'Throttled,*'
        $warnings | Should -HaveCount 1
        "$warnings" | Should -BeLike 'Throttled by the account''s UserUpdate quota: slowed from 200 to about * requests per second*'
        Get-CGIPLocalUserPoolRequest -Operation AdminDisableProviderForUser | Where-Object ErrorCode -EQ TooManyRequestsException | Should -Not -BeNullOrEmpty
    }

    It 'is not needed to read a pool in parallel under a low quota' {
        Limit-Pool @{ UserList = 30 }
        @(Get-CGIPLinkedIdentity $id -Parallel -WarningAction SilentlyContinue).Count | Should -Be 920
    }

    It 'refuses <_>' -ForEach 0, -1, 10001 {
        { Get-CGIPLinkedIdentity $id -RequestsPerSecond $_ } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}
