using System.Management.Automation;

namespace Decoy.AwsSdkV4;

/// <summary>Stands for another module's cmdlet that uses its own AWSSDK.Core and AWSSDK.SecurityToken.</summary>
[Cmdlet(VerbsCommon.Get, "DecoySdkVersion")]
public sealed class GetDecoySdkVersionCommand : PSCmdlet
{
    protected override void ProcessRecord()
    {
        var credentials = new Amazon.Runtime.BasicAWSCredentials("decoy", "decoy");
        WriteObject(credentials.GetType().Assembly.GetName().Version);
        WriteObject(typeof(Amazon.SecurityToken.AmazonSecurityTokenServiceClient).Assembly.GetName().Version);
    }
}
