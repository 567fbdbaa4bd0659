using System.Text.Json;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Documents;

/// <summary>The file of a probe, or one that somebody wrote by hand: how pools answer. What else the probe found is not looked at.</summary>
internal sealed record BehaviorDocument
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required Behavior Behavior { get; init; }

    public JsonElement? Probed { get; init; }

    public JsonElement? Answers { get; init; }
}
