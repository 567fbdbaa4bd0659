namespace CognitoUnlink.LocalUserPools;

/// <summary>How to reach a local user pool: the properties pipe to parameters of the same names.</summary>
/// <param name="UserPoolId">The pool's id.</param>
/// <param name="EndpointUrl">Its URL on 127.0.0.1, for any Cognito client.</param>
/// <param name="Region">The region to sign for.</param>
/// <param name="AccessKey">The access key that it accepts.</param>
/// <param name="SecretKey">The secret key that it accepts; it protects nothing.</param>
public sealed record LocalUserPool(string UserPoolId, string EndpointUrl, string Region, string AccessKey, string SecretKey)
{
    /// <summary>The pool's id and URL.</summary>
    public override string ToString() => $"{UserPoolId} at {EndpointUrl}";
}
