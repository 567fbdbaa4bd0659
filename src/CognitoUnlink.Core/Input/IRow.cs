namespace CognitoUnlink.Input;

/// <summary>Values by name: a piped object, a row of CSV, an object of JSON. Names are taken in any case.</summary>
public interface IRow
{
    /// <summary>The names of its columns, for messages and to notice what is not known.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>Whether there is a column of that name, even if it is empty.</summary>
    /// <param name="name">The column.</param>
    bool Has(string name);

    /// <summary>The column's value, verbatim; null when it is empty, not there, an object or a list.</summary>
    /// <param name="name">The column.</param>
    string? Text(string name);

    /// <summary>The column's value where it is an object; else null.</summary>
    /// <param name="name">The column.</param>
    IRow? Row(string name);

    /// <summary>The column's value where it is a list: its objects, and null for whatever else is in it; null when it is no list.</summary>
    /// <param name="name">The column.</param>
    IEnumerable<IRow?>? Rows(string name);
}
