using System.Management.Automation;
using CognitoUnlink.Errors;
using CognitoUnlink.PowerShell.Input;
using CognitoUnlink.Texts;

namespace CognitoUnlink.PowerShell.Abstractions;

/// <summary>A cmdlet whose work ends when the pipeline stops.</summary>
public abstract class StoppableCmdlet : PSCmdlet, IDisposable
{
    // Never disposed: that would race with Ctrl+C, and without a timer there is nothing to free.
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled when the pipeline stops.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels what is in progress.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Writes a warning. Control characters from a directory are shown, never executed.</summary>
    private protected new void WriteWarning(string text) => base.WriteWarning(Printable.Of(text));

    /// <summary>Writes a verbose message. Control characters from a directory are shown, never executed.</summary>
    private protected new void WriteVerbose(string text) => base.WriteVerbose(Printable.Of(text));

    /// <summary>Asks whether to go on. Control characters from a directory are shown, never executed.</summary>
    private protected new bool ShouldProcess(string description, string question, string caption) =>
        base.ShouldProcess(Printable.Of(description), Printable.Of(question), caption);

    /// <summary>Asks whether to go on, regardless of preferences. Control characters from a file are shown, never executed.</summary>
    private protected new bool ShouldContinue(string question, string caption) => base.ShouldContinue(Printable.Of(question), caption);

    /// <summary>The journals that a path refers to: a file of exactly that name, or else those that its wildcards match.</summary>
    /// <param name="given">The path.</param>
    /// <param name="isLiteral">Whether it has no wildcards.</param>
    /// <returns>Full path and name of each; if nothing matches, the path as given.</returns>
    /// <exception cref="UnlinkException"><see cref="ErrorId.JournalNotReadable"/>: it is not in the file system.</exception>
    private protected IEnumerable<(string Path, string Name)> JournalsAt(string given, bool isLiteral)
    {
        var path = SessionState.Path.FileAt(given, ErrorId.JournalNotReadable);
        if (!isLiteral && WildcardPattern.ContainsWildcardCharacters(given) && !File.Exists(path))
        {
            var found = GetResolvedProviderPathFromPSPath(given, out _);
            if (found.Count > 0)
            {
                return found.Select(each => (each, each));
            }
        }

        return [(path, given)];
    }

    /// <summary>Runs work that ends when the pipeline is stopped.</summary>
    private protected void UntilStopped(Action work) => UntilStopped(
        () =>
        {
            work();
            return true;
        },
        StopToken);

    /// <summary>Runs work that ends when the pipeline is stopped.</summary>
    internal static T UntilStopped<T>(Func<T> work, CancellationToken stop)
    {
        try
        {
            return work();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
