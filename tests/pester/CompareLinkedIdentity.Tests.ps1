BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
}

Describe 'Compare-CGIPLinkedIdentity' {
    BeforeEach {
        $id = (Start-TestPool).UserPoolId
        $journal = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $unlinked = @(Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser $id -Force -JournalPath $journal -ErrorAction SilentlyContinue | Where-Object Outcome -EQ Unlinked)
        $sent = @(Get-CGIPLocalUserPoolRequest).Count
    }

    AfterEach { Stop-CGIPLocalUserPool }

    It 'reports each unlinked identity as gone, and only lists the users once' {
        $compared = @(Compare-CGIPLinkedIdentity $id $journal -InformationVariable information)
        $compared | Should -HaveCount $unlinked.Count
        $compared.State | Select-Object -Unique | Should -Be Gone
        ($compared.ProviderAttributeValue | Sort-Object) | Should -Be ($unlinked.ProviderAttributeValue | Sort-Object)
        "$information" | Should -BeLike "*$($unlinked.Count) gone, 0 linked again*No one has come back*"
        # On a slow machine, DescribeUserPool is called for the progress bar.
        (Get-CGIPLocalUserPoolRequest).Operation | Select-Object -Skip $sent | Where-Object { $_ -ne 'DescribeUserPool' } | Should -Be ListUsers -Because 'all users are on one page'
    }

    It 'says that a provider with links in the pool is to be kept, also if an outcome is unknown' {
        $few = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $null = Start-CGIPLocalUserPool 300 -UserPoolId us-east-1_Large
        {
            Get-CGIPLinkedIdentity us-east-1_Large -ProviderName Okta |
                Disable-CGIPProviderForUser -Force -JournalPath $few -MaximumChange 5 -ErrorAction SilentlyContinue
        } | Should -Throw '*maximum of 5 changes*'
        $left = @(Get-CGIPLinkedIdentity us-east-1_Large -ProviderName Okta | Where-Object Primary -EQ $false).Count
        $left | Should -BeGreaterThan 100
        $null = Compare-CGIPLinkedIdentity us-east-1_Large $few -InformationVariable information
        "$information" | Should -BeLike "*5 gone, 0 linked again*No one has come back. $left identities from Okta are still linked in this pool.*Keep the provider until*"
        "$information" | Should -Not -BeLike '*DeleteIdentityProvider*'

        $lines = @(Get-Content $few)
        $last = @($lines -match '"event":"unlinked"')[-1]
        Set-Content $few ($lines | Where-Object { $_ -ne $last -and $_ -notmatch '"event":"run-ended"' })
        $null = Compare-CGIPLinkedIdentity us-east-1_Large $few -InformationVariable information -WarningAction SilentlyContinue
        "$information" | Should -BeLike '*4 gone*1 change has an unknown outcome: run the unlink command again with the same journal*Keep the provider until*'
    }

    It 'says that nothing speaks for keeping the provider once the pool has nothing of it' {
        $one = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
        $null = Start-CGIPLocalUserPool 300 -UserPoolId us-east-1_Empty
        $null = Get-CGIPLinkedIdentity us-east-1_Empty -ProviderName Facebook | Disable-CGIPProviderForUser -Force -JournalPath $one -ErrorAction SilentlyContinue
        $null = Compare-CGIPLinkedIdentity us-east-1_Empty $one -InformationVariable information
        "$information" | Should -BeLike '*found no reason to keep the provider. Delete it with AWS''s DeleteIdentityProvider.'
    }

    It 'shows who has the identity again, and when it was unlinked' {
        $linked = @($unlinked | Select-Object -First 1 | Enable-CGIPProviderForUser -Confirm:$false -WarningAction Ignore)
        $linked.Outcome | Should -Be Linked
        $back = @(Compare-CGIPLinkedIdentity $id $journal -InformationAction Ignore | Where-Object IsBack)
        $back | Should -HaveCount 1
        $back[0].State | Should -Be LinkedAgain
        $back[0].FoundUsername | Should -Be $linked[0].Username
        $back[0].UnlinkedAt | Should -BeLessOrEqual ([datetime]::UtcNow)
        $back[0].UnlinkedAt.Kind | Should -Be Utc
    }

    It 'accepts journals from the pipeline, and by wildcard with -Parallel' {
        @(Get-Item $journal | Compare-CGIPLinkedIdentity $id -InformationAction Ignore) | Should -HaveCount $unlinked.Count
        @(Compare-CGIPLinkedIdentity $id ($journal -replace 'jsonl$', 'js*') -Parallel -InformationAction Ignore -WarningAction Ignore) | Should -HaveCount $unlinked.Count
    }

    It 'ends with a terminating error if the pool or a journal cannot be read' {
        { Compare-CGIPLinkedIdentity $id (Join-Path $TestDrive none.jsonl) } | Should -Throw -ErrorId 'JournalNotReadable,*'
        Set-CGIPLocalUserPoolFault -Operation ListUsers -ErrorCode AccessDeniedException
        { Compare-CGIPLinkedIdentity $id $journal } | Should -Throw -ErrorId 'AccessDenied,*'
    }
}
