using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using CognitoUnlink.Reporting;

namespace CognitoUnlink.PowerShell.Input;

/// <summary>
/// Takes what a command found also after it travelled through JSON or Clixml, and out of the object with items that the command line writes. What lacks
/// a property is refused: the engine takes an invalid cast in the pipeline for "does not bind".
/// </summary>
/// <typeparam name="T">What was found.</typeparam>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FoundTransformationAttribute<T> : ArgumentTransformationAttribute
    where T : class
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = BaseOf(inputData);
        if (value is not IList && PSObject.AsPSObject(inputData).Properties["items"]?.Value is { } items)
        {
            value = BaseOf(items);
        }

        object?[] all = value is IList list ? [.. list.Cast<object?>()] : [inputData];
        try
        {
            return all.Select(each => BaseOf(each) is T found ? found : Read(each)).ToArray();
        }
        catch (JsonException problem)
        {
            // Otherwise the engine would make one of whatever properties it finds.
            throw new ArgumentTransformationMetadataException($"This is no {typeof(T).Name}: {problem.Message}", new PSInvalidCastException());
        }
    }

    private static T Read(object? value)
    {
        var properties = PSObject.AsPSObject(value ?? string.Empty).Properties.ToDictionary(property => property.Name, property => PlainOf(BaseOf(property.Value)), StringComparer.OrdinalIgnoreCase);
        return FoundJson.Read<T>(JsonSerializer.SerializeToElement(properties)).Items[0];
    }

    // Enums and times keep their form; whatever else there is counts as text.
    private static object? PlainOf(object? value) => value switch
    {
        null or string or bool or int or long or double or DateTime => value,
        IEnumerable several => several.Cast<object?>().Select(each => BaseOf(each)?.ToString()).ToArray(),
        _ => value.ToString(),
    };

    private static object? BaseOf(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
