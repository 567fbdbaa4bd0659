namespace CognitoUnlink.LocalPool.Http;

/// <summary>
/// Keeps web pages away: one that points its own name at 127.0.0.1 sends that name as Host, one that posts across
/// origins sends Origin. Neither is ever sent by an SDK. Other computers cannot reach 127.0.0.1.
/// </summary>
internal static class RequestGuard
{
    private static readonly string[] s_hosts = ["127.0.0.1", "localhost", "[::1]"];

    public static bool Allows(HttpRequest request) =>
        request.Headers["Origin"] is null
        && request.Headers["Host"] is { } host
        && Array.Exists(s_hosts, name => host.Equals(name, StringComparison.OrdinalIgnoreCase)
            || (host.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase) && host[(name.Length + 1)..].All(char.IsAsciiDigit)));
}
