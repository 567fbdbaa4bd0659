using System.Globalization;
using System.Text.Json;
using CognitoUnlink.LocalPool.Errors;

namespace CognitoUnlink.LocalPool.Validation;

internal sealed record IntegerShape : Shape
{
    public int? Min { get; init; }

    public int? Max { get; init; }

    public override void Check(JsonElement value, string path, Violations violations)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            throw ServiceErrors.Serialization(JsonTypes.Mismatch(value, "an Integer"));
        }

        if (!value.TryGetInt32(out var number))
        {
            throw ServiceErrors.Serialization("NUMBER_VALUE can not be converted to an Integer");
        }

        var shown = number.ToString(CultureInfo.InvariantCulture);
        if (number > Max)
        {
            violations.Add(path, shown, Sensitive, string.Create(CultureInfo.InvariantCulture, $"Member must have value less than or equal to {Max}"));
        }

        if (number < Min)
        {
            violations.Add(path, shown, Sensitive, string.Create(CultureInfo.InvariantCulture, $"Member must have value greater than or equal to {Min}"));
        }
    }
}
