#Requires -Version 7.4
<#
.SYNOPSIS
    Makes the pictures in docs/pictures.

.DESCRIPTION
    story-light.svg, story-dark.svg    what a terminal says, from a real run of the commands in docs/pictures/story.md;
    report-light.png, report-dark.png  the report on docs/pictures/okta.jsonl, as Chromium shows it;
    report.txt                         the text of that page, by which a test sees that the pictures are stale.

    The module and the command line must have been built. The first two want bash and curl, the others Chromium.

.PARAMETER Only
    What to make: Story, Report, or Text for the text of the report alone, which needs no Chromium.

.PARAMETER Record
    Create the journal again with a run on a local user pool.

.EXAMPLE
    ./docs/Update-Pictures.ps1
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [ValidateSet('Story', 'Report', 'Text')]
    [string[]] $Only = @('Story', 'Report'),

    [string] $Destination = (Join-Path $PSScriptRoot 'pictures'),

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    [switch] $Record
)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$storyPath = Join-Path $PSScriptRoot 'pictures/story.md'
$journalPath = Join-Path $PSScriptRoot 'pictures/okta.jsonl'
$poolId = 'us-east-1_LocalPool'
$columns = 112
$commandLine = @{ Configuration = $Configuration }
$looks = @{
    light = @{ Page = '#ffffff'; Line = '#d0d7de'; Text = '#1f2328'; '1' = '#1f2328'; '2' = '#59636e'; '31' = '#b3261e'; '32' = '#116149'; '33' = '#8a5600'; '36' = '#0b5cad' }
    dark  = @{ Page = '#0d1117'; Line = '#30363d'; Text = '#e6edf3'; '1' = '#ffffff'; '2' = '#9198a1'; '31' = '#ff7a70'; '32' = '#5fd0a8'; '33' = '#dfa233'; '36' = '#6cb6ff' }
}

function Get-Story {
    <# The commands and what they wrote, as lines of a terminal. #>
    $text = Get-Content -LiteralPath $storyPath -Raw
    $fence = '```'
    $again = Join-Path ([IO.Path]::GetTempPath()) "story-$([guid]::NewGuid()).md"
    $source = "$again.source"
    try {
        # A port that is free.
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()
        Set-Content -LiteralPath $source $text.Replace('9229', "$port") -NoNewline
        & (Join-Path $PSScriptRoot 'Update-Tour.ps1') -Path $source -Destination $again @commandLine -Color
        $text = (Get-Content -LiteralPath $again -Raw).Replace("$port", '9229')
    }
    finally {
        Remove-Item -LiteralPath $source, $again -Force -ErrorAction Ignore
    }

    $first = $true
    foreach ($step in [regex]::Matches($text, "(?ms)^${fence}sh\r?\n(?<command>.*?)^$fence\r?\n\s*^${fence}text\r?\n(?<screen>.*?)^$fence")) {
        if (-not $first) { '' }
        $first = $false
        "`e[32m`$`e[0m `e[1m$($step.Groups['command'].Value.Trim())`e[0m"
        $step.Groups['screen'].Value.TrimEnd("`n") -split "`n"
    }
}

function Split-Line {
    <# A line as pieces of one look each, in rows that fit the width; words stay whole where they can. #>
    param([string] $Line)

    $look = 'Text'
    $row = [System.Collections.Generic.List[object]]::new()
    $used = 0
    foreach ($part in [regex]::Matches($Line, "`e\[(?<look>\d*)m|(?<text>[^`e]+)")) {
        if (-not $part.Groups['text'].Success) {
            $look = $part.Groups['look'].Value -in '', '0' ? 'Text' : $part.Groups['look'].Value
            continue
        }

        foreach ($word in [regex]::Matches($part.Value, '\S+|\s+').Value) {
            if ($used -gt 0 -and $used + $word.Length -gt $columns) {
                , $row.ToArray()
                $row.Clear()
                $used = 0
                if ($word.Trim() -eq '') { continue }
            }

            $row.Add([pscustomobject]@{ Look = $look; Text = $word })
            $used += $word.Length
        }
    }

    , $row.ToArray()
}

function ConvertTo-Svg {
    param([object[]] $Rows, [string] $Look, [string] $Description)

    $colors = $looks[$Look]
    $cell, $height, $margin = 8.4, 20, 20
    $width = $columns * $cell + 2 * $margin
    $tall = $Rows.Count * $height + 2 * $margin
    $culture = [cultureinfo]::InvariantCulture
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-labelledby="title desc">' -f $width.ToString($culture), $tall
    '<title id="title">A terminal with cognito-unlink</title>'
    "<desc id=`"desc`">$([System.Net.WebUtility]::HtmlEncode($Description))</desc>"
    '<style>text{{font:14px ui-monospace,"Cascadia Mono","SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre;fill:{0}}}' -f $colors.Text
    foreach ($name in '1', '2', '31', '32', '33', '36') { ".c$name{fill:$($colors[$name])$($name -eq '1' ? ';font-weight:600' : '')}" }
    '</style>'
    '<rect x="0.5" y="0.5" width="{0}" height="{1}" rx="8" fill="{2}" stroke="{3}"/>' -f ($width - 1).ToString($culture), ($tall - 1), $colors.Page, $colors.Line
    $y = $margin + 14
    foreach ($row in $Rows) {
        $length = ($row | Measure-Object -Sum { $_.Text.Length }).Sum
        if ($length -gt 0) {
            # With its length given, columns stay in line whatever font there is.
            $spans = -join ($row | ForEach-Object {
                    $text = [System.Net.WebUtility]::HtmlEncode($_.Text)
                    $_.Look -eq 'Text' ? $text : "<tspan class=`"c$($_.Look)`">$text</tspan>"
                })
            '<text x="{0}" y="{1}" textLength="{2}" xml:space="preserve">{3}</text>' -f $margin, $y, ($length * $cell).ToString('0.##', $culture), $spans.Replace('</tspan><tspan class="c1">', '')
        }

        $y += $height
    }
    '</svg>'
}

function Write-Journal {
    <# A run that is worth a picture: some are refused, some throttled, some fail. #>
    Remove-Item -LiteralPath $journalPath -ErrorAction Ignore
    $null = Start-CGIPLocalUserPool 240
    try {
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -Every 7 -ErrorCode TooManyRequestsException
        Set-CGIPLocalUserPoolFault -Operation AdminDisableProviderForUser -Every 41 -ErrorCode NotAuthorizedException
        $null = Get-CGIPLinkedIdentity $poolId -ProviderName Okta |
            Disable-CGIPProviderForUser -Force -Verify -RequestsPerSecond 25 -JournalPath $journalPath -ErrorAction SilentlyContinue 6> $null
    }
    finally {
        Stop-CGIPLocalUserPool
    }
}

function Get-PageText {
    <# What a person reads on a page, without when it was written and by which version. #>
    param([string] $Path)

    $text = (Get-Content -LiteralPath $Path -Raw) -replace '(?s)<(style|script)\b.*?</\1>' -replace '(?s)<footer>.*?</footer>' -replace '<[^>]*>', ' '
    [System.Net.WebUtility]::HtmlDecode($text) -split '\r?\n' | ForEach-Object { ($_ -replace '\s+', ' ').Trim() } | Where-Object { $_ }
}

function Write-Screenshot {
    param([string] $Page, [string] $Look, [string] $Picture)

    $chromium = (Get-Command chromium, chromium-browser, google-chrome -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source
    if (-not $chromium) { throw 'The pictures of the report want Chromium.' }

    # The page's own button sets the same.
    $themed = Join-Path ([IO.Path]::GetTempPath()) "report-$([guid]::NewGuid()).html"
    $profileFolder = New-Item (Join-Path ([IO.Path]::GetTempPath()) "chromium-$([guid]::NewGuid())") -ItemType Directory
    try {
        (Get-Content -LiteralPath $Page -Raw).Replace('<html lang="en">', "<html lang=`"en`" data-theme=`"$Look`">") | Set-Content -LiteralPath $themed -NoNewline
        $options = '--headless=new', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', '--no-first-run', '--disable-background-networking', "--user-data-dir=$profileFolder",
        '--window-size=1200,1010', '--force-device-scale-factor=1.5', "--screenshot=$Picture", "file://$themed"
        & $chromium @options 2> $null | Out-Null
        if (-not (Test-Path -LiteralPath $Picture)) { throw "Chromium made no picture of '$Page'." }
    }
    finally {
        Remove-Item -LiteralPath $themed, $profileFolder -Recurse -Force -ErrorAction Ignore
    }
}

if (-not $PSCmdlet.ShouldProcess($Destination)) { return }

$null = New-Item $Destination -ItemType Directory -Force
if ('Story' -in $Only) {
    $rows = Get-Story | ForEach-Object { Split-Line $_ }
    $description = 'cognito-unlink takes Okta away from the users of a small user pool, refuses those who would be locked out, writes a report, and links everybody again.'
    foreach ($look in $looks.Keys) {
        ConvertTo-Svg -Rows $rows -Look $look -Description $description | Set-Content -LiteralPath (Join-Path $Destination "story-$look.svg")
    }
}

if ('Report' -in $Only -or 'Text' -in $Only) {
    Import-Module (Join-Path $root 'out/CognitoUnlink')
    if ($Record) { Write-Journal }
    $page = Join-Path ([IO.Path]::GetTempPath()) "report-$([guid]::NewGuid()).html"
    try {
        $null = Export-CGIPUnlinkReport $journalPath $page -Title 'Okta retired' -Confirm:$false
        Get-PageText $page | Set-Content -LiteralPath (Join-Path $Destination 'report.txt')
        foreach ($look in 'Report' -in $Only ? $looks.Keys : @()) { Write-Screenshot -Page $page -Look $look -Picture (Join-Path $Destination "report-$look.png") }
    }
    finally {
        Remove-Item -LiteralPath $page -ErrorAction Ignore
    }
}
