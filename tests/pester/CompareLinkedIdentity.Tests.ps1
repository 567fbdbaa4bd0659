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
        "$information" | Should -BeLike "*$($unlinked.Count) gone, 0 linked again*DeleteIdentityProvider*"
        # On a slow machine, DescribeUserPool is called for the progress bar.
        (Get-CGIPLocalUserPoolRequest).Operation | Select-Object -Skip $sent | Where-Object { $_ -ne 'DescribeUserPool' } | Should -Be ListUsers -Because 'all users are on one page'
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
