using CognitoUnlink.Calling;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Core.Tests.Calling;

public class CallLogTests
{
    [Fact]
    public void Lines_are_read_in_the_order_in_which_they_were_logged()
    {
        var log = new CallLog(logsRequests: true, logsAttempts: true);

        log.Write("one");
        log.WriteAttempt("two");
        log.Write("three");

        Assert.Equal([new CallLogLine("one", false), new CallLogLine("two", true), new CallLogLine("three", false)], TakeAll(log));
    }

    [Theory]
    [InlineData(true, false, "request")]
    [InlineData(false, true, "attempt")]
    public void Only_the_requested_kind_of_line_is_kept(bool logsRequests, bool logsAttempts, string kept)
    {
        var log = new CallLog(logsRequests, logsAttempts);

        log.Write("request");
        log.WriteAttempt("attempt");

        Assert.Equal(kept, Assert.Single(TakeAll(log)).Text);
    }

    [Fact]
    public void Line_breaks_and_control_characters_are_replaced()
    {
        var log = new CallLog(logsRequests: true, logsAttempts: false);

        log.Write("a\r\nb\u001b[2J");

        Assert.Equal("a\uFFFD\uFFFDb\uFFFD[2J", Assert.Single(TakeAll(log)).Text);
    }

    [Fact]
    public void Unread_lines_are_limited_and_dropped_lines_are_reported()
    {
        var log = new CallLog(logsRequests: true, logsAttempts: false);

        Parallel.For(0, 120_000, number => log.Write("x"));

        var lines = TakeAll(log);
        Assert.InRange(lines.Count, 100_001, 101_000);
        Assert.EndsWith(" lines were dropped because the log was not read in time.", lines[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_asynchronous_flow_has_its_own_user()
    {
        var log = new CallLog(logsRequests: true, logsAttempts: false);

        async Task<string> SetAndGetUserAsync(string name)
        {
            log.User = name;
            await Task.Yield();
            return log.User!;
        }

        Assert.Equal(["ann", "ben"], await Task.WhenAll(SetAndGetUserAsync("ann"), SetAndGetUserAsync("ben")));
        Assert.Null(log.User);
    }

    private static List<CallLogLine> TakeAll(CallLog log)
    {
        List<CallLogLine> lines = [];
        while (log.TryTake(out var line))
        {
            lines.Add(line);
        }

        return lines;
    }
}
