using System.Management.Automation;
using CognitoUnlink.Errors;

namespace CognitoUnlink.PowerShell.Errors;

/// <summary>Makes error records by the rows of <see cref="KnownErrors"/>.</summary>
internal static class ErrorRecords
{
    /// <summary>The record for an exception of this product. Its message begins with what to do.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="target">What it is about.</param>
    /// <param name="before">What to say before it, for instance what was done until then.</param>
    public static ErrorRecord Of(Exception exception, object? target, string? before = null)
    {
        var id = ErrorAdvice.IdOf(exception) ?? throw new ArgumentException("Not an error of this product.", nameof(exception), exception);
        var known = KnownErrors.Get(id);
        return new ErrorRecord(exception, id, Enum.Parse<ErrorCategory>(known.Category), target)
        {
            ErrorDetails = new ErrorDetails(before + ErrorAdvice.Words(exception)) { RecommendedAction = known.Advice },
        };
    }
}
