using CognitoUnlink.Errors;

namespace CognitoUnlink.Unlinking;

/// <summary>
/// The service's answer that nothing is linked by that provider and subject. Its code is that of any bad parameter, so
/// the text decides: "Account isn't linked to anyone else, verify that the account has been linked".
/// <see href="https://github.com/aws/aws-sdk-go/issues/4218"/>
/// </summary>
internal static class NotLinked
{
    public static bool IsSaidBy(CognitoException problem) =>
        problem.Kind == CognitoErrorKind.InvalidParameter && problem.Message.Contains("isn't linked", StringComparison.OrdinalIgnoreCase);

    public static UnlinkException Error(UnlinkItem item, CognitoException problem) => new(
        ErrorId.IdentityNotLinked,
        $"{item.Target.ProviderName} '{item.Target.ProviderAttributeValue}' is not linked by '{item.Target.ProviderAttributeName}'. The service said: {problem.Message}",
        problem);
}
