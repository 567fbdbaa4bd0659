using CognitoUnlink.Errors;

namespace CognitoUnlink.Unlinking;

/// <summary>A request brought no clear answer, and no read could settle it: nobody knows whether it was carried out.</summary>
/// <param name="problem">The failure, in words for a person.</param>
internal sealed class UncertainException(CognitoUnlinkException problem) : Exception(problem.Message, problem)
{
    public CognitoUnlinkException Problem => problem;

    /// <summary>After a change failed, the user could not be read.</summary>
    /// <param name="change">How the change failed.</param>
    /// <param name="read">How the read failed.</param>
    public static UncertainException After(CognitoException change, CognitoUnlinkException read) => new(read.Saying(
        $"The service answered '{change.Message}', but whether the identity is unlinked is not known, since the user could not be read back: {read.Message}"));

    /// <summary>A password sign-in could not be deactivated, as the service says.</summary>
    /// <param name="change">How the change failed.</param>
    public static UncertainException OfPassword(CognitoException change) => new(change.Saying(
        $"The service answered '{change.Message}', but whether the password sign-in is deactivated is not known, since no read shows it. This process counts it as gone."));
}
