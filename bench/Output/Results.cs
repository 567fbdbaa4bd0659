using System.Text.Encodings.Web;
using System.Text.Json;

namespace CognitoUnlink.Bench.Output;

/// <summary>The tables of a run: each is printed when it is complete, all of them are written as JSON at the end.</summary>
internal sealed class Results(string machine, string size)
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<Table> _tables = [];
    private bool _hasHead;

    public void Add(Table table)
    {
        if (!_hasHead)
        {
            Console.WriteLine($"{machine}. {size}.\n");
            _hasHead = true;
        }

        _tables.Add(table);
        Console.WriteLine(table.ToMarkdown());
    }

    /// <summary>Writes all tables as JSON, and into a page that has a place for each.</summary>
    /// <param name="jsonPath">The JSON file; null for none.</param>
    /// <param name="pagePath">The page; null for none.</param>
    public void Write(string? jsonPath, string? pagePath)
    {
        if (jsonPath is not null)
        {
            File.WriteAllText(jsonPath, JsonSerializer.Serialize(new { machine, size, tables = _tables.Select(table => table.ToJson()) }, s_json));
        }

        if (pagePath is not null)
        {
            FiguresPage.Update(pagePath, _tables, $"{machine}. {size}.");
        }
    }
}
