namespace CognitoUnlink.Aws.Tests;

public sealed class PublicSurfaceTests
{
    [Fact]
    public void The_factory_is_the_only_public_type() =>
        Assert.Equal([typeof(CognitoGatewayFactory)], typeof(CognitoGatewayFactory).Assembly.GetExportedTypes());
}
