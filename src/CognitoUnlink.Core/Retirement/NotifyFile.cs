using System.Text;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Retirement;

/// <summary>
/// A list of people to notify, since they have to use "forgot password": CSV for its owner only, in which no value is a formula for a spreadsheet. Each line is
/// in the file before the next user is changed. Thread-safe.
/// </summary>
public sealed class NotifyFile : IDisposable
{
    private readonly string _path;
    private readonly StreamWriter _text;

    private NotifyFile(string path, FileStream file)
    {
        _path = path;
        _text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
    }

    /// <summary>Creates the file.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.NotifyFileExists"/>, <see cref="ErrorId.NotifyFileNotWritable"/>.</exception>
    public static NotifyFile Create(string path)
    {
        try
        {
            if (File.Exists(path))
            {
                throw new UnlinkException(ErrorId.NotifyFileExists, $"The list of people to notify would overwrite '{path}'. Nothing was sent.");
            }

            var file = new NotifyFile(path, OwnerOnlyFile.OpenNew(path));
            file.Write("Username", "Sub", "Email", "PhoneNumber");
            return file;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw NotWritable(path, problem, "Nothing was sent.");
        }
    }

    /// <param name="user">The user as just read.</param>
    /// <param name="recovery">How their password can be reset, and so how they are to be notified.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.NotifyFileNotWritable"/>.</exception>
    internal void Add(CognitoUser user, Recovery recovery)
    {
        try
        {
            lock (_text)
            {
                Write(user.Username, user.Sub, recovery == Recovery.VerifiedEmail ? user.Email : null, recovery == Recovery.VerifiedPhone ? user.PhoneNumber : null);
            }
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException)
        {
            throw NotWritable(_path, problem, $"User '{user.Username}' got a password but is not in the list: notify this person yourself.");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _text.Dispose();
        }
        catch (IOException)
        {
            // Each line was flushed when it was written, and a failure was reported then.
        }
    }

    private static UnlinkException NotWritable(string path, Exception problem, string what) =>
        new(ErrorId.NotifyFileNotWritable, $"The list of people to notify, '{path}', cannot be written: {FileProblem.Why(path, problem)} {what}", problem);

    private void Write(params string?[] values) => _text.Write(string.Join(',', values.Select(value => Cell(value ?? string.Empty))) + "\r\n");

    private static string Cell(string value)
    {
        var text = FormulaText.Escape(value);
        return text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
