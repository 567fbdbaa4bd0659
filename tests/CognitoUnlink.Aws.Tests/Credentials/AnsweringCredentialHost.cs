using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

/// <summary>Answers prompts from a list and remembers what it was asked, and on which threads.</summary>
internal sealed class AnsweringCredentialHost(params string?[] codes) : ICredentialHost
{
    private readonly Queue<string?> _codes = new(codes);

    public List<string> Asked { get; } = [];

    public List<int> Threads { get; } = [];

    public object? AwsToolsCredential { get; init; }

    public string? ReadMfaCode(string profileName, string mfaSerial)
    {
        Asked.Add($"{profileName} {mfaSerial}");
        Threads.Add(Environment.CurrentManagedThreadId);
        return _codes.Dequeue();
    }

    public object? GetAwsToolsCredential(string profileName, string? profileLocation)
    {
        Asked.Add($"{profileName} at {profileLocation ?? "the usual place"}");
        return AwsToolsCredential;
    }
}
