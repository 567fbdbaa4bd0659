namespace CognitoUnlink.Journaling;

/// <summary>The lines of several journals by time. Each journal's own order is kept, and a line that copies of a journal share comes once.</summary>
internal static class JournalMerge
{
    public static IEnumerable<(int Journal, long Line, JournalRecord Record)> Read(IReadOnlyList<JournalSource> journals)
    {
        var open = journals.Select(journal => journal.Read().GetEnumerator()).ToList();
        try
        {
            // Lines are stamped before they queue for the file, so one may be older than the line before it: the time reached counts.
            var reached = new DateTime[open.Count];
            var heads = new PriorityQueue<int, (DateTime Time, long Line, int Journal)>();
            for (var journal = 0; journal < open.Count; journal++)
            {
                Advance(journal);
            }

            var recent = open.Count > 1 ? new RecentLines() : null;
            while (heads.TryDequeue(out var journal, out var head))
            {
                var record = open[journal].Current;
                // A copy of a part may lack the line that says where its run was made.
                if (recent?.Add(JournalEvents.IsAboutItem(record.Event) ? record with { Place = null } : record, head.Time) != false)
                {
                    yield return (journal, head.Line, record);
                }

                Advance(journal);
            }

            void Advance(int journal)
            {
                if (open[journal].MoveNext())
                {
                    var time = open[journal].Current.Time;
                    reached[journal] = time > reached[journal] ? time : reached[journal];
                    heads.Enqueue(journal, (reached[journal], journals[journal].Lines, journal));
                }
            }
        }
        finally
        {
            open.ForEach(each => each.Dispose());
        }
    }

    /// <summary>The lines of the last second, to know copies by.</summary>
    private sealed class RecentLines
    {
        private static readonly TimeSpan s_kept = TimeSpan.FromSeconds(1);

        private readonly HashSet<JournalRecord> _lines = [];
        private readonly Queue<(DateTime Time, JournalRecord Line)> _byTime = new();

        /// <summary>Takes note of a line.</summary>
        /// <returns>False when it was there.</returns>
        public bool Add(JournalRecord line, DateTime time)
        {
            while (_byTime.TryPeek(out var oldest) && time - oldest.Time > s_kept)
            {
                _lines.Remove(_byTime.Dequeue().Line);
            }

            if (!_lines.Add(line))
            {
                return false;
            }

            _byTime.Enqueue((time, line));
            return true;
        }
    }
}
