using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CognitoUnlink.Cli.Output;

namespace CognitoUnlink.Cli.Running;

/// <summary>Writes the findings of a command that reads one pool.</summary>
internal static class ReadingOutput
{
    /// <param name="format">The format.</param>
    /// <param name="items">The findings, for JSON and CSV.</param>
    /// <param name="rowOf">An item as a row of CSV.</param>
    /// <param name="writeTable">Writes them as readable text.</param>
    /// <param name="counts">The counts that belong in JSON, by their names there; evaluated after the items, which may be counted as they come.</param>
    /// <param name="isComplete">Whether all could be read; evaluated after the items too.</param>
    /// <param name="session">The session that made the requests.</param>
    /// <param name="started">When it began, as a timestamp.</param>
    public static void Write<TItem, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TRow>(
        OutputFormat format, IEnumerable<TItem> items, Func<TItem, TRow> rowOf, Action writeTable, Func<IEnumerable<(string Name, long Count)>> counts, Func<bool> isComplete, PoolSession session, long started)
    {
        switch (format)
        {
            case OutputFormat.Json:
                WriteJson(items, counts, isComplete, session, started);
                break;
            case OutputFormat.Csv:
                using (var csv = new Csv<TRow>(Console.Out))
                {
                    foreach (var item in items)
                    {
                        csv.Write(rowOf(item));
                    }
                }

                break;
            default:
                writeTable();
                break;
        }
    }

    /// <summary>Writes the end of the object that every reading command writes.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="isComplete">Whether all could be read.</param>
    /// <param name="session">The session that made the requests.</param>
    /// <param name="started">When it began, as a timestamp.</param>
    public static void End(Utf8JsonWriter json, bool isComplete, PoolSession session, long started)
    {
        json.WriteBoolean("isComplete", isComplete);
        json.WriteNumber("requests", session.Callers.Sum(caller => caller.Requests));
        json.WriteNumber("seconds", Math.Round(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 3));
        json.WriteEndObject();
        json.Flush();
        Console.Out.WriteLine();
    }

    private static void WriteJson<TItem>(IEnumerable<TItem> items, Func<IEnumerable<(string Name, long Count)>> counts, Func<bool> isComplete, PoolSession session, long started)
    {
        using var json = Json.Writer();
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var item in items)
        {
            Json.Write(json, item);
            json.Flush();
        }

        json.WriteEndArray();
        foreach (var (name, count) in counts())
        {
            json.WriteNumber(name, count);
        }

        End(json, isComplete(), session, started);
    }
}
