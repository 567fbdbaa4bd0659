namespace CognitoUnlink.Help.Tests;

public sealed class AboutTopicTests : IDisposable
{
    private readonly DocsFolder _docs = new();

    public void Dispose() => _docs.Dispose();

    [Fact]
    public void An_about_topic_becomes_text_wrapped_at_80_columns()
    {
        _docs.Build();
        var text = File.ReadAllText(Path.Combine(_docs.Output, "about_Things.help.txt"));
        Assert.Equal(
            """
            TOPIC
                about_Things

            SHORT DESCRIPTION
                What things are.

            LONG DESCRIPTION
                A thing is what is neither a person nor an idea, as far as anybody has been
                able to tell 'so far'.

                    Get-Thing a |
                        Out-Null

              More
                - One of the two things that have to be said here, which is longer than a
                  single line can hold.
                - Two.

                thing  does
                -----  ---------------------------------------------------------------------
                a      something that takes rather more than eighty columns to tell, so that
                       its column is wrapped

                b      nothing

            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void Code_lines_that_are_too_long_are_refused_instead_of_wrapped()
    {
        _docs.Write("about/about_Things.md", DocsFolder.Topic.Replace("    Out-Null", new string('x', 73)));
        var problem = _docs.Fail();
        Assert.Equal(13, problem.Line);
        Assert.Contains("72", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_description_that_does_not_fit_on_one_line_is_refused()
    {
        _docs.Write("about/about_Things.md", DocsFolder.Topic.Replace("What things are.", new string('x', 77)));
        Assert.Equal(3, _docs.Fail().Line);
    }
}
