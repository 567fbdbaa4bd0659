using System.Collections;
using System.Management.Automation;
using CognitoUnlink.Gateway;
using CognitoUnlink.Input;
using CognitoUnlink.Texts;

namespace CognitoUnlink.PowerShell.Input;

/// <summary>
/// Lets strings be piped as usernames without turning any other object into one by ToString(): the engine treats an
/// invalid cast during pipeline binding as "does not bind" and continues.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UsernameTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// Whether every object binds: by its username, or an empty one. With piped input the engine uses the default parameter set, where the username
    /// is mandatory, and its own error for rows without one would not help.
    /// </summary>
    public bool LetsRowsPass { get; set; }

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = FoundObjects.BaseOf(inputData);
        if (value is null || IsText(value) || (value is IList { Count: > 0 } list && list.Cast<object?>().All(each => IsText(FoundObjects.BaseOf(each)))))
        {
            return inputData;
        }

        var username = new PipelineRow(PSObject.AsPSObject(inputData)).Text("Username");
        return (value is IDictionary ? username : null)
            ?? (LetsRowsPass ? username ?? string.Empty : throw new ArgumentTransformationMetadataException($"An object of type {value.GetType().Name} is not a username.", new PSInvalidCastException()));

        static bool IsText(object? value) => value is string or int or long or Guid;
    }
}

/// <summary>
/// Takes the user pool from objects that name one, and from pools themselves. An object without a pool binds an empty id, because the engine's own error
/// would not say what is missing.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UserPoolIdTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) => PoolOf(inputData);

    /// <summary>The pool that an object names or is; empty if neither. The Id of something that names a user is not that of a pool.</summary>
    public static string PoolOf(object? given)
    {
        if (FoundObjects.BaseOf(given) is null or string)
        {
            return $"{given}";
        }

        var row = new PipelineRow(PSObject.AsPSObject(given));
        return row.Text("UserPoolId") ?? (!RowReader.CanSay(row) && row.Text("Id") is { } id && UserPoolIdRule.HasRegion(id) ? id : string.Empty);
    }
}

/// <summary>Accepts Apple for SignInWithApple and Amazon for LoginWithAmazon.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SocialProviderTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        FoundObjects.BaseOf(inputData) is string name ? SocialProviders.NameOf(name) ?? name : inputData;
}

/// <summary>
/// Takes the region's name from an object of AWS.Tools or of any AWS SDK for .NET. Only names of properties count, never types. Other objects stay
/// as they are, and are refused as no region.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RegionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>The name in an object: SystemName of a RegionEndpoint, Region of what Get-AWSRegion gives. Null for text and objects with neither.</summary>
    public static string? NameOf(object? value)
    {
        if (FoundObjects.BaseOf(value) is null or string)
        {
            return null;
        }

        var row = new PipelineRow(PSObject.AsPSObject(value));
        return row.Text("SystemName") ?? row.Text("Region");
    }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => NameOf(inputData) ?? inputData;
}

/// <summary>Reads durations as people write them. PowerShell itself would read 25 as 25 ticks, and 90s as a number with the suffix of Int16.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        FoundObjects.BaseOf(inputData) switch
        {
            TimeSpan time when time >= TimeSpan.FromSeconds(1) && time <= TimeSpan.FromDays(30) => time,
            _ when Duration.Parse(LanguagePrimitives.ConvertTo<string>(inputData)) is { } time => time,
            _ => throw new ArgumentTransformationMetadataException($"'{Printable.Of(inputData?.ToString() ?? string.Empty)}' is not a duration between 1 second and 30 days. {Duration.Forms}"),
        };
}

/// <summary>
/// Takes paths as text and as file objects. Any other object would become the name of a file that does not exist: the engine treats an invalid cast
/// in the pipeline as "does not bind".
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PathTransformationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = FoundObjects.BaseOf(inputData);
        return (value is IList list ? list.Cast<object?>() : [value]).All(each => FoundObjects.BaseOf(each) is string or ValueType or FileSystemInfo or PathInfo)
            ? inputData
            : throw new ArgumentTransformationMetadataException($"This is not a path: {FoundObjects.Describe(inputData)}.", new PSInvalidCastException());
    }
}

/// <summary>Accepts a command's findings; other objects are refused.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FoundTransformationAttribute<T> : ArgumentTransformationAttribute
    where T : class
{
    // Otherwise the engine would build one from whatever properties it finds.
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        !FoundObjects.IsWhole(inputData)
            ? throw new ArgumentTransformationMetadataException("This output is not complete (isComplete is false). Pipe it, and the report says so, or run the command again.", new PSInvalidCastException())
            : FoundObjects.Of<T>(inputData) ?? throw new ArgumentTransformationMetadataException($"This is not a valid {typeof(T).Name}: {FoundObjects.Describe(inputData)}.", new PSInvalidCastException());
}
