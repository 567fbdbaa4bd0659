using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Amazon.Runtime;
using CognitoUnlink.Aws.Settings;

namespace CognitoUnlink.Aws.Credentials;

/// <summary>
/// Credentials of another copy of the SDK, of any version: its types are foreign here, so its public methods are
/// called by name, at each use, which lets it renew its keys.
/// </summary>
[UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The objects are those of a PowerShell session. Where code is trimmed there is none.")]
internal sealed class ForeignCredentials : AWSCredentials
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly object _credentials;
    private readonly MethodInfo _get;
    private readonly MethodInfo? _getAsync;

    private ForeignCredentials(object credentials, MethodInfo get)
    {
        _credentials = credentials;
        _get = get;
        _getAsync = Method(credentials, nameof(GetCredentialsAsync));
        if (IsSso && Property(credentials, "Options") is { } options)
        {
            // As AWS.Tools does: a sign-in in a browser belongs to a command of its own.
            options.GetType().GetProperty("SupportsGettingNewToken")?.SetValue(options, false);
        }
    }

    /// <summary>Whether they come from an SSO sign-in.</summary>
    public bool IsSso => _credentials.GetType().Name == nameof(SSOAWSCredentials);

    /// <summary>Whether the object holds its keys, and need not request them.</summary>
    public bool HasOwnKeys => _credentials.GetType().Name is nameof(BasicAWSCredentials) or nameof(SessionAWSCredentials);

    /// <summary>Null if neither the object nor its property Credentials (as in <c>$StoredAWSCredentials</c>) gives credentials.</summary>
    public static ForeignCredentials? From(object? value)
    {
        for (var depth = 0; value is not null && depth < 2; depth++)
        {
            if (Method(value, nameof(GetCredentials)) is { } get)
            {
                return new ForeignCredentials(value, get);
            }

            value = Property(value, "Credentials");
        }

        return null;
    }

    public override ImmutableCredentials GetCredentials() => Copy(Invoke(_get));

    public override async Task<ImmutableCredentials> GetCredentialsAsync()
    {
        if (_getAsync is null || Invoke(_getAsync) is not Task task)
        {
            return GetCredentials();
        }

        await task.ConfigureAwait(false);
        return Copy(Property(task, nameof(Task<object>.Result)));
    }

    /// <summary>Drops the keys, so that the next use gets new ones if the credentials can supply them.</summary>
    public void Clear()
    {
        if (Method(_credentials, nameof(RefreshingAWSCredentials.ClearCredentials)) is { } clear)
        {
            Invoke(clear);
        }
    }

    private static MethodInfo? Method(object value, string name) =>
        value.GetType().GetMethod(name, BindingFlags.Instance | BindingFlags.Public, Type.EmptyTypes);

    private static object? Property(object value, string name) => value.GetType().GetProperty(name, Any)?.GetValue(value);

    private static ImmutableCredentials Copy(object? keys)
    {
        var (accessKey, secretKey) = (Text(keys, "AccessKey"), Text(keys, "SecretKey"));
        return accessKey is null || secretKey is null
            ? throw new InvalidOperationException("The object did not return both an access key and a secret key.")
            : new ImmutableCredentials(accessKey, secretKey, Text(keys, "Token"));
    }

    private static string? Text(object? keys, string name) => keys is null ? null : Setting.OrNull(Property(keys, name) as string);

    private object? Invoke(MethodInfo method)
    {
        try
        {
            return method.Invoke(_credentials, null);
        }
        catch (TargetInvocationException error) when (error.InnerException is { } cause)
        {
            ExceptionDispatchInfo.Capture(cause).Throw();
            throw;
        }
    }
}
