using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Linking;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Input;

/// <summary>
/// Reads identities from rows: a <see cref="LinkedIdentity"/>, a result or a record in any form, or columns named like the
/// parameters of one of Disable-CGIPProviderForUser's sets.
/// </summary>
public static class IdentityRow
{
    private const string SocialProviderColumn = "SocialProvider";
    private const string SubjectColumn = nameof(LinkedIdentity.Subject);

    // The first form that the row has all columns of is taken; without an attribute name it is Cognito_Subject.
    private static readonly Form[] s_forms =
    [
        new(nameof(LinkedIdentity.ProviderName), nameof(LinkedIdentity.ProviderAttributeName), nameof(LinkedIdentity.ProviderAttributeValue), IsShown: true),
        new("User_ProviderName", "User_ProviderAttributeName", "User_ProviderAttributeValue", IsShown: true),
        new(nameof(LinkedIdentity.ProviderName), nameof(LinkedIdentity.ProviderAttributeName), SubjectColumn, IsShown: true),
        new(nameof(LinkedIdentity.ProviderName), null, SubjectColumn, IsShown: true),
        new(SocialProviderColumn, null, SubjectColumn, IsShown: false),
        new("OidcProvider", null, SubjectColumn, IsShown: false),
        new("SamlProvider", "LinkedAttributeName", "LinkedAttributeValue", IsShown: false),
        new("SamlProvider", null, "NameId", IsShown: false),
    ];

    /// <summary>Whether the row has the columns of an identity, even if they are empty.</summary>
    /// <param name="row">The row.</param>
    public static bool IsIdentity(IRow row) => FormOf(row) is not null;

    /// <summary>Whether the row has a column for a provider, so that it is not just about a user.</summary>
    /// <param name="row">The row.</param>
    public static bool HasProvider(IRow row) => s_forms.Any(form => row.Has(form.Provider));

    /// <summary>The item that the row asks to unlink.</summary>
    /// <param name="row">A row with the columns of an identity.</param>
    /// <param name="userPoolId">The pool.</param>
    /// <param name="username">The user; null when the row has none.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.IncompleteRow"/>.</exception>
    public static UnlinkItem ToUnlinkItem(IRow row, string userPoolId, string? username) => new()
    {
        UserPoolId = userPoolId,
        Username = username,
        Target = Identity(row),
        ProviderType = row.Text(nameof(LinkedIdentity.ProviderType)),
        SeenOnSub = row.Text(nameof(LinkedIdentity.Sub)),
        MayTryMappedAttributes = FormOf(row)!.IsShown,
    };

    /// <summary>The item that the row asks to link again.</summary>
    /// <param name="row">The row.</param>
    /// <param name="userPoolId">The pool; null when the row is to say it.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.IncompleteRow"/>, <see cref="ErrorId.UsernameMissing"/>.</exception>
    public static LinkItem ToLinkItem(IRow row, string? userPoolId) => new()
    {
        UserPoolId = userPoolId ?? row.Text(nameof(LinkedIdentity.UserPoolId)) ?? throw Lacking(row, nameof(LinkedIdentity.UserPoolId)),
        Username = row.Text(nameof(LinkedIdentity.Username)) ?? throw new UnlinkException(
            ErrorId.UsernameMissing,
            "Nothing was sent: no user is named, and only a user can be linked to."),
        Source = Identity(row),
        ProviderType = row.Text(nameof(LinkedIdentity.ProviderType)),
        SeenOnSub = row.Text(nameof(LinkedIdentity.Sub)),
    };

    /// <summary>The provider and the value that the row names, as far as it does.</summary>
    /// <param name="row">The row.</param>
    internal static (string? Provider, string? Value) Named(IRow row) =>
        FormOf(row) is { } form ? (row.Text(form.Provider), row.Text(form.Value)) : (null, null);

    /// <summary>The error for a row without a value where one is needed.</summary>
    /// <param name="row">The row.</param>
    /// <param name="columns">What it lacks.</param>
    public static UnlinkException Lacking(IRow row, string columns)
    {
        var whose = row.Text(nameof(LinkedIdentity.Username)) is { } username ? $" of user '{username}'" : string.Empty;
        return new UnlinkException(ErrorId.IncompleteRow, $"Nothing was sent: an identity{whose} lacks a value for {columns}.");
    }

    private static ProviderUser Identity(IRow row)
    {
        var form = FormOf(row) ?? throw Lacking(row, s_forms[0].Columns);
        return row.Text(form.Provider) is { } provider
            && (form.Name is null ? ProviderUser.CognitoSubject : row.Text(form.Name)) is { } name
            && row.Text(form.Value) is { } value
                ? new ProviderUser(form.Provider == SocialProviderColumn ? Canonical(provider) : provider, name, value)
                : throw Lacking(row, form.Columns);
    }

    private static Form? FormOf(IRow row) => s_forms.FirstOrDefault(form => form.IsOf(row));

    private static string Canonical(string provider) =>
        Enum.TryParse<SocialProvider>(provider, ignoreCase: true, out var known) ? known.ToString() : provider;

    /// <summary>The columns of one form.</summary>
    /// <param name="Provider">The provider's name.</param>
    /// <param name="Name">The attribute's name; null for Cognito_Subject.</param>
    /// <param name="Value">The attribute's value.</param>
    /// <param name="IsShown">Whether it is what <c>identities</c> shows, which keeps no attribute name.</param>
    private sealed record Form(string Provider, string? Name, string Value, bool IsShown)
    {
        public string Columns => Name is null ? $"{Provider} or {Value}" : $"{Provider}, {Name} or {Value}";

        public bool IsOf(IRow row) => row.Has(Provider) && row.Has(Value) && (Name is null || row.Has(Name));
    }
}
