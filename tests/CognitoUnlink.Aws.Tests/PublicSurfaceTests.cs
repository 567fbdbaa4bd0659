namespace CognitoUnlink.Aws.Tests;

public sealed class PublicSurfaceTests
{
    [Fact]
    public void The_factory_is_all_that_others_see() =>
        Assert.Equal([typeof(CognitoGatewayFactory)], typeof(CognitoGatewayFactory).Assembly.GetExportedTypes());
}
