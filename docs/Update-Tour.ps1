#Requires -Version 7.4
<#
.SYNOPSIS
    Runs the commands of docs/tour.md and writes what the screen then says under each.

.DESCRIPTION
    Each block of sh or powershell that is followed by a block of text is run, and the text is replaced by what the
    command wrote, errors and all. Blocks of one language share a session in an empty folder, in which out and src lead
    to the repository's, and without AWS settings, as on the machine of somebody who has none.

    The module and the command line must have been built.

.EXAMPLE
    ./docs/Update-Tour.ps1
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $Path = (Join-Path $PSScriptRoot 'tour.md'),

    [string] $Destination = $Path,

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    # Whether the command line writes in color, as on a terminal.
    [switch] $Color
)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$commandLine = Join-Path $root "src/CognitoUnlink.Cli/bin/$Configuration/net10.0"
$fence = '```'
$step = [regex]"(?ms)^$fence(?<language>sh|powershell)( \w+)?\r?\n(?<command>.*?)^$fence\r?\n\s*^${fence}text\r?\n(?<screen>.*?)^$fence\s*?$"
$mark = '<<<end of step>>>'
$look = $Color ? @{ NO_COLOR = $null; CLICOLOR_FORCE = '1' } : @{ NO_COLOR = '1' }

$document = Get-Content -LiteralPath $Path -Raw
$steps = $step.Matches($document)
$folder = New-Item (Join-Path ([IO.Path]::GetTempPath()) "tour-$([guid]::NewGuid())") -ItemType Directory

function Get-Screen {
    <# What each of the commands wrote, all of one language in one session. #>
    param([string] $Language, [string[]] $Command)

    $session = New-Item (Join-Path $folder $Language) -ItemType Directory
    $null = 'out', 'src' | ForEach-Object { New-Item (Join-Path $session $_) -ItemType SymbolicLink -Target (Join-Path $root $_) }
    $script = if ($Language -eq 'sh') {
        'trap "kill \$(jobs -p) 2> /dev/null" EXIT'
        $Command | ForEach-Object { $_; "echo '$mark'" }
    }
    else {
        '$PSStyle.OutputRendering = "PlainText"; $ProgressPreference = "SilentlyContinue"'
        $Command | ForEach-Object { ". ([scriptblock]::Create(@'`n$_`n'@)) *>&1 | Out-String -Stream -Width 100 | Write-Host; Write-Host '$mark'" }
    }
    $file = Join-Path $folder "$Language.ps1"
    $script -join "`n" | Set-Content -LiteralPath $file

    $environment = @{ HOME = "$folder"; COLUMNS = '100'; AWS_EC2_METADATA_DISABLED = 'true' } + $look
    $environment.PATH = $commandLine, $env:PATH -join [IO.Path]::PathSeparator
    Get-ChildItem env:AWS_* | Where-Object Name -NotIn $environment.Keys | ForEach-Object { $environment[$_.Name] = $null }
    $screenFile = Join-Path $folder "$Language.txt"
    $program = @{ sh = 'bash --noprofile --norc'; powershell = 'pwsh -NoProfile -NonInteractive -File' }[$Language]
    # The shell redirects, since Start-Process leaves empty lines out.
    Start-Process bash -ArgumentList '-c', "`"$program '$file' > '$screenFile' 2>&1`"" -WorkingDirectory $session -Environment $environment -Wait
    $screens = (Get-Content -LiteralPath $screenFile -Raw) -split "$([regex]::Escape($mark))\r?\n"
    $screens | Select-Object -SkipLast 1 | ForEach-Object { ($_ -replace '(?m)[ \t\r]+$').Replace("$session", '~').Replace("$folder", '~').Trim("`n") }
}

try {
    $screens = @{}
    foreach ($language in $steps | ForEach-Object { $_.Groups['language'].Value } | Select-Object -Unique) {
        $own = @($steps | Where-Object { $_.Groups['language'].Value -eq $language })
        $texts = @(Get-Screen $language ($own | ForEach-Object { $_.Groups['command'].Value }))
        if ($texts.Count -ne $own.Count) {
            throw "Of $($own.Count) steps in $language only $($texts.Count) came to an end. The last one wrote: $($texts[-1])"
        }

        for ($i = 0; $i -lt $own.Count; $i++) { $screens[$own[$i].Index] = $texts[$i] }
    }

    foreach ($one in $steps | Sort-Object Index -Descending) {
        $screen = $one.Groups['screen']
        $document = $document.Remove($screen.Index, $screen.Length).Insert($screen.Index, $screens[$one.Index] + "`n")
    }

    if ($PSCmdlet.ShouldProcess($Destination)) {
        Set-Content -LiteralPath $Destination $document -NoNewline
    }
}
finally {
    Remove-Item -LiteralPath $folder -Recurse -Force
}
