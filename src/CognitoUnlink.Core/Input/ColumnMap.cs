using CognitoUnlink.Errors;

namespace CognitoUnlink.Input;

/// <summary>Maps the columns of rows that have names of their own: Username=cognito:username.</summary>
public sealed class ColumnMap
{
    private readonly Dictionary<string, string> _sources = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _targets = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Creates a map from known names to those that rows have.</summary>
    /// <param name="pairs">Known names and the rows' names for them.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.InvalidColumnMap"/>.</exception>
    public ColumnMap(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        foreach (var (known, theirs) in pairs)
        {
            if (ColumnNames.Canonical(known) is not { } name)
            {
                throw new UnlinkException(ErrorId.InvalidColumnMap, $"'{known}' is not a known column. Known columns are {ColumnNames.KnownInWords}.");
            }

            if (theirs.Length == 0 || !_sources.TryAdd(name, theirs) || !_targets.TryAdd(theirs, name))
            {
                throw new UnlinkException(ErrorId.InvalidColumnMap, theirs.Length == 0 ? $"No column is specified for {name}." : $"{name} or '{theirs}' is mapped twice.");
            }
        }
    }

    /// <summary>Parses pairs like Username=cognito:username.</summary>
    /// <param name="texts">The pairs.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.InvalidColumnMap"/>.</exception>
    public static ColumnMap Parse(IEnumerable<string> texts) => new(texts.Select(text => text.Split('=', 2) is [var known, var theirs]
        ? KeyValuePair.Create(known.Trim(), theirs)
        : throw new UnlinkException(ErrorId.InvalidColumnMap, $"'{text}' does not have the form Username=column.")));

    /// <summary>Whether nothing is mapped.</summary>
    public bool IsEmpty => _sources.Count == 0;

    /// <summary>Whether a row has every mapped column.</summary>
    /// <param name="row">The row.</param>
    public bool IsOf(IRow row) => _sources.Values.All(row.Has);

    /// <summary>Returns the row with its columns under the known names.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.UnknownColumn"/>: it lacks a mapped column.</exception>
    public IRow Apply(IRow row)
    {
        if (IsEmpty)
        {
            return row;
        }

        foreach (var (known, theirs) in _sources)
        {
            if (!row.Has(theirs))
            {
                throw new UnlinkException(ErrorId.UnknownColumn, $"Nothing was sent: there is no column '{theirs}' to read {known} from. {RowReader.Seen(row.Names)}");
            }
        }

        return new MappedRow(row, this);
    }

    private sealed class MappedRow(IRow row, ColumnMap map) : IRow
    {
        public IEnumerable<string> Names => row.Names
            .Select(name => map._targets.TryGetValue(name, out var known) ? known : map._sources.ContainsKey(name) ? null : name)
            .OfType<string>();

        public bool IsText => row.IsText;

        public bool Has(string name) => Source(name) is { } source && row.Has(source);

        public string? Text(string name) => Source(name) is { } source ? row.Text(source) : null;

        public IRow? Row(string name) => Source(name) is { } source ? row.Row(source) : null;

        public IEnumerable<IRow?>? Rows(string name) => Source(name) is { } source ? row.Rows(source) : null;

        public bool IsBroken(string name) => Source(name) is { } source && row.IsBroken(source);

        // A column that is mapped to another name no longer has its own.
        private string? Source(string name) =>
            map._sources.TryGetValue(name, out var theirs) ? theirs : map._targets.ContainsKey(name) ? null : name;
    }
}
