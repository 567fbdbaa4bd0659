using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class GeneratedPoolTests
{
    [Fact]
    public async Task The_same_count_and_seed_give_the_same_snapshot_byte_for_byte()
    {
        using var one = TestPool.Generated(120, seed: 7);
        using var other = TestPool.Generated(120, seed: 7);
        Assert.Equal(await one.SnapshotAsync(), await other.SnapshotAsync());
    }
}
