namespace CognitoUnlink.Aws.Tests.Credentials;

/// <summary>Classes that look like those of another copy of the SDK, and like the session variable of AWS.Tools.</summary>
internal static class ForeignSdk
{
    public static object Credentials(string suffix, string? token = null) => new Basic(new Immutable($"AKIA{suffix}", $"secret-{suffix}-CANARY", token));

    public static object Session(object credentials) => new AwsPsCredentials(credentials);

    internal sealed record Immutable(string AccessKey, string SecretKey, string? Token);

    /// <summary>Its text shows its keys, so that a test sees when anything shows that text.</summary>
    internal sealed class Basic(Immutable keys)
    {
        public Immutable GetCredentials() => keys;

        public override string ToString() => keys.ToString();
    }

    /// <summary>Has new keys after ClearCredentials, on any thread.</summary>
    internal sealed class Refreshing(Func<int, Immutable> make)
    {
        private int _made;

        public Immutable GetCredentials() => make(_made);

        public async Task<Immutable> GetCredentialsAsync()
        {
            await Task.Yield();
            return make(_made);
        }

        public void ClearCredentials() => _made++;
    }

    /// <summary>Has the name of the SDK's class; opens a browser unless that is turned off.</summary>
    internal sealed class SSOAWSCredentials
    {
        public SsoOptions Options { get; } = new();

        public Immutable GetCredentials() => throw new InvalidOperationException(Options.SupportsGettingNewToken ? "a browser opens" : "SSO Token has expired");
    }

    internal sealed class SsoOptions
    {
        public bool SupportsGettingNewToken { get; set; } = true;
    }

    private sealed class AwsPsCredentials(object credentials)
    {
        internal object Credentials { get; } = credentials;

        public override string? ToString() => Credentials.ToString();
    }
}
