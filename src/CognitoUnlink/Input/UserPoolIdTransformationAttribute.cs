using System.Management.Automation;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.PowerShell.Input;

/// <summary>
/// Takes the user pool from whatever is piped. What does not say its pool binds as an empty one, since the engine would
/// otherwise turn each object away in words of its own, which do not say what is missing.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UserPoolIdTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether pools themselves may be piped: as strings of a pool id's form, and as objects with such an Id.</summary>
    public bool TakesPools { get; set; }

    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is string)
        {
            return value;
        }

        var row = new PipelineRow(PSObject.AsPSObject(inputData));
        return row.Text("UserPoolId") ?? (TakesPools && row.Text("Id") is { } id && UserPoolIdRule.HasRegion(id) ? id : string.Empty);
    }
}
