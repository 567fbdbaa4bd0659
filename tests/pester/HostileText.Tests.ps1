# Text from a directory is shown and never executed: names and subjects that would control a terminal, in everything that a cmdlet shows.

BeforeDiscovery {
    $hostile = @(
        @{ What = 'a cleared screen'; Text = "`e[2J" }
        @{ What = 'a window title'; Text = "`e]0;owned`a" }
        @{ What = 'a link'; Text = "`e]8;;http://evil.example`e\here`e]8;;`e\" }
        @{ What = 'colors'; Text = "`e[30;40m" }
        @{ What = 'a cursor that moves up'; Text = "`e[1A`e[2K" }
        @{ What = 'an eight-bit escape'; Text = "$([char] 0x9b)2J" }
        @{ What = 'an eight-bit command'; Text = "$([char] 0x9d)0;owned$([char] 0x9c)" }
        @{ What = 'a carriage return'; Text = "`rUnlink Okta identity 'nobody'" }
        @{ What = 'a newline'; Text = "`nPS> " }
        @{ What = 'a carriage return and a newline'; Text = "`r`nPS> " }
        @{ What = 'backspaces'; Text = "`b`b`b`b" }
        @{ What = 'a bell'; Text = "`a" }
        @{ What = 'a NUL'; Text = "$([char] 0)" }
        @{ What = 'a delete'; Text = "$([char] 0x7f)" }
        @{ What = 'a line separator'; Text = "$([char] 0x2028)" }
        @{ What = 'a paragraph separator'; Text = "$([char] 0x2029)" }
        @{ What = 'a right-to-left override'; Text = "$([char] 0x202e)ecila$([char] 0x202c)" }
        @{ What = 'an isolate'; Text = "$([char] 0x2067)ecila$([char] 0x2069)" }
        @{ What = 'a direction mark'; Text = "$([char] 0x200f)" }
        @{ What = 'an invisible character'; Text = "$([char] 0x200b)" }
        @{ What = 'a tag character'; Text = "$([char]::ConvertFromUtf32(0xe0041))" }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1') -Force
    Import-Module (Get-ModulePath) -Force
    $id = 'us-east-1_Hostile'

    # Runs a script in a runspace whose host answers yes, and returns everything on its screen, including formatted results and errors.
    function Get-Screen {
        param([string] $Script, [hashtable] $Variables)
        $run = Invoke-WithAnswer "`$PSStyle.OutputRendering = 'Ansi'; $Script" 'Yes', 'Yes' -Variable $Variables
        $run.Errors | Should -BeNullOrEmpty
        @($run.Prompts; $run.Screen; ($run.Results | Out-String -Width 400); $run.Streams.Warning; $run.Streams.Verbose; $run.Streams.Information) -join "`n"
    }
}

Describe '<What>' -ForEach $hostile {
    BeforeAll {
        $subject = "begin$($Text)end"
        $seed = Join-Path $TestDrive "$([guid]::NewGuid()).json"
        @{
            pools = , @{
                userPoolId        = $id
                identityProviders = @(@{ name = 'Okta'; type = 'SAML' }, @{ name = 'Google'; type = 'Google' })
                users             = @(
                    @{ username = 'alice'; identities = @(@{ providerName = 'Okta'; value = $subject }, @{ providerName = 'Google'; value = '1' }) }
                    @{ username = 'bob'; status = 'FORCE_CHANGE_PASSWORD'; identities = @(@{ providerName = 'Okta'; value = "b$subject" }) }
                )
            }
        } | ConvertTo-Json -Depth 6 | Set-Content $seed
        $null = Start-CGIPLocalUserPool -SeedPath $seed -UserPoolId $id
        $variables = @{ id = $id; subject = $subject; journal = (Join-Path $TestDrive "$([guid]::NewGuid()).jsonl") }
    }
    AfterAll { Stop-CGIPLocalUserPool $id }

    It 'does not reach the screen through <Screen>' -ForEach @(
        @{ Screen = 'a table'; Script = 'Get-CGIPLinkedIdentity $id | Format-Table | Out-String -Width 200' }
        @{ Screen = 'a list'; Script = 'Get-CGIPLinkedIdentity $id | Format-List | Out-String -Width 200' }
        @{ Screen = 'a comparison'; Script = 'Get-CGIPLinkedIdentity $id alice | Where-Object ProviderName -eq Okta | Disable-CGIPProviderForUser -Force -JournalPath "$journal.2" | Enable-CGIPProviderForUser -Confirm:$false; $compared = Compare-CGIPLinkedIdentity $id "$journal.2"; $compared | Format-Table | Out-String -Width 200; $compared | Format-List | Out-String -Width 200' }
        @{ Screen = '-WhatIf'; Script = 'Get-CGIPLinkedIdentity $id | Disable-CGIPProviderForUser -WhatIf -ErrorVariable problems -ErrorAction SilentlyContinue | Format-List | Out-String -Width 200' }
        @{ Screen = 'an error'; Script = 'Get-CGIPLinkedIdentity $id bob | Disable-CGIPProviderForUser -Force -ErrorVariable problems -ErrorAction SilentlyContinue; $ErrorView = "ConciseView"; $problems | Out-String -Width 200; $ErrorView = "NormalView"; $problems | Out-String -Width 200; "$($problems[0])"' }
        @{ Screen = 'an error about a username'; Script = 'Disable-CGIPProviderForUser $id $subject Okta -Force -ErrorVariable problems -ErrorAction SilentlyContinue; $ErrorView = "NormalView"; $problems | Out-String -Width 200' }
        @{ Screen = 'a warning and -Verbose'; Script = 'Disable-CGIPProviderForUser $id alice "O*" -Verbose -WhatIf -ErrorAction SilentlyContinue; [pscustomobject]@{ Username = "alice"; ProviderName = "Okta"; Subject = $subject } | Disable-CGIPProviderForUser $id -ProviderName Google -Verbose -Force' }
        @{ Screen = 'a prompt, a result and its journal'; Script = 'Get-CGIPLinkedIdentity $id alice | Where-Object ProviderName -eq Okta | Disable-CGIPProviderForUser -Confirm -JournalPath $journal | Format-List | Out-String -Width 200; Get-CGIPUnlinkJournal $journal | Format-List | Out-String -Width 200; Get-CGIPUnlinkJournal $journal | Format-Table | Out-String -Width 200' }
        @{ Screen = 'the prompt and the result of an undo'; Script = 'Get-CGIPUnlinkJournal $journal | Enable-CGIPProviderForUser -Confirm | Format-List | Out-String -Width 200' }
        @{ Screen = 'the requests to the pool'; Script = 'Get-CGIPLocalUserPoolRequest $id | Format-List | Out-String -Width 400' }
    ) {
        $screen = Get-Screen $Script $variables
        $screen | Should -Match 'begin|requests'
        $screen.Contains($Text) | Should -BeFalse -Because ($screen | ConvertTo-Json)
    }

    It 'stays unchanged in the object, and is not offered by completion' {
        (Get-CGIPLinkedIdentity $id alice | Where-Object ProviderName -EQ Okta).Subject | Should -BeExactly $subject
        $found = [Management.Automation.CommandCompletion]::CompleteInput("Disable-CGIPProviderForUser $id alice Okta -ProviderAttributeValue ", 69, $null).CompletionMatches
        @($found | Where-Object { "$($_.CompletionText)$($_.ListItemText)$($_.ToolTip)".Contains($Text) }) | Should -BeNullOrEmpty
    }
}
