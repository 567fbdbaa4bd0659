using System.Text.Json;
using System.Text.Json.Serialization;
using CognitoUnlink.Retirement;

namespace CognitoUnlink.Reporting;

/// <summary>Reads the results of commands from JSON: an object with <c>items</c>, as the command line writes it, the items alone, or one of them.</summary>
public static class FoundJson
{
    /// <summary>Reads the results.</summary>
    /// <param name="found">The JSON. Property names are case-insensitive; enums are words or numbers.</param>
    /// <typeparam name="T"><see cref="RetirementFinding"/> or <see cref="ComparedIdentity"/>.</typeparam>
    /// <exception cref="JsonException">It is something else.</exception>
    public static Reported<T> Read<T>(JsonElement found)
        where T : class
    {
        try
        {
            var isWhole = true;
            var items = found;
            if (found.ValueKind == JsonValueKind.Object && found.TryGetProperty("items", out var inside))
            {
                isWhole = !found.TryGetProperty("isComplete", out var complete) || complete.ValueKind != JsonValueKind.False;
                items = inside;
            }

            List<T?> all = items.ValueKind == JsonValueKind.Object ? [(T?)items.Deserialize(typeof(T), FoundTypes.Default)] : (List<T?>?)items.Deserialize(typeof(List<T?>), FoundTypes.Default) ?? [null];
            return all.TrueForAll(IsOne) ? new Reported<T>(all!) { IsComplete = isWhole } : throw new JsonException($"It does not contain {typeof(T).Name}.");
        }
        catch (InvalidOperationException problem)
        {
            throw new JsonException("It contains a string that is not valid text.", problem);
        }
    }

    private static bool IsOne<T>(T? item) => item switch
    {
        RetirementFinding finding => finding is { UserPoolId: not null, ProviderName: not null, Message: not null, Recommendation: not null, Examples: { } examples }
            && examples.All(example => example is not null) && Enum.IsDefined(finding.Check) && Enum.IsDefined(finding.Severity),
        ComparedIdentity compared => compared is { UserPoolId: not null, ProviderName: not null, ProviderAttributeValue: not null } && Enum.IsDefined(compared.State),
        _ => false,
    };
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(List<RetirementFinding>))]
[JsonSerializable(typeof(List<ComparedIdentity>))]
internal sealed partial class FoundTypes : JsonSerializerContext;
