namespace CognitoUnlink.Aws.Tests.LocalPool;

/// <summary>The gateway against the local user pool, which checks signatures and keeps state.</summary>
public sealed class LocalPoolTests;
