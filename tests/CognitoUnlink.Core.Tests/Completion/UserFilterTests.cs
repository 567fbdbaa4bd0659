using CognitoUnlink.Completion;

namespace CognitoUnlink.Core.Tests.Completion;

public sealed class UserFilterTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("al", """username ^= "al" """)]
    [InlineData("a\"b", """username ^= "a\"b" """)]
    [InlineData("""a\""", """username ^= "a\\" """)]
    [InlineData("""a\" or sub = \"x""", """username ^= "a\\\" or sub = \\\"x" """)]
    public void A_prefix_cannot_break_out_of_its_quotation_marks(string prefix, string? filter) =>
        Assert.Equal(filter?.TrimEnd(), UsernameFilter.UsernameBegins(prefix));
}
