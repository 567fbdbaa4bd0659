namespace CognitoUnlink.Aws.Operations;

/// <summary>An operation and what it is about, as far as a line of a log or an error may name it.</summary>
internal sealed record OperationCall(string Operation, string? UserPoolId = null, string? Username = null, string? ProviderName = null)
{
    public override string ToString() =>
        $"{Operation}{Named("pool", UserPoolId)}{Named("user", Username)}{Named("provider", ProviderName)}";

    private static string Named(string what, string? name) => name is null ? string.Empty : $", {what} '{name}'";
}
