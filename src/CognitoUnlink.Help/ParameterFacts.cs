using System.Globalization;
using Markdig.Syntax;

namespace CognitoUnlink.Help;

/// <summary>What platyPS says about a parameter in a block of YAML.</summary>
internal sealed record ParameterFacts
{
    public const string Switch = "SwitchParameter";

    public required string Type { get; init; }

    /// <summary>Empty: all.</summary>
    public required IReadOnlyList<string> ParameterSets { get; init; }

    public required string Aliases { get; init; }

    public required IReadOnlyList<string> AcceptedValues { get; init; }

    public required bool Required { get; init; }

    /// <summary>Null: by name only.</summary>
    public required int? Position { get; init; }

    public required string DefaultValue { get; init; }

    public required string PipelineInput { get; init; }

    public required bool Wildcards { get; init; }

    /// <exception cref="PageException">A fact is missing, unknown, or has an invalid value.</exception>
    public static ParameterFacts Read(string path, FencedCodeBlock code)
    {
        var given = new Dictionary<string, string>();
        var line = code.Line + 1;
        foreach (var text in PlainText.Code(code).Split('\n'))
        {
            line++;
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || !given.TryAdd(text[..colon], text[(colon + 1)..].Trim()))
            {
                throw new PageException(path, line, $"'{text.Trim()}' is not 'Name: value', or is here twice.");
            }
        }

        var sets = Take("Parameter Sets");
        var position = Take("Position");
        var facts = new ParameterFacts
        {
            Type = Take("Type"),
            ParameterSets = sets == "(All)" ? [] : sets.Split(", "),
            Aliases = Take("Aliases"),
            AcceptedValues = given.Remove("Accepted values", out var values) ? values.Split(", ") : [],
            Required = TakeBoolean("Required"),
            Position = position == "Named" ? null : int.TryParse(position, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong("Position", position),
            DefaultValue = Take("Default value"),
            PipelineInput = Take("Accept pipeline input"),
            Wildcards = TakeBoolean("Accept wildcard characters"),
        };
        return given.Count == 0 ? facts : throw new PageException(path, code, $"'{given.Keys.First()}' is no fact of a parameter.");

        string Take(string name) => given.Remove(name, out var value) ? value : throw new PageException(path, code, $"'{name}' is missing.");

        bool TakeBoolean(string name)
        {
            var value = Take(name);
            return bool.TryParse(value, out var known) ? known : throw Wrong(name, value);
        }

        PageException Wrong(string name, string value) => new(path, code, $"'{value}' is no value of '{name}'.");
    }
}
