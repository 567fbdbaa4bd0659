using System.Management.Automation;
using CognitoUnlink.Errors;
using CognitoUnlink.Texts;

namespace CognitoUnlink.PowerShell.Errors;

/// <summary>Makes error records by the rows of <see cref="KnownErrors"/>.</summary>
internal static class ErrorRecords
{
    /// <summary>The record for an exception of this product: its message says what happened, its recommended action what to do.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="target">What it is about.</param>
    /// <param name="before">What to say before it, for instance what was done until then.</param>
    /// <param name="isOnScreen">Whether the screen shows it. Those that it does not show are records like any other.</param>
    public static ErrorRecord Of(CognitoUnlinkException exception, object? target, string? before = null, bool isOnScreen = true)
    {
        var id = exception.ErrorId;
        var known = KnownErrors.Get(id);
        var category = Enum.Parse<ErrorCategory>(known.Category);
        var record = isOnScreen ? new ErrorRecord(exception, id, category, target) : new GroupedErrorRecord(exception, id, category, target);
        record.ErrorDetails = new ErrorDetails(Printable.Of(before + exception.Message)) { RecommendedAction = Advice.For(id) };
        record.CategoryInfo.TargetName = Printable.Of(record.CategoryInfo.TargetName);
        return record;
    }
}

/// <summary>
/// One of many errors with the same reason: in $Error and -ErrorVariable like any other, but its view shows nothing, so that the
/// first few stay on the screen.
/// </summary>
internal sealed class GroupedErrorRecord(Exception exception, string errorId, ErrorCategory category, object? target) : ErrorRecord(exception, errorId, category, target);
