using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

/// <summary>Answers prompts from a list and records each request, and the threads of the prompts.</summary>
internal sealed class AnsweringCredentialHost(params string?[] codes) : ICredentialHost
{
    private readonly Queue<string?> _codes = new(codes);

    public List<string> Requests { get; } = [];

    public List<int> Threads { get; } = [];

    public object? AwsToolsCredential { get; init; }

    public string? ReadMfaCode(string profileName, string mfaSerial)
    {
        Requests.Add($"{profileName} {mfaSerial}");
        Threads.Add(Environment.CurrentManagedThreadId);
        return _codes.Dequeue();
    }

    public object? GetAwsToolsCredential(string profileName, string? profileLocation)
    {
        Requests.Add($"{profileName} at {profileLocation ?? "the default location"}");
        return AwsToolsCredential;
    }
}
