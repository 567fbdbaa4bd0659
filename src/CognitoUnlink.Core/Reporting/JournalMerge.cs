using CognitoUnlink.Journaling;

namespace CognitoUnlink.Reporting;

/// <summary>The lines of several journals by time. Each journal's own order is kept, and a line that two copies of a journal share comes once.</summary>
internal static class JournalMerge
{
    public static IEnumerable<(int Journal, long Line, JournalRecord Record)> Read(IReadOnlyList<JournalSource> journals)
    {
        var open = journals.Select(journal => journal.Read().GetEnumerator()).ToList();
        try
        {
            var heads = new PriorityQueue<int, (DateTime Time, long Line, int Journal)>();
            for (var journal = 0; journal < open.Count; journal++)
            {
                Advance(journal);
            }

            var before = (Journal: -1, Record: (JournalRecord?)null);
            while (heads.TryDequeue(out var journal, out var head))
            {
                var record = open[journal].Current;
                if (before.Journal == journal || before.Record != record)
                {
                    yield return (journal, head.Line, record);
                    before = (journal, record);
                }

                Advance(journal);
            }

            void Advance(int journal)
            {
                if (open[journal].MoveNext())
                {
                    heads.Enqueue(journal, (open[journal].Current.Time, journals[journal].Lines, journal));
                }
            }
        }
        finally
        {
            open.ForEach(each => each.Dispose());
        }
    }
}
