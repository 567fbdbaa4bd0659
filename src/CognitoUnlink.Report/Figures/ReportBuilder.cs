using System.Runtime.InteropServices;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Report.Figures;

/// <summary>Builds a report from journals in one pass.</summary>
internal sealed class ReportBuilder(IReadOnlyList<JournalSource> journals)
{
    private readonly JournalReport _report = new(journals);
    private readonly OrderedDictionaryOf<RunReport> _runs = new();
    private readonly OrderedDictionaryOf<ProviderLinks> _providers = new();
    private readonly SortedSet<string> _pools = new(StringComparer.Ordinal);
    private readonly People _people = new();
    private readonly CauseList _causes = new();

    public JournalReport Build()
    {
        foreach (var (journal, line, record) in JournalMerge.Read(journals))
        {
            var run = _runs.At(_runs.IndexOf(record.Run, () => new RunReport(record.Run, journals[journal], record.Time)));
            if (JournalEvents.IsAboutItem(record.Event))
            {
                Add((journal, line), record, run);
            }

            _people.Note(record);
            run.Add(record);
        }

        CountLinks();
        _report.Runs = [.. _runs.All.Where(IsOfIdentities).OrderBy(run => run.Started)];
        _report.Users = _people.Count;
        _report.Ways = _people.Ways();
        _report.UserPoolIds = [.. _pools.Concat(_report.Runs.SelectMany(run => run.UserPoolIds)).Distinct()];
        _report.Providers = _providers.All;
        _report.Causes = [.. _causes.All.Where(cause => cause.Items > 0).OrderByDescending(cause => cause.Items)];
        return _report;
    }

    // A journal may also have runs about app clients and passwords.
    private static bool IsOfIdentities(RunReport run) => run.Task is null or RunTask.Unlink or RunTask.Link;

    private void Add((int Journal, long Line) place, JournalRecord record, RunReport run)
    {
        _pools.Add(record.UserPoolId!);
        var person = record.Username is null ? -1 : _people.IndexOf(record);
        var hadIdentity = record.Event == JournalEvent.Intent && AddIdentities(record);
        var key = JournalItemKey.Of(record);
        ref var state = ref StateOf(key, record.ProviderName!, record.ProviderType);
        if (record.Event == JournalEvent.Intent)
        {
            run.Task ??= hadIdentity || record.Username is null || record.ProviderName == ProviderUser.CognitoProvider ? RunTask.Unlink : RunTask.Link;
        }

        state.Person = person;
        var outcome = state.Apply(place, record, run, hadIdentity);
        if (outcome != ItemOutcome.Open)
        {
            run.Add(record, outcome, state.EndedBy == run ? (state.EndedAs, state.EndedAt) : null);
            (state.EndedBy, state.EndedAs, state.EndedAt) = (run, outcome, record.Time);
        }

        state.Cause = state.Outcome is ItemOutcome.Failed or ItemOutcome.Skipped or ItemOutcome.LinkFailed or ItemOutcome.NotPossible
            ? _causes.IndexOf(state.Outcome, record)
            : -1;
    }

    /// <summary>Adds the user's identities, and says whether the item is one of them.</summary>
    private bool AddIdentities(JournalRecord intent)
    {
        if (intent.Username is null || intent.Identities is null)
        {
            return false;
        }

        try
        {
            var has = false;
            foreach (var entry in IdentitiesReader.Read(new CognitoUser { Username = intent.Username, Identities = intent.Identities }))
            {
                has |= entry.Is(intent.ProviderName!, intent.ProviderAttributeValue!);
                ref var state = ref StateOf(JournalItemKey.Of(new JournalItem(intent.UserPoolId!, intent.Username, entry.ProviderName, entry.UserId)), entry.ProviderName, entry.ProviderType);

                // Also one that failed earlier, before any request about it was sent.
                if (state.After == LinkKnowledge.Unknown && !state.MayBeUnlinked)
                {
                    state.After = LinkKnowledge.Linked;
                    state.Before = state.Before == LinkKnowledge.Unknown ? LinkKnowledge.Linked : state.Before;
                }
            }

            return has;
        }
        catch (UnlinkException)
        {
            return false;
        }
    }

    private ref LinkState StateOf(JournalItemKey key, string providerName, string? providerType)
    {
        var provider = _providers.IndexOf(providerName, () => new ProviderLinks(providerName));
        _providers.At(provider).Type ??= providerType;
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_report.Keys, key, out var isKnown);
        if (!isKnown)
        {
            index = _report.Links.Count;
            _report.Links.Add(new LinkState { Provider = provider, Cause = -1, Person = -1 });
        }

        return ref CollectionsMarshal.AsSpan(_report.Links)[index];
    }

    private void CountLinks()
    {
        var causesOf = new HashSet<(int Cause, int Person)>();
        foreach (ref var state in CollectionsMarshal.AsSpan(_report.Links))
        {
            var provider = _providers.At(state.Provider);
            provider.Before += state.Before == LinkKnowledge.Linked ? 1 : 0;
            provider.After += state.After == LinkKnowledge.Linked ? 1 : 0;
            provider.Uncertain += state.After == LinkKnowledge.Unknown && state.Latest is not null ? 1 : 0;
            if (state.Latest is null)
            {
                continue;
            }

            provider.Items++;
            _report.Items++;
            _report.ByOutcome[(int)state.Outcome]++;
            _report.OpenLinks += state.Outcome == ItemOutcome.Open && !state.IsIntentToUnlink ? 1 : 0;
            if (state.After == LinkKnowledge.NotLinked)
            {
                _report.StillUnlinked += state.UnlinkedBy is null ? 0 : 1;
            }

            if (state.Person >= 0)
            {
                _people.Note(state);
            }
            else
            {
                _report.WithoutUser++;
            }

            if (state.Cause >= 0)
            {
                _causes.All[state.Cause].Items++;
                _causes.All[state.Cause].Users += state.Person >= 0 && causesOf.Add((state.Cause, state.Person)) ? 1 : 0;
            }
        }
    }
}

/// <summary>Things found by name and numbered in order of arrival.</summary>
internal sealed class OrderedDictionaryOf<T>
{
    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);
    private readonly List<T> _all = [];

    public IReadOnlyList<T> All => _all;

    public T At(int index) => _all[index];

    public int IndexOf(string name, Func<T> create)
    {
        if (!_indexes.TryGetValue(name, out var index))
        {
            index = _indexes[name] = _all.Count;
            _all.Add(create());
        }

        return index;
    }
}
