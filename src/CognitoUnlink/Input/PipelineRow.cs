using System.Management.Automation;
using CognitoUnlink.Input;

namespace CognitoUnlink.PowerShell.Input;

/// <summary>A piped object, its deserialized form, a row of CSV or JSON. Only names count, never types.</summary>
/// <param name="input">The object.</param>
internal sealed class PipelineRow(PSObject? input) : IRow
{
    /// <summary>Whether the object names an identity rather than a user.</summary>
    public static bool IsIdentity(PSObject? input) => IdentityRow.IsIdentity(new PipelineRow(input));

    /// <inheritdoc/>
    public bool Has(string name) => PipelineValue.Has(input, name);

    /// <inheritdoc/>
    public string? Text(string name) => PipelineValue.Text(input, name);
}
