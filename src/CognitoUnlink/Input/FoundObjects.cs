using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using CognitoUnlink.Reporting;
using CognitoUnlink.Texts;

namespace CognitoUnlink.PowerShell.Input;

/// <summary>Reads a command's findings, also after JSON or Clixml, and in the object with items that the command line writes.</summary>
internal static class FoundObjects
{
    /// <returns>Null if an object lacks a property or has another type.</returns>
    public static T[]? Of<T>(object? given)
        where T : class
    {
        try
        {
            var found = BaseOf(given) is not (null or IList) && PSObject.AsPSObject(given).Properties["items"]?.Value is { } items ? items : given;
            object?[] all = BaseOf(found) is IList list ? [.. list.Cast<object?>()] : [found];
            return [.. all.Select(each => BaseOf(each) as T ?? Read<T>(each))];
        }
        catch (Exception problem) when (problem is JsonException or GetValueException)
        {
            return null;
        }
    }

    /// <summary>Whether the command that wrote it could read everything.</summary>
    public static bool IsWhole(object? given) => BaseOf(given) switch
    {
        null => true,
        IList list => list.Cast<object?>().All(IsWhole),
        _ => PSObject.AsPSObject(given).Properties["isComplete"]?.Value is not false,
    };

    /// <summary>Describes an object by its type.</summary>
    public static string Describe(object? given) => BaseOf(given) switch
    {
        null => "null",
        string text => $"'{Printable.Of(text)}'",
        PSCustomObject => "a custom object",
        IList { Count: 0 } => "an empty list",
        IList list => $"a list of {BaseOf(list[0])?.GetType().Name ?? "null"} objects",
        var other => $"an object of type {other.GetType().Name}",
    };

    public static object? BaseOf(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static T Read<T>(object? value)
        where T : class
    {
        var properties = PSObject.AsPSObject(value ?? string.Empty).Properties.DistinctBy(property => property.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(property => property.Name, property => PlainOf(BaseOf(property.Value)), StringComparer.OrdinalIgnoreCase);
        return FoundJson.Read<T>(JsonSerializer.SerializeToElement(properties)).Items[0];
    }

    // Enums and times keep their form; everything else becomes text.
    private static object? PlainOf(object? value) => value switch
    {
        null or string or bool or int or long or double or DateTime => value,
        IEnumerable several => several.Cast<object?>().Select(each => BaseOf(each)?.ToString()).ToArray(),
        _ => value.ToString(),
    };
}
