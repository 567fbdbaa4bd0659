BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    $path = Get-ModulePath
}

Describe 'The module' {
    It 'has a manifest that passes' {
        $manifest = Test-ModuleManifest (Join-Path $path 'CognitoUnlink.psd1')
        $manifest.ExportedCmdlets.Count | Should -Be 10
        $manifest.CompatiblePSEditions | Should -Be 'Core'
    }

    It 'exports what its manifest says, and the README tells of each' {
        $manifest = Import-PowerShellDataFile (Join-Path $path 'CognitoUnlink.psd1')
        Import-Module $path -Force
        $exported = (Get-Command -Module CognitoUnlink).Name | Sort-Object
        $exported | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        $readme = Get-Content -Raw (Get-RepositoryFile 'README.md')
        foreach ($name in $exported) {
            $readme | Should -BeLike "*$name*"
        }
        $told = [regex]::Matches($readme, '\b\w+-CGIP(?!User|UsersInGroup|Group)\w+') | ForEach-Object Value | Sort-Object -Unique
        $told | Should -Be $exported
    }

    It 'uses approved verbs only' {
        Import-Module $path -Force
        $approved = (Get-Verb).Verb
        (Get-Command -Module CognitoUnlink).Verb | ForEach-Object { $_ | Should -BeIn $approved }
    }

    It 'has the version of the libraries' {
        $manifest = Import-PowerShellDataFile (Join-Path $path 'CognitoUnlink.psd1')
        $core = [Diagnostics.FileVersionInfo]::GetVersionInfo((Join-Path $path 'CognitoUnlink.Core.dll'))
        $core.ProductVersion | Should -Be $manifest.ModuleVersion
    }

    It 'can be removed and imported again, and forced, and works each time' {
        $child = Invoke-Child @"
            Import-Module '$path'
            `$pool = Start-CGIPLocalUserPool 10
            foreach (`$i in 1..3) {
                Import-Module '$path' -Force
                'identities: ' + @(Get-CGIPLinkedIdentity `$pool.UserPoolId).Count
                if (`$i -eq 1) { Remove-Module CognitoUnlink }
            }
"@
        $child.ExitCode | Should -Be 0
        $child.Output | Should -HaveCount 3
        ($child.Output | Select-Object -Unique) | Should -HaveCount 1
    }
}

Describe 'The views' {
    BeforeAll {
        Import-Module $path -Force
        $null = Start-TestPool
    }

    AfterAll { Stop-CGIPLocalUserPool }

    It 'show <Type> as a table of at most 100 columns' -ForEach @(
        @{ Type = 'LinkedIdentity'; Get = { Get-CGIPLinkedIdentity us-east-1_LocalPool }; Columns = 'Username +UserStatus +ProviderName +SignInAfter +Subject' }
        @{ Type = 'UnlinkResult'; Get = { Disable-CGIPProviderForUser us-east-1_LocalPool grace AzureAD -Force }; Columns = 'Outcome +Username +ProviderName +SignInAfter +Subject' }
        @{ Type = 'LinkResult'; Get = { Enable-CGIPProviderForUser us-east-1_LocalPool grace AzureAD -ProviderAttributeName Cognito_Subject -ProviderAttributeValue grace-oid -Force }; Columns = 'Outcome +Username +ProviderName +LinkedBy +Subject' }
        @{ Type = 'LocalUserPool'; Get = { Get-CGIPLocalUserPool }; Columns = 'UserPoolId +EndpointUrl +Region +AccessKey' }
        @{ Type = 'LocalUserPoolRequest'; Get = { Get-CGIPLocalUserPoolRequest }; Columns = '# +Operation +Username +ProviderName +Value +Status' }
    ) {
        $lines = & $Get | Out-String -Width 100 -Stream | Where-Object { $_ }
        $lines[0] | Should -Match $Columns
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
    }

    It 'never show a secret key' {
        Get-CGIPLocalUserPool | Out-String | Should -Not -Match 'SecretKey'
    }
}
