namespace CognitoUnlink.Fuzz;

/// <summary>A file for readers that need a path. Each use has its own file, so threads do not disturb each other.</summary>
internal sealed class ScratchFile : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"cognito-unlink-fuzz-{Guid.NewGuid():N}");

    public ScratchFile(ReadOnlySpan<byte> content) => File.WriteAllBytes(Path, content);

    public void Dispose() => File.Delete(Path);
}
