using Amazon.Runtime;
using CognitoUnlink.Errors;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>
/// Credentials that know their source, so that errors can name it, and that can be renewed when the service says that they have expired.
/// </summary>
internal sealed class NamedCredentials(AWSCredentials inner, string source, CognitoErrorKind whenUnusable = CognitoErrorKind.CredentialsNotFound)
    : AWSCredentials
{
    private readonly object _gate = new();
    private AWSCredentials _inner = inner;
    private Task? _renewal;
    private ImmutableCredentials? _last;
    private int _generation;

    public string Source => source;

    /// <summary>Reads the source again, for keys that are renewed in place, such as a profile's.</summary>
    public Func<AWSCredentials>? ReadAgain { get; init; }

    /// <summary>Whether a prompt may be shown, which is best done before the work, on the caller's thread.</summary>
    public bool MayPrompt { get; init; }

    /// <summary>Increases each time the keys change.</summary>
    public int Generation
    {
        get
        {
            lock (_gate)
            {
                return _generation;
            }
        }
    }

    // The SDK's message quotes what the program wrote, which may be a secret.
    private const string ProcessFailed = "its credential_process failed. Run that command by itself to see why.";

    /// <param name="source">Where the credentials should have come from.</param>
    /// <param name="kind">The kind, if the error does not determine it.</param>
    /// <param name="error">The error.</param>
    /// <param name="said">Text to use in place of the error's message.</param>
    public static CognitoException Unusable(string source, CognitoErrorKind kind, Exception error, string? said = null)
    {
        if (Chain(error).OfType<CognitoException>().FirstOrDefault() is { } known)
        {
            return known;
        }

        // The SDK wraps the answers of STS and SSO in an exception that says only which was called.
        var words = said ?? (error.InnerException is { } cause ? $"{error.Message}: {cause.Message}" : error.Message);
        var found = KindOf(error, kind);
        return new CognitoException(
            found,
            found switch
            {
                CognitoErrorKind.LoginRequired => $"No credentials from {source}: {words.TrimEnd('.', ' ')}. Sign in again, for instance with aws sso login.",
                CognitoErrorKind.Timeout or CognitoErrorKind.ConnectionFailed => $"No credentials from {source}: {words.TrimEnd('.', ' ')}. Check the network and the proxy.",
                _ => $"No credentials from {source}: {words}",
            });
    }

    public override ImmutableCredentials GetCredentials()
    {
        try
        {
            return HandOut(_inner.GetCredentials());
        }
        catch (Exception error)
        {
            throw Unusable(source, whenUnusable, error, _inner is ProcessAWSCredentials ? ProcessFailed : null);
        }
    }

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        try
        {
            return HandOut(await _inner.GetCredentialsAsync().ConfigureAwait(false));
        }
        catch (Exception error)
        {
            throw Unusable(source, whenUnusable, error, _inner is ProcessAWSCredentials ? ProcessFailed : null);
        }
    }

    /// <summary>Replaces the keys of a generation, once for all callers.</summary>
    /// <returns>Whether there are new keys now.</returns>
    public async Task<bool> RenewAsync(int generation, CancellationToken cancellationToken)
    {
        Task renewal;
        lock (_gate)
        {
            if (_generation != generation)
            {
                return true;
            }

            renewal = _renewal = _renewal is { IsCompleted: false } underWay ? underWay : Task.Run(RenewNowAsync, CancellationToken.None);
        }

        await renewal.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Generation != generation;
    }

    private async Task RenewNowAsync()
    {
        Forget();
        await GetCredentialsAsync().ConfigureAwait(false);
    }

    private void Forget()
    {
        if (ReadAgain is not null)
        {
            _inner = ReadAgain();
        }
        else if (_inner is RefreshingAWSCredentials refreshing)
        {
            refreshing.ClearCredentials();
        }
        else if (_inner is TemporaryCredentials temporary)
        {
            temporary.Clear();
        }
        else if (_inner is ForeignCredentials foreign)
        {
            foreign.Clear();
        }
    }

    private ImmutableCredentials HandOut(ImmutableCredentials keys)
    {
        if (!keys.Equals(_last))
        {
            CheckCharacters(keys);
        }

        lock (_gate)
        {
            if (_last is not null && (_last.AccessKey, _last.Token) != (keys.AccessKey, keys.Token))
            {
                _generation++;
            }

            _last = keys;
        }

        return keys;
    }

    // A key pasted with a line break would only show up as a wrong signature, or end a header.
    private void CheckCharacters(ImmutableCredentials keys)
    {
        foreach (var (name, value) in new[] { ("access key", keys.AccessKey), ("secret key", keys.SecretKey), ("session token", keys.Token) })
        {
            if (value?.Any(IsForeign) == true)
            {
                throw new CognitoException(
                    whenUnusable,
                    $"The {name} from {source} contains a character that is not valid in a key, such as a space or a line break. Copy it again.");
            }
        }
    }

    private static bool IsForeign(char character) => character is <= ' ' or > '~';

    /// <summary>A connection problem may pass; the source's answer will not change.</summary>
    private static CognitoErrorKind KindOf(Exception error, CognitoErrorKind otherwise) =>
        Chain(error).Select(cause => cause switch
        {
            HttpRequestException => CognitoErrorKind.ConnectionFailed,
            TimeoutException or OperationCanceledException => CognitoErrorKind.Timeout,
            _ => otherwise,
        }).FirstOrDefault(kind => kind != otherwise, otherwise);

    private static IEnumerable<Exception> Chain(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
        }
    }
}
