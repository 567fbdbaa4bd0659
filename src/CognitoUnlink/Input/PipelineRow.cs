using System.Management.Automation;
using CognitoUnlink.Gateway;
using CognitoUnlink.Input;

namespace CognitoUnlink.PowerShell.Input;

/// <summary>
/// Reads a piped identity: an object of Get-CGIPLinkedIdentity, or a row of CSV or JSON whose columns are named like the
/// parameters of one of the sets.
/// </summary>
internal static class PipelineRow
{
    /// <summary>The columns that hold provider, attribute name and attribute value; no name stands for Cognito_Subject.</summary>
    private static readonly (string Provider, string? Name, string Value)[] s_forms =
    [
        ("ProviderName", "ProviderAttributeName", "ProviderAttributeValue"),
        ("User_ProviderName", "User_ProviderAttributeName", "User_ProviderAttributeValue"),
        ("SocialProvider", null, "Subject"),
        ("OidcProvider", null, "Subject"),
        ("SamlProvider", "LinkedAttributeName", "LinkedAttributeValue"),
        ("SamlProvider", null, "NameId"),
    ];

    /// <summary>Whether the object names an identity rather than a user.</summary>
    public static bool IsIdentity(PSObject? input) => s_forms.Any(form => Has(input, form));

    /// <summary>The identity; null when a column is empty.</summary>
    public static ProviderUser? Identity(PSObject? input)
    {
        var form = s_forms.FirstOrDefault(form => Has(input, form));
        return PipelineValue.Text(input, form.Provider) is { } provider
            && (form.Name is null ? ProviderUser.CognitoSubject : PipelineValue.Text(input, form.Name)) is { } name
            && PipelineValue.Text(input, form.Value) is { } value
                ? new ProviderUser(form.Provider == "SocialProvider" ? Canonical(provider) : provider, name, value)
                : null;
    }

    /// <summary>Whether the row names provider, attribute name and value, as <c>identities</c> shows them.</summary>
    public static bool HasAttributeName(PSObject input) => s_forms.Take(2).Any(form => Has(input, form));

    private static bool Has(PSObject? input, (string Provider, string? Name, string Value) form) =>
        PipelineValue.Has(input, form.Provider) && PipelineValue.Has(input, form.Value) && (form.Name is null || PipelineValue.Has(input, form.Name));

    private static string Canonical(string provider) =>
        Enum.TryParse<SocialProvider>(provider, ignoreCase: true, out var known) ? known.ToString() : provider;
}
