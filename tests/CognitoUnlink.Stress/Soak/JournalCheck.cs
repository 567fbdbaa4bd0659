using System.Text.Json;

namespace CognitoUnlink.Soak;

/// <summary>Reads a journal line by line, without the product's reader.</summary>
internal sealed class JournalCheck
{
    private readonly Dictionary<Link, List<string>> _events = [];
    private readonly string _round;
    private readonly Problems _problems;

    public JournalCheck(string path, string round, Problems problems)
    {
        (_round, _problems) = (round, problems);
        var text = File.ReadAllText(path);
        problems.Unless(text.EndsWith('\n'), "torn journal", round);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Lines++;
            try
            {
                Add(line);
            }
            catch (Exception problem) when (problem is JsonException or KeyNotFoundException)
            {
                problems.Add("damaged journal", $"{round}, line {Lines}: {problem.Message}");
            }
        }

        problems.Each(_events.Where(item => item.Value[^1] == "intent").Select(item => $"{round}: {item.Key}"), "open intent");
    }

    public int Lines { get; private set; }

    /// <summary>Each of the items has the outcome once, as its last event, and no other item has it.</summary>
    public void Has(IReadOnlySet<Link> items, string outcome)
    {
        foreach (var item in items)
        {
            var events = _events.GetValueOrDefault(item) ?? [];
            if (events.Count(each => each == outcome) != 1 || events[^1] != outcome)
            {
                _problems.Add("journal", $"{_round}: {item} should be {outcome} once, but has {string.Join(", ", events)}");
            }
        }

        _problems.Each(_events.Where(item => !items.Contains(item.Key) && item.Value.Contains(outcome)).Select(item => $"{_round}: {item.Key} should not be {outcome}"), "journal");
    }

    /// <summary>All items except these ended with one of the outcomes.</summary>
    public void Others(IReadOnlySet<Link> items, params string[] outcomes) => _problems.Each(
        _events.Where(item => !items.Contains(item.Key) && !outcomes.Contains(item.Value[^1])).Select(item => $"{_round}: {item.Key} ended {string.Join(", ", item.Value)}"), "journal");

    private void Add(string line)
    {
        using var record = JsonDocument.Parse(line);
        var root = record.RootElement;
        var name = root.GetProperty("event").GetString()!;
        if (name is "run-started" or "run-place" or "run-caller" or "run-ended")
        {
            return;
        }

        var item = new Link(root.GetProperty("username").GetString()!, root.GetProperty("providerName").GetString()!, root.GetProperty("providerAttributeValue").GetString()!);
        if (!_events.TryGetValue(item, out var events))
        {
            _events[item] = events = [];
        }

        events.Add(name);
    }
}
