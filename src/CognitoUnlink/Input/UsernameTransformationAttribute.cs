using System.Management.Automation;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.PowerShell.Input;

/// <summary>
/// Lets strings be piped as usernames without turning any other object into one by ToString(): the engine treats an
/// invalid cast during pipeline binding as "does not bind" and goes on.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UsernameTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is string or string[] or object[] or int or long or Guid
            ? inputData
            : throw new ArgumentTransformationMetadataException(
                $"An object of type {value?.GetType().Name} is not a {nameof(CognitoUser.Username)}.",
                new PSInvalidCastException());
    }
}
