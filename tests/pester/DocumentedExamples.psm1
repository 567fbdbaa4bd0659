# Runs the PowerShell code on a Markdown page as a reader would: in order, in its own session and an empty folder.
#
# ```powershell          is run, and must not write an error
# ```powershell fails    is run, and must write one
# ```powershell norun    is not run: it needs AWS, or AWS.Tools
# ```output              is the output of the block above it; ... matches any text, or any lines if it is on its own line
#
# Commands do not prompt. The local user pool eu-west-1_Example is running, and its id is in $pool.

Import-Module (Join-Path $PSScriptRoot 'TestSupport.psm1')
$script:Root = Resolve-Path (Join-Path $PSScriptRoot '../..')

function Get-DocumentedPage {
    <# The pages with examples: the README, and docs/. #>
    [CmdletBinding()]
    [OutputType([string])]
    param()

    'README.md'
    Get-ChildItem (Join-Path $script:Root 'docs') -Recurse -Filter *.md |
        ForEach-Object { [IO.Path]::GetRelativePath($script:Root, $_.FullName).Replace('\', '/') } |
        Sort-Object
}

function Get-DocumentedExample {
    <# The PowerShell blocks on a page. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)][string] $Page)

    $text = (Get-Content -Raw (Join-Path $script:Root $Page)).Replace("`r`n", "`n")
    foreach ($match in [regex]::Matches($text, '(?ms)^```powershell(?: (?<mark>\w+))?\n(?<code>.*?)\n```\n(?:\n```output\n(?<output>.*?)\n```$)?')) {
        [pscustomobject]@{
            Page   = $Page
            Line   = $text.Substring(0, $match.Index).Split("`n").Count
            Mark   = $match.Groups['mark'].Value
            Code   = $match.Groups['code'].Value
            Output = $match.Groups['output'].Success ? $match.Groups['output'].Value : $null
        }
    }
}

function Invoke-DocumentedExample {
    <# Runs the examples on a page and returns an object for each. #>
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)][string] $Page,
        [Parameter(Mandatory)][string] $Folder
    )

    $module = Get-ModulePath
    $blocks = @(Get-DocumentedExample $Page | Where-Object Mark -NE norun)
    foreach ($block in $blocks) { $block.Code = $block.Code.Replace('./out/CognitoUnlink', "'$module'") }
    # About topics have less room for code.
    $width = $Page -like 'docs/about/*' ? 72 : 96
    $runspace = [runspacefactory]::CreateRunspace()
    $runspace.Open()
    try {
        $shell = [powershell]::Create($runspace).AddCommand((Join-Path $PSScriptRoot 'Invoke-Example.ps1'))
        $shell.AddParameters(@{ Block = $blocks; Folder = $Folder; ModulePath = $module; Width = $width }).Invoke()
    }
    finally {
        $runspace.Dispose()
    }
}

function Test-DocumentedOutput {
    <# Whether the lines are what a page promises. #>
    [CmdletBinding()]
    param([Parameter(Mandatory)][AllowEmptyString()][string] $Promised, [AllowEmptyString()][AllowEmptyCollection()][string[]] $Written)

    $pattern = foreach ($line in $Promised.Split("`n").Trim() | Where-Object { $_ }) {
        $line -eq '...' ? '(?:[^\n]*\n)*' : ((($line -split '\s+' | ForEach-Object { [regex]::Escape($_).Replace('\.\.\.', '[^\n]*') }) -join ' +') + '\n')
    }
    $text = -join ($Written | ForEach-Object Trim | Where-Object { $_ } | ForEach-Object { "$_`n" })
    $text -cmatch "^$(-join $pattern)`$"
}

Export-ModuleMember -Function *
