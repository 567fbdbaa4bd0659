namespace CognitoUnlink.LocalPool.Model;

/// <summary>What AdminDisableProviderForUser names: compared exactly, case included.</summary>
internal readonly record struct IdentityKey(string ProviderName, string AttributeName, string Value)
{
    public const string Subject = "Cognito_Subject";
}
