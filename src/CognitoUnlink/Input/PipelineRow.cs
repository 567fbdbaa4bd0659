using System.Management.Automation;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;

namespace CognitoUnlink.PowerShell.Input;

/// <summary>Reads a piped identity: an object of Get-CGIPLinkedIdentity, or a row of CSV or JSON with the same columns.</summary>
internal static class PipelineRow
{
    /// <summary>Whether the object names an identity rather than a user.</summary>
    public static bool IsIdentity(PSObject? input) =>
        PipelineValue.Get(input, nameof(LinkedIdentity.ProviderAttributeValue)) is not null
        || PipelineValue.Get(input, nameof(LinkedIdentity.ProviderAttributeName)) is not null;

    /// <summary>The identity; null when a column is empty.</summary>
    public static ProviderUser? Identity(PSObject? input) =>
        PipelineValue.Text(input, nameof(LinkedIdentity.ProviderName)) is { } provider
        && PipelineValue.Text(input, nameof(LinkedIdentity.ProviderAttributeName)) is { } name
        && PipelineValue.Text(input, nameof(LinkedIdentity.ProviderAttributeValue)) is { } value
            ? new ProviderUser(provider, name, value)
            : null;

    /// <summary>Whether it is as Get-CGIPLinkedIdentity read it, so that its user did have it.</summary>
    public static bool WasSeenLinked(PSObject? input) =>
        input is not null && (input.BaseObject is LinkedIdentity || input.TypeNames.Contains("Deserialized." + typeof(LinkedIdentity).FullName));
}
