BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    $path = Get-ModulePath
    $inDefaultContext = "[Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | ForEach-Object { `$_.GetName().Name } | Where-Object { `$_ -like 'AWSSDK*' -or `$_ -in 'CognitoUnlink.Aws', 'CognitoUnlink.LocalPool', 'CognitoUnlink.Report' }"
}

Describe 'The private load context' {
    It 'is not used by Import-Module' {
        $child = Invoke-Child "Import-Module '$path'; [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { `$_.GetName().Name } | Where-Object { `$_ -like 'AWSSDK*' -or `$_ -like 'CognitoUnlink.*' }"
        $child.Output | Should -Be 'CognitoUnlink.Core'
    }

    It 'keeps AWSSDK out of the default load context' {
        $child = Invoke-Child @"
            Import-Module '$path'
            `$pool = Start-CGIPLocalUserPool 40
            `$null = Get-CGIPLinkedIdentity `$pool.UserPoolId | Select-Object -First 1 | Disable-CGIPProviderForUser -UserPoolId `$pool.UserPoolId -Force 6> `$null
            'AWSSDK loaded: ' + [bool]([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq 'AWSSDK.Core' })
            'in the default context: ' + @($inDefaultContext).Count
"@
        $child.ExitCode | Should -Be 0
        $child.Output | Should -Be 'AWSSDK loaded: True', 'in the default context: 0'
    }
}
