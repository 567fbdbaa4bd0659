using System.Collections;
using System.Management.Automation;
using CognitoUnlink.Changes;
using CognitoUnlink.Input;
using CognitoUnlink.PowerShell.Input;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>A cmdlet that changes users, who may be piped as rows.</summary>
/// <typeparam name="TItem">What is changed.</typeparam>
/// <typeparam name="TReport">What is reported about it.</typeparam>
public abstract class UserChangeCmdlet<TItem, TReport> : ChangeCmdlet<TItem, TReport>
    where TItem : class
    where TReport : ChangeReport
{
    /// <summary>Maps known columns to those of the piped rows: @{ Username = 'cognito:username' }.</summary>
    [Parameter]
    public IDictionary? ColumnMap { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        BeforeRecords(ColumnMap, () => Rows = new RowReader(
            ColumnMap is null ? null : new ColumnMap(ColumnMap.Cast<DictionaryEntry>().Select(pair => KeyValuePair.Create($"{pair.Key}", $"{pair.Value}")))));
    }

    /// <summary>The rows in a piped object, with a warning if it is not the whole listing; null for anything else in it.</summary>
    private protected IEnumerable<IRow?> Expand(PipelineRow piped)
    {
        if (piped.IsNoRow)
        {
            return [piped];
        }

        if (RowShapes.IsPart(piped))
        {
            WriteWarning("The input is one page of a listing (it has a token for the next page). Users on the other pages are not processed.");
        }

        return RowShapes.Expand(piped);
    }

    /// <summary>Reads piped rows.</summary>
    private protected RowReader Rows { get; private set; } = new();
}
