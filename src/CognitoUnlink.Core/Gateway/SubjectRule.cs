using CognitoUnlink.Errors;

namespace CognitoUnlink.Gateway;

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
                $"Nothing was sent: '{subject}' looks like a federated username. The prefix '{subject[..prefix.Length]}' is not part of the subject.");
        }
    }
}
