using CognitoUnlink.Calling;
using CognitoUnlink.Gateway;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Core.Tests.Calling;

public class PrintableTests
{
    [Theory]
    [InlineData("\u001b[2J", "\uFFFD[2J")] // clears the screen
    [InlineData("\u009b31m", "\uFFFD31m")] // the same escape sequence with a one-character introducer
    [InlineData("a\r\n\tb\u0007\u007f", "a\uFFFD\uFFFD\uFFFDb\uFFFD\uFFFD")]
    [InlineData("a\u202Eb\u2066c\u200F\u061C", "a\uFFFDb\uFFFDc\uFFFD\uFFFD")] // reverses the order of the letters
    [InlineData("a\u2028b\u2029c", "a\uFFFDb\uFFFDc")] // line and paragraph separators
    [InlineData("a\uFEFFb\u200Bc\u00AD", "a\uFFFDb\uFFFDc\uFFFD")] // invisible characters
    [InlineData("Jürgen 日本 e\u0301 \U0001F469\u200D\U0001F4BB نام\u200Cها", "Jürgen 日本 e\u0301 \U0001F469\u200D\U0001F4BB نام\u200Cها")]
    public void Characters_that_control_a_terminal_are_replaced_and_words_are_kept(string text, string printable) => Assert.Equal(printable, Printable.Of(text));

    // Attributes cannot hold such text.
    [Fact]
    public void A_lone_surrogate_is_replaced() => Assert.Equal("a\uFFFDb", Printable.Of("a" + '\uD83D' + "b"));
}
