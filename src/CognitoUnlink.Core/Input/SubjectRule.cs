using CognitoUnlink.Errors;

namespace CognitoUnlink.Input;

/// <summary>
/// A federated username is the provider's name, an underscore and the subject; the service wants the subject alone.
/// <see href="https://github.com/aws/aws-sdk-go/issues/4218"/>
/// </summary>
public static class SubjectRule
{
    /// <summary>Refuses a subject that starts with its provider's name.</summary>
    /// <param name="providerName">The provider.</param>
    /// <param name="subject">The subject.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.SubjectHasProviderPrefix"/>.</exception>
    public static void Check(string providerName, string subject)
    {
        var prefix = providerName + "_";
        if (subject.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            throw new UnlinkException(
                ErrorId.SubjectHasProviderPrefix,
                $"'{subject}' looks like a federated username. Leave out the prefix '{subject[..prefix.Length]}' and give the subject exactly as in the user's 'identities': usernames may be in lower case where the subject is not. If the subject really starts so, name the user too (-Username) and it is checked against that user.");
        }
    }
}
