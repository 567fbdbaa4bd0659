<#
.SYNOPSIS
    Runs examples in this session, statement by statement, and returns an object with the output and errors of each.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)][object[]] $Block,
    [Parameter(Mandatory)][string] $Folder,
    [Parameter(Mandatory)][string] $ModulePath,
    [Parameter(Mandatory)][int] $Width
)

$__example = @{ Blocks = $Block; Width = $Width }
$PSStyle.OutputRendering = 'PlainText'
$ProgressPreference = 'SilentlyContinue'
$ConfirmPreference = 'None'
Set-Location -LiteralPath $Folder
Import-Module $ModulePath -Global
$pool = (Start-CGIPLocalUserPool 300 -UserPoolId eu-west-1_Example).UserPoolId

foreach ($__block in $__example.Blocks) {
    $__lines = [Collections.Generic.List[string]]::new()
    $__errors = [Collections.Generic.List[string]]::new()
    try {
        # Each statement is shown on its own, as at the prompt.
        foreach ($__statement in [scriptblock]::Create($__block.Code).Ast.EndBlock.Statements) {
            . ([scriptblock]::Create($__statement.Extent.Text)) 2>&1 3>$null |
                Where-Object { if ($_ -is [Management.Automation.ErrorRecord]) { $__errors.Add("$($_.FullyQualifiedErrorId): $_") } else { $true } } |
                Out-String -Stream -Width $__example.Width |
                ForEach-Object { $__lines.Add($_) }
        }
    }
    catch {
        $__errors.Add("$($_.FullyQualifiedErrorId): $_")
    }

    [pscustomobject]@{ Line = $__block.Line; Mark = $__block.Mark; Promised = $__block.Output; Written = $__lines; Errors = $__errors }
}

Stop-CGIPLocalUserPool
