namespace CognitoUnlink.Aws.Client;

/// <summary>Tells whether a signature was refused for this computer's clock.</summary>
internal static class ServiceTime
{
    // A signature is good for five minutes either way; less than this is not why one was refused.
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(4);

    // A service that says another year is wrong itself.
    private const int FirstYear = 2020;
    private const int LastYear = 2200;

    /// <param name="said">The service's time in its refusal, UTC.</param>
    /// <param name="signed">The time that was signed, UTC.</param>
    public static bool IsWhy(DateTime? said, DateTime signed) =>
        said is { Year: >= FirstYear and <= LastYear } time && (time - signed).Duration() > s_tolerance;
}
