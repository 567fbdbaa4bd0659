using System.Management.Automation;

namespace CognitoUnlink.PowerShell.Input;

/// <summary>Tells credentials from users in the pipeline: by the name of the class that those of every AWS SDK for .NET derive from.</summary>
internal static class PipedCredential
{
    private const string BaseType = "Amazon.Runtime.AWSCredentials";

    /// <summary>The credentials that were piped; null when something else was.</summary>
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
}
