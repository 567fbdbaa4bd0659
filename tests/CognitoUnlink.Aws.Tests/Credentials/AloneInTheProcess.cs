namespace CognitoUnlink.Aws.Tests.Credentials;

/// <summary>Tests that change environment variables and therefore run alone in the process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneInTheProcess
{
    public const string Name = "Alone in the process";
}
