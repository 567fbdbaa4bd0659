using System.Management.Automation;

namespace CognitoUnlink.PowerShell.Input;

/// <summary>
/// Takes the region's name from an object of AWS.Tools or of any AWS SDK for .NET. Only names of properties count, never types; what has
/// none of them stays what it is, and is refused as no region.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RegionTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>The name in an object: SystemName of a RegionEndpoint, Region of what Get-AWSRegion gives. Null for text, and for what has neither.</summary>
    public static string? NameOf(object? value)
    {
        if ((value is PSObject wrapped ? wrapped.BaseObject : value) is null or string)
        {
            return null;
        }

        var row = new PipelineRow(PSObject.AsPSObject(value));
        return row.Text("SystemName") ?? row.Text("Region");
    }

    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => NameOf(inputData) ?? inputData;
}
