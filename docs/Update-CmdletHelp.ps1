#Requires -Version 7.4
<#
.SYNOPSIS
    Writes what the built module knows of itself into the pages of its cmdlets.

.DESCRIPTION
    Of each page it replaces the syntax and the facts of each parameter, the blocks of YAML. Everything else is written by
    hand. A parameter that is new wants a heading and a description first.

.EXAMPLE
    ./build.ps1
    ./docs/Update-CmdletHelp.ps1
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The folder with the pages.
    [string] $Path = (Join-Path $PSScriptRoot 'cmdlets'),

    # The built module.
    [string] $ModulePath = (Join-Path $PSScriptRoot '../out/CognitoUnlink')
)

$ErrorActionPreference = 'Stop'
Import-Module $ModulePath

function Get-TypeText([type] $Type) {
    [Nullable]::GetUnderlyingType($Type)?.Name ?? $Type.Name
}

function Get-DefaultText($Command, $Parameter, [bool] $IsRequired) {
    if ($Parameter.SwitchParameter) { return 'False' }
    $value = $IsRequired ? $null : $Command.ImplementingType.GetProperty($Parameter.Name)?.GetValue([Activator]::CreateInstance($Command.ImplementingType))
    $text = @($value) -join ', '
    $text ? [string]::Format([cultureinfo]::InvariantCulture, '{0}', $text) : 'None'
}

function Get-Pipeline($Attribute) {
    $ways = @(if ($Attribute.ValueFromPipelineByPropertyName) { 'ByPropertyName' }; if ($Attribute.ValueFromPipeline) { 'ByValue' })
    $ways ? "True ($($ways -join ', '))" : 'False'
}

function Get-FactText($Command, $Name) {
    $parameter = $Command.Parameters[$Name]
    $order = @($Command.ParameterSets.Name)
    $isRequired = [bool] ($parameter.ParameterSets.Values.IsMandatory -contains $true)
    $kinds = $parameter.ParameterSets.GetEnumerator() |
        Sort-Object { $order.IndexOf($_.Key) } |
        Group-Object { "$($_.Value.IsMandatory)|$($_.Value.Position)|$(Get-Pipeline $_.Value)" } |
        Sort-Object { $order.IndexOf($_.Group[0].Key) }
    $element = $parameter.ParameterType.IsArray ? $parameter.ParameterType.GetElementType() : $parameter.ParameterType
    foreach ($kind in $kinds) {
        $set = $kind.Group[0].Value
        $sets = @($kind.Group.Key)
        $isAll = $sets -contains '__AllParameterSets' -or $sets.Count -eq $order.Count
        '```yaml'
        "Type: $(Get-TypeText $parameter.ParameterType)"
        "Parameter Sets: $($isAll ? '(All)' : $sets -join ', ')"
        "Aliases: $($parameter.Aliases -join ', ')".TrimEnd()
        if ($element.IsEnum) { "Accepted values: $([enum]::GetNames($element) -join ', ')" }
        "Required: $($set.IsMandatory)"
        "Position: $($set.Position -lt 0 ? 'Named' : $set.Position)"
        "Default value: $(Get-DefaultText -Command $Command -Parameter $parameter -IsRequired $isRequired)"
        "Accept pipeline input: $(Get-Pipeline $set)"
        "Accept wildcard characters: $($parameter.Attributes.TypeId -contains [Management.Automation.SupportsWildcardsAttribute])"
        '```'
        ''
    }
}

function Get-SyntaxText($Command) {
    $texts = @(($Command | Get-Command -Syntax) -split '\r?\n' | Where-Object { $_ })
    for ($i = 0; $i -lt $texts.Count; $i++) {
        $set = $Command.ParameterSets[$i]
        if ($texts.Count -gt 1) {
            "### $($set.Name)$($set.IsDefault ? ' (Default)' : '')"
            ''
        }

        # What is hidden from help is not for people to type.
        foreach ($hidden in $set.Parameters | Where-Object { $Command.Parameters[$_.Name].Attributes.DontShow -contains $true }) {
            $texts[$i] = $texts[$i] -replace "\[-$($hidden.Name)( <\w+>)?\] "
        }

        '```'
        $line = ''
        foreach ($part in [regex]::Matches($texts[$i], '\[\[-.*?\] <[^>]*>\]|\[-\w+\] <[^>]*>|\[.*?(?<!\[)\](?= |$)|-\w+( <[^>]*>)?|\S+').Value) {
            if ($line.Length + 1 + $part.Length -gt 100) { $line; $line = '  ' }
            $line += ($line.Trim() ? ' ' : '') + $part
        }

        $line
        '```'
        ''
    }
}

$commands = Get-Command -Module CognitoUnlink
foreach ($page in Get-ChildItem $Path -Filter *.md) {
    $own = $commands | Where-Object Name -EQ $page.BaseName
    if (-not $own -and $page.BaseName -like '*-CGIP*') { throw "$($page.Name): the module has no such command." }
    $lines = [Collections.Generic.List[string]]::new()
    $parameter = $null
    $skips = $false
    $isFact = $false
    foreach ($line in (Get-Content -LiteralPath $page.FullName) + '## ') {
        if ($line -match '^###? ') {
            if ($parameter) { (Get-FactText $command $parameter) | ForEach-Object { $lines.Add($_) } }
            $skips = $skips -and $line -match '^### '
            $parameter = $null
        }

        if ($line -eq '```yaml') { $isFact = $true }
        if (-not $skips -and -not $isFact) { $lines.Add($line) }
        if ($line -eq '```') { $isFact = $false }

        if ($line -eq '## SYNTAX' -and $own) {
            $lines.Add('')
            Get-SyntaxText $own | ForEach-Object { $lines.Add($_) }
            $skips = $true
        }
        elseif ($line -match '^### -(\w+)$') {
            $parameter = $Matches[1]
            $command = $own ?? ($commands | Sort-Object { $_.Noun -ne 'CGIPProviderForUser' }, Name | Where-Object { $_.Parameters.ContainsKey($parameter) } | Select-Object -First 1)
            if (-not $command.Parameters.ContainsKey($parameter)) { throw "$($page.Name): there is no parameter -$parameter." }
        }
    }

    $lines.RemoveAt($lines.Count - 1)
    $text = (($lines -join "`n") -replace '\n{3,}', "`n`n").TrimEnd() + "`n"
    if ($text -cne (Get-Content -Raw -LiteralPath $page.FullName) -and $PSCmdlet.ShouldProcess($page.Name, 'Update')) {
        Set-Content -LiteralPath $page.FullName -Value $text -NoNewline
    }
}
