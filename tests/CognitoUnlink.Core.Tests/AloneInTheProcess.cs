namespace CognitoUnlink.Core.Tests;

/// <summary>Tests that measure the whole process run with no others beside them.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
