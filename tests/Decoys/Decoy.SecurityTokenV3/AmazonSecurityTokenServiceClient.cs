namespace Amazon.SecurityToken;

/// <summary>A type of the name that AWSSDK.Core looks for, and that can do nothing.</summary>
public sealed class AmazonSecurityTokenServiceClient;
