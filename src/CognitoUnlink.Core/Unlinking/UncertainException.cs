using CognitoUnlink.Errors;

namespace CognitoUnlink.Unlinking;

/// <summary>A request brought no clear answer, and the user could not be read back: nobody knows whether it was carried out.</summary>
/// <param name="problem">What to tell.</param>
internal sealed class UncertainException(CognitoException problem) : Exception(problem.Message, problem)
{
    public CognitoException Problem => problem;
}
