using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime.CredentialManagement;

namespace CognitoUnlink.Aws.Issuers;

/// <summary>The file of a sign-in in <c>~/.aws/sso/cache</c>, which the AWS CLI, the SDKs and this program share.</summary>
internal sealed class SsoTokenFile
{
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> s_gates = [];

    private readonly string _path;

    public SsoTokenFile(CredentialProfileOptions said) => _path = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws", "sso", "cache", NameOf(said.SsoSession ?? said.SsoStartUrl) + ".json");

    /// <summary>One at a time in this process renews the token. A refresh token may be good only once.</summary>
    public SemaphoreSlim Gate => s_gates.GetOrAdd(_path, _ => new SemaphoreSlim(1));

    /// <summary>Null when there is no file, or what it holds is no token.</summary>
    public SsoToken? Read()
    {
        try
        {
            return SsoToken.TryRead(File.ReadAllText(_path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes the token for its owner only, whole at once for whoever reads it meanwhile. One that cannot be written is still good.</summary>
    public void Write(SsoToken token)
    {
        var whole = $"{_path}.{Guid.NewGuid():N}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var writer = new StreamWriter(whole, options))
            {
                writer.Write(token.ToJson());
            }

            File.Move(whole, _path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Discard(whole);
        }
    }

    private static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    [SuppressMessage("Security", "CA5350", Justification = "The file names are made so.")]
    private static string NameOf(string key) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(key))).ToLowerInvariant();
}
