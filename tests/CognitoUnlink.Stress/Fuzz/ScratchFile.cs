namespace CognitoUnlink.Fuzz;

/// <summary>A file for readers that want a path; each thread that reads at a time has one.</summary>
internal sealed class ScratchFile : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"cognito-unlink-fuzz-{Guid.NewGuid():N}");

    public ScratchFile(ReadOnlySpan<byte> content) => File.WriteAllBytes(Path, content);

    public void Dispose() => File.Delete(Path);
}
