namespace CognitoUnlink.Bench.Output;

/// <summary>A page with tables of figures. Each follows a comment with its title, and ends before the next blank line.</summary>
internal static class FiguresPage
{
    /// <summary>Puts new tables in the place of those with the same title.</summary>
    /// <param name="path">The page.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="machine">What they were measured on; it stands in the page like a table.</param>
    /// <exception cref="InvalidOperationException">The page has no place for one.</exception>
    public static void Update(string path, IEnumerable<Table> tables, string machine)
    {
        var lines = File.ReadAllLines(path).ToList();
        foreach (var (title, text) in tables.Select(table => (table.Title, table.Rows)).Prepend(("Machine", machine)))
        {
            var place = lines.IndexOf($"<!-- {title} -->") + 1;
            if (place == 0)
            {
                throw new InvalidOperationException($"{path} has no line <!-- {title} -->.");
            }

            var end = lines.IndexOf(string.Empty, place);
            lines.RemoveRange(place, end - place);
            lines.InsertRange(place, text.TrimEnd('\n').Split('\n'));
        }

        File.WriteAllText(path, string.Join('\n', lines) + '\n');
    }
}
