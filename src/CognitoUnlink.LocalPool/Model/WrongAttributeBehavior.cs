namespace CognitoUnlink.LocalPool.Model;

/// <summary>AdminDisableProviderForUser for a native or social user by another attribute than Cognito_Subject.</summary>
internal enum WrongAttributeBehavior
{
    NotLinked,

    /// <summary>InvalidParameterException with a text about the attribute.</summary>
    InvalidParameter,
}
