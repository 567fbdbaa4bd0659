namespace CognitoUnlink.Input;

/// <summary>Values by name: a piped object, a row of CSV, an object of JSON. Names are taken in any case.</summary>
public interface IRow
{
    /// <summary>Whether there is a column of that name, even if it is empty.</summary>
    /// <param name="name">The column.</param>
    bool Has(string name);

    /// <summary>The column's value, verbatim; null when it is empty or not there.</summary>
    /// <param name="name">The column.</param>
    string? Text(string name);
}
