# Pipes each file that docs/input.md shows: it means amy's Google identity and nothing else.

BeforeDiscovery {
    $page = (Get-Content -Raw (Join-Path $PSScriptRoot '../../docs/input.md')).Replace("`r`n", "`n")
    $files = [regex]::Matches($page, '(?ms)^```(?<form>csv|json|text)\n(?<text>.*?)\n```') | ForEach-Object {
        @{ Line = $page.Substring(0, $_.Index).Split("`n").Count; Form = $_.Groups['form'].Value; Text = $_.Groups['text'].Value }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $id = 'us-east-1_Rows'

    function Get-Identity {
        (Get-CGIPLinkedIdentity $id).ForEach({ '{0}/{1}/{2}' -f $_.Username, $_.ProviderName, $_.Subject })
    }
}

Describe 'The input page' {
    BeforeEach { $null = Start-CGIPLocalUserPool -UserPoolId $id -SeedPath (Get-RepositoryFile 'tests/parity/pool.json') }
    AfterEach { Stop-CGIPLocalUserPool $id }

    It 'shows a file on line <Line> that can be piped' -ForEach $files {
        $piped = switch ($Form) {
            'csv' { $Text | ConvertFrom-Csv -Delimiter ($Text -match ';' ? ';' : ',') }
            'json' { $Text | ConvertFrom-Json }
            'text' { $Text.Split("`n") }
        }
        $before = Get-Identity
        $piped | Disable-CGIPProviderForUser $id -ProviderName Google -Force -ErrorVariable problems | Out-Null
        $problems | Should -BeNullOrEmpty
        $after = Get-Identity
        $before | Where-Object { $_ -notin $after } | Should -BeExactly 'amy/Google/amy-google'
    }
}
