using System.Text.Json.Serialization;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Journaling;

/// <summary>The objects within a journal's lines.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(RunTaskConverter)])]
[JsonSerializable(typeof(RunSettings))]
[JsonSerializable(typeof(RunTotals))]
[JsonSerializable(typeof(Place))]
[JsonSerializable(typeof(RunCaller))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    private sealed class RunTaskConverter() : JsonStringEnumConverter<RunTask>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);
}
