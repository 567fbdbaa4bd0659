using CognitoUnlink.Completion;

namespace CognitoUnlink.Core.Tests.Completion;

[Collection(nameof(AloneInTheProcess))]
public sealed class AwsVariablesTests
{
    private const string Variable = "AWS_COGNITO_UNLINK_TEST";

    [Fact]
    public void The_fingerprint_changes_with_the_variables_without_revealing_them()
    {
        var before = AwsVariables.Fingerprint();
        Environment.SetEnvironmentVariable(Variable, "CANARY");
        try
        {
            var during = AwsVariables.Fingerprint();
            Assert.NotEqual(before, during);
            Assert.DoesNotContain("CANARY", during, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }

        Assert.Equal(before, AwsVariables.Fingerprint());
    }
}
