using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Gateway;
using CognitoUnlink.Input;

namespace CognitoUnlink.Core.Tests.Input;

public class ShardTests
{
    // Calculated by another program. A change here moves users from one machine's shard to another's in the middle of a job.
    [Theory]
    [InlineData("alice", 4, 2, 208)]
    [InlineData("bob", 3, 2, 651)]
    [InlineData("jörg", 3, 2, 183)]
    [InlineData("Okta_Alice@Corp.example", 1, 6, 181)]
    [InlineData("日本語", 4, 6, 372)]
    public void The_hash_of_the_exact_username_determines_the_shard(string username, int ofFour, int ofSeven, int ofAThousand)
    {
        Assert.Equal([ofFour], ShardsOf(4, shard => shard.Has(username)));
        Assert.Equal([ofSeven], ShardsOf(7, shard => shard.Has(username)));
        Assert.Equal([ofAThousand], ShardsOf(1000, shard => shard.Has(username)));
        Assert.Equal([1], ShardsOf(1, shard => shard.Has(username)));
    }

    [Fact]
    public void All_rows_for_a_user_are_in_the_same_shard()
    {
        Assert.Equal([4], ShardsOf(4, shard => shard.Has(Meaning("Username=alice,ProviderName=Okta,Subject=1"))));
        Assert.Equal([4], ShardsOf(4, shard => shard.Has(Meaning("UserPoolId=eu-west-1_Pool,Username=alice,SocialProvider=Google,Subject=2"))));
        Assert.Equal([4], ShardsOf(4, shard => shard.Has(Meaning("Username=alice"))));
    }

    [Theory]
    [InlineData("UserPoolId=eu-west-1_Pool,ProviderName=Google,Subject=1122")]
    [InlineData("UserPoolId=eu-west-1_Pool,OidcProvider=Google,Subject=1122")]
    [InlineData("UserPoolId=eu-west-1_Pool,User_ProviderName=Google,User_ProviderAttributeName=Cognito_Subject,User_ProviderAttributeValue=1122")]
    public void A_row_without_a_user_gets_its_shard_from_its_pool_provider_and_value(string row)
    {
        Assert.Equal([2], ShardsOf(4, shard => shard.Has(Meaning(row))));
        Assert.Equal([818], ShardsOf(1000, shard => shard.Has(Meaning(row))));
    }

    [Fact]
    public void Every_row_is_in_exactly_one_shard_and_shards_are_about_equal_in_size()
    {
        Assert.Single(ShardsOf(4, shard => shard.Has(new RowMeaning())));
        var sizes = new int[4];
        for (var i = 0; i < 10_000; i++)
        {
            sizes[Assert.Single(ShardsOf(4, shard => shard.Has($"user-{i}"))) - 1]++;
        }

        Assert.All(sizes, size => Assert.InRange(size, 2300, 2700));
    }

    [Theory]
    [InlineData("1/1")]
    [InlineData("2/4")]
    [InlineData("1000/1000")]
    public void A_shard_is_parsed_and_formatted(string text)
    {
        Assert.True(Shard.TryParse(text, out var shard));
        Assert.Equal(text, shard.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("4")]
    [InlineData("5/4")]
    [InlineData("0/3")]
    [InlineData("-1/3")]
    [InlineData("1/0")]
    [InlineData("1/1001")]
    [InlineData("1/2/3")]
    [InlineData(" 1/2")]
    [InlineData("1 /2")]
    [InlineData("one/two")]
    [InlineData("1/99999999999")]
    public void Invalid_text_is_not_a_shard(string text) => Assert.False(Shard.TryParse(text, out _));

    private static RowMeaning Meaning(string row) => new RowReader().Read(TestRow.Of(row));

    private static int[] ShardsOf(int count, Func<Shard, bool> has) => [.. Enumerable.Range(1, count).Where(number => has(new Shard(number, count)))];
}
