using System.Management.Automation;
using CognitoUnlink.Errors;

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

    /// <summary>
    /// Refuses them where users are changed. They would hold for one record, and the next user would be looked for in another account;
    /// passed over, they would leave the whole command to another account.
    /// </summary>
    /// <exception cref="UnlinkException"><see cref="ErrorId.CredentialPiped"/>.</exception>
    public static void Refuse(PSObject? input)
    {
        if (Of(input) is not null)
        {
            throw new UnlinkException(ErrorId.CredentialPiped, "Nothing was sent: credentials were piped where users are expected, and they would hold for one of them only.");
        }
    }
}
