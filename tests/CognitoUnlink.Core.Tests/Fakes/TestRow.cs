using CognitoUnlink.Input;

namespace CognitoUnlink.Core.Tests.Fakes;

/// <summary>Rows of text like <c>Username=alice,Sub=</c>.</summary>
internal static class TestRow
{
    public static TextRow Of(string text)
    {
        var row = new TextRow();
        foreach (var pair in text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)))
        {
            row.Add(pair[0], pair[1]);
        }

        return row;
    }
}
