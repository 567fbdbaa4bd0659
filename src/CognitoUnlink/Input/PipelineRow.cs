using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Internal;
using CognitoUnlink.Errors;
using CognitoUnlink.Input;

namespace CognitoUnlink.PowerShell.Input;

/// <summary>
/// A piped object as a row: AWS.Tools' objects of any SDK version, this module's, their deserialized forms, rows of CSV and JSON.
/// Only names count, never types.
/// </summary>
internal sealed class PipelineRow(PSObject? input) : IRow
{
    // The value of a property that throws.
    private static readonly object s_broken = new();

    /// <summary>Whether it is no row: output of Format-Table or the like, which is only for display, or a list, whose values have no names.</summary>
    public bool IsNoRow => IsFormatted || IsList;

    private bool IsFormatted => input?.BaseObject.GetType().FullName?.StartsWith("Microsoft.PowerShell.Commands.Internal.Format.", StringComparison.Ordinal) == true;

    private bool IsList => LanguagePrimitives.GetEnumerable(input) is not null;

    /// <summary>Refuses what is no row.</summary>
    /// <exception cref="UnlinkException"><see cref="ErrorId.FormattedObject"/>; <see cref="ErrorId.RowNotReadable"/>.</exception>
    public static void CheckForm(PSObject? input)
    {
        var row = new PipelineRow(input);
        if (row.IsList)
        {
            throw IsTable();
        }

        if (row.IsFormatted)
        {
            throw new UnlinkException(ErrorId.FormattedObject, "Nothing was sent: the piped objects went through Format-Table or another Format- command, and can no longer be used.");
        }
    }

    /// <summary>Refuses a piped string where an identity is needed: a username does not show what was unlinked.</summary>
    /// <exception cref="UnlinkException"><see cref="ErrorId.NotAUser"/>.</exception>
    public static void RefuseText(PSObject? input)
    {
        if (input?.BaseObject is string)
        {
            throw new UnlinkException(
                ErrorId.NotAUser,
                "Nothing was sent: the pipeline input is a string, which does not show which identities to link. Pipe records from Get-CGIPUnlinkJournal, results of Disable-CGIPProviderForUser or identities from Get-CGIPLinkedIdentity.");
        }
    }

    /// <summary>The error for a list that is a row of a table without a heading.</summary>
    public static UnlinkException IsTable() => JsonRow.NotReadable(NameLine.IsTable);

    /// <summary>The error for something that is not a user, such as nothing in a list.</summary>
    public static UnlinkException NotAUser() => new(ErrorId.NotAUser, "The pipeline input contains something that is not a user.");

    public IEnumerable<string> Names => input?.BaseObject is IDictionary table
        ? table.Keys.OfType<string>().Concat(input.Properties.Where(IsAdded).Select(property => property.Name))
        : input?.Properties.Select(property => property.Name) ?? [];

    /// <inheritdoc/>
    public bool IsText => input?.BaseObject is PSCustomObject && input.Properties.All(property => ValueOf(property) is null or string);

    public bool Has(string name) => (input?.BaseObject is IDictionary table && KeyOf(table, name) is not null) || Property(name) is not null;

    public string? Text(string name)
    {
        var text = Value(name) switch
        {
            null => null,

            // A saved ConstantClass of the SDK: its text is in Value.
            { BaseObject: PSCustomObject or IDictionary } saved => new PipelineRow(saved).Has("Value") ? new PipelineRow(saved).Text("Value") : TextOfDeserialized(saved),
            { BaseObject: IEnumerable and not string } => null,
            var single => single.BaseObject.ToString(),
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }

    public IRow? Row(string name) => Value(name) is { BaseObject: IDictionary or (not IEnumerable and not ValueType) } value ? new PipelineRow(value) : null;

    // Version 4 of the SDK has null for an empty list in an answer.
    public IEnumerable<IRow?>? Rows(string name) =>
        Value(name) is { BaseObject: IEnumerable list and not string and not IDictionary } ? list.Cast<object?>().Select(One)
        : name == "Users" && Has(name) && Has("ResponseMetadata") && Value(name) is null && !IsBroken(name) ? []
        : null;

    public bool IsBroken(string name) => ReferenceEquals(ValueOf(Property(name)), s_broken);

    private PSObject? Value(string name)
    {
        var value = input?.BaseObject is IDictionary table && KeyOf(table, name) is { } key ? table[key] : ValueOf(Property(name));
        return value is null or DBNull || value == AutomationNull.Value || ReferenceEquals(value, s_broken) ? null : PSObject.AsPSObject(value);
    }

    // A hashtable's own properties, such as Count, are no columns; those that were added to it are.
    private PSPropertyInfo? Property(string name) =>
        input?.Properties[name] is { } property && (input.BaseObject is not IDictionary || IsAdded(property)) ? property : null;

    private static bool IsAdded(PSPropertyInfo property) => property.MemberType != PSMemberTypes.Property;

    private static object? ValueOf(PSPropertyInfo? property)
    {
        try
        {
            return property?.Value;
        }
        catch (GetValueException)
        {
            return s_broken;
        }
    }

    private static string? TextOfDeserialized(PSObject value) =>
        value.TypeNames.Any(type => type.StartsWith("Deserialized.", StringComparison.Ordinal)) ? value.ToString() : null;

    private static IRow? One(object? item) => item switch
    {
        null => null,
        string name => TextRow.OfUser(name),
        PSObject { BaseObject: string name } => TextRow.OfUser(name),
        _ => new PipelineRow(PSObject.AsPSObject(item)),
    };

    // Hashtables ignore case, but those of ConvertFrom-Json -AsHashtable do not.
    private static string? KeyOf(IDictionary table, string name) =>
        table.Contains(name) ? name : table.Keys.OfType<string>().FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Recognizes piped credentials by the name of the class from which those of every AWS SDK for .NET derive.</summary>
internal static class PipedCredential
{
    private const string BaseType = "Amazon.Runtime.AWSCredentials";

    /// <summary>The piped credentials; null if something else was piped.</summary>
    public static object? Of(PSObject? input)
    {
        for (var type = input?.BaseObject.GetType(); type is not null; type = type.BaseType)
        {
            if (type.FullName == BaseType)
            {
                return input!.BaseObject;
            }
        }

        return null;
    }

    /// <summary>
    /// Refuses them where users are changed. They would apply to one record, and the next user would be looked up in another account;
    /// if ignored, the whole command would run against another account.
    /// </summary>
    /// <exception cref="UnlinkException"><see cref="ErrorId.CredentialPiped"/>.</exception>
    public static void Refuse(PSObject? input)
    {
        if (Of(input) is not null)
        {
            throw new UnlinkException(ErrorId.CredentialPiped, "Nothing was sent: credentials were piped where users are expected, and they would apply to only one of them.");
        }
    }
}
