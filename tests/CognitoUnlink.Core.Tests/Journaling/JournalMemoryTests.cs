using System.Globalization;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Core.Tests.Journaling;

[Collection(nameof(AloneInTheProcess))]
public sealed class JournalMemoryTests : IDisposable
{
    private readonly JournalFile _journal = new();

    public void Dispose() => _journal.Dispose();

    [Fact]
    public async Task Memory_does_not_grow_with_the_number_of_records_read()
    {
        const int Count = 200_000;
        await _journal.WriteAsync(JournalFile.Record(0));
        var line = File.ReadAllText(_journal.Path);
        using (var file = File.CreateText(_journal.Path))
        {
            for (var number = 0; number < Count; number++)
            {
                file.Write(line.Replace("-0\"", string.Create(CultureInfo.InvariantCulture, $"-{number}\""), StringComparison.Ordinal));
            }
        }

        long early = 0, late = 0, read = 0;
        foreach (var record in new JournalReader(_journal.Path).Read())
        {
            Assert.Equal("eu-west-1_Pool", record.UserPoolId);
            switch (++read)
            {
                case Count / 10: early = GC.GetTotalMemory(forceFullCollection: true); break;
                case Count: late = GC.GetTotalMemory(forceFullCollection: true); break;
            }
        }

        Assert.Equal(Count, read);
        // The file is about 70 MB.
        Assert.InRange(late, 0, early + (16 * 1024 * 1024));
    }

    [Fact]
    public void Many_items_need_little_memory()
    {
        // What earlier tests left behind may become garbage meanwhile; the median hides that.
        var grown = Enumerable.Range(0, 3).Select(_ => Grown()).Order().ElementAt(1);

        // The records themselves would need far more.
        Assert.InRange(grown, 1, 160);

        static long Grown()
        {
            const int Count = 200_000;
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var state = new JournalState();
            for (var number = 0; number < Count; number++)
            {
                state.Add(JournalFile.Record(number));
                state.Add(JournalFile.Record(number, JournalEvent.Unlinked));
            }

            var after = GC.GetTotalMemory(forceFullCollection: true);
            Assert.All(Enumerable.Range(0, Count), number => Assert.Equal(JournalEvent.Unlinked, state.Latest(new JournalItem("eu-west-1_Pool", $"user-{number}", "Okta", $"subject-{number}"))));
            return (after - before) / Count;
        }
    }
}
