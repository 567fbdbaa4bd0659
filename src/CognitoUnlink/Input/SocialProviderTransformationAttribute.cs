using System.Management.Automation;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.PowerShell.Input;

/// <summary>Takes Apple for SignInWithApple and Amazon for LoginWithAmazon.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SocialProviderTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string name ? SocialProviders.NameOf(name) ?? name : inputData;
}
