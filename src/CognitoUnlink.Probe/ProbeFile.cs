using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoUnlink.Errors;
using CognitoUnlink.Probe.Experiments;

namespace CognitoUnlink.Probe;

/// <summary>The file of a probe: what a local user pool reads, and every answer. It contains no account, ARN, key or pool.</summary>
public sealed class ProbeFile
{
    private const int Version = 1;

    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly bool _isNew;

    /// <summary>Makes sure that the file can be written, before anything is tried. Its contents stay until there are answers.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.ProbeFileNotWritable"/>.</exception>
    public ProbeFile(string path)
    {
        (_path, _isNew) = (path, !File.Exists(path));
        Guard(() => File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose());
    }

    /// <summary>The document.</summary>
    /// <param name="findings">The findings.</param>
    /// <param name="place">Where the probe was made.</param>
    /// <param name="version">The version of the program.</param>
    /// <param name="time">When the probe was made.</param>
    public static string Text(IReadOnlyList<Finding> findings, Gateway.Place place, string version, DateTimeOffset time)
    {
        var behavior = new JsonObject();
        foreach (var finding in findings)
        {
            if (finding.SwitchValue is { } value)
            {
                behavior[finding.Question.Id] = Value(value);
            }
        }

        var document = new JsonObject
        {
            ["version"] = Version,
            ["behavior"] = behavior,
            ["probed"] = new JsonObject
            {
                ["on"] = place.IsAws ? "Amazon Cognito" : place.Instance is not null ? "a local user pool" : "another server",
                ["region"] = place.Region,
                ["at"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["by"] = $"cognito-unlink {version}",
            },
            ["answers"] = new JsonArray([.. findings.Select(Describe)]),
        };
        return document.ToJsonString(s_options);
    }

    /// <summary>Writes the file.</summary>
    /// <param name="text">The document.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.ProbeFileNotWritable"/>.</exception>
    public void Write(string text) => Guard(() => File.WriteAllText(_path, text + Environment.NewLine));

    /// <summary>Removes the empty file if there was none before.</summary>
    public void Abandon()
    {
        if (_isNew)
        {
            File.Delete(_path);
        }
    }

    private static JsonObject Describe(Finding finding) => new()
    {
        ["id"] = finding.Question.Id,
        ["question"] = finding.Question.Text,
        ["assumed"] = finding.Question.Assumed,
        ["answered"] = finding.Answered,
        ["result"] = JsonNamingPolicy.CamelCase.ConvertName(finding.Result.ToString()),
        ["requestIds"] = new JsonArray([.. finding.RequestIds.Select(id => JsonValue.Create(id))]),
    };

    private static JsonValue Value(string text) =>
        bool.TryParse(text, out var flag) ? JsonValue.Create(flag)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
        : JsonValue.Create(text);

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UnlinkException(ErrorId.ProbeFileNotWritable, $"The file '{_path}' cannot be written: {error.Message}", error);
        }
    }
}
