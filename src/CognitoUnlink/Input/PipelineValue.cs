using System.Collections;
using System.Management.Automation;

namespace CognitoUnlink.PowerShell.Input;

/// <summary>Reads properties of piped objects by name.</summary>
internal static class PipelineValue
{
    /// <summary>Whether there is such a property.</summary>
    public static bool Has(PSObject? input, string name) =>
        input?.BaseObject is IDictionary table ? table.Contains(name) : input?.Properties[name] is not null;

    /// <summary>A property's value without its wrapper; null when there is none.</summary>
    public static object? Get(PSObject? input, string name)
    {
        var value = input?.BaseObject is IDictionary table ? table[name] : input?.Properties[name]?.Value;
        return value is PSObject wrapped ? wrapped.BaseObject : value;
    }

    /// <summary>A property's value as text; null when there is none, or it is empty or a list.</summary>
    public static string? Text(PSObject? input, string name)
    {
        var value = Get(input, name);
        var text = value is IEnumerable and not string ? null : value?.ToString();
        return string.IsNullOrEmpty(text) ? null : text;
    }
}
