using System.Globalization;
using System.Xml.Linq;

namespace CognitoUnlink.Help;

/// <summary>Cmdlets' pages as MAML, the XML that Get-Help reads.</summary>
internal static class Maml
{
    private static readonly XNamespace s_file = "http://msh";
    private static readonly XNamespace s_maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace s_command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace s_dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static XDocument Document(IEnumerable<CmdletPage> pages) => new(new XElement(
        s_file + "helpItems",
        new XAttribute("schema", "maml"),
        new XAttribute(XNamespace.Xmlns + "maml", s_maml),
        new XAttribute(XNamespace.Xmlns + "command", s_command),
        new XAttribute(XNamespace.Xmlns + "dev", s_dev),
        pages.Select(Command)));

    private static XElement Command(CmdletPage page) => new(
        s_command + "command",
        new XElement(
            s_command + "details",
            new XElement(s_command + "name", page.Name),
            new XElement(s_command + "verb", page.Name.Split('-')[0]),
            new XElement(s_command + "noun", page.Name.Split('-')[1]),
            Paragraphs(s_maml + "description", [page.Synopsis])),
        Paragraphs(s_maml + "description", page.Description),
        new XElement(s_command + "syntax", page.ParameterSets.Select(set => SyntaxItem(page, set))),
        new XElement(s_command + "parameters", page.Parameters.Select(Described)),
        new XElement(s_command + "inputTypes", page.Inputs.Select(type => DataType(s_command + "inputType", type))),
        new XElement(s_command + "returnValues", page.Outputs.Select(type => DataType(s_command + "returnValue", type))),
        new XElement(s_maml + "alertSet", Paragraphs(s_maml + "alert", page.Notes)),
        new XElement(s_command + "examples", page.Examples.Select(Example)),
        // Get-Help -Online would open the first URI, and none of these is the command's own page.
        new XElement(s_command + "relatedLinks", page.Links.Select(link => new XElement(
            s_maml + "navigationLink", new XElement(s_maml + "linkText", link), new XElement(s_maml + "uri")))));

    // Positional ones first, then the mandatory ones, as Get-Command -Syntax has them.
    private static XElement SyntaxItem(CmdletPage page, string parameterSet) => new(
        s_command + "syntaxItem",
        new XElement(s_maml + "name", page.Name),
        page.Parameters
            .Select(parameter => (Parameter: parameter, Facts: parameter.In(parameterSet)))
            .Where(each => each.Facts is not null)
            .OrderBy(each => each.Facts!.Position ?? int.MaxValue)
            .ThenBy(each => !each.Facts!.Required)
            .Select(each => Element(each.Parameter, each.Facts!, SyntaxValue(each.Facts!))));

    // One entry for a parameter, even where it differs between sets: people look it up by name. It has the facts of the first
    // set, which is the default one where the parameter belongs to it, and the text says what differs.
    private static XElement Described(Parameter parameter)
    {
        var facts = parameter.Facts[0];
        IEnumerable<string> text = parameter.Facts.Count == 1 ? parameter.Description : [.. parameter.Description, string.Join(' ', parameter.Facts.Select(Summary))];
        return Element(parameter with { Description = [.. text] }, facts, Value(facts.Type));
    }

    private static string Summary(ParameterFacts facts) =>
        $"In the parameter set{(facts.ParameterSets.Count == 1 ? string.Empty : "s")} {string.Join(", ", facts.ParameterSets)} it is {(facts.Required ? "required" : "optional")} and given {(facts.Position is { } position ? $"by name or at position {position}" : "by name")}{(facts.PipelineInput == "False" ? ", not by pipeline" : string.Empty)}.";

    private static XElement Element(Parameter parameter, ParameterFacts facts, XElement? value) => new(
        s_command + "parameter",
        new XAttribute("required", facts.Required ? "true" : "false"),
        new XAttribute("variableLength", facts.Type.EndsWith("[]", StringComparison.Ordinal) ? "true" : "false"),
        new XAttribute("globbing", facts.Wildcards ? "true" : "false"),
        new XAttribute("pipelineInput", char.ToLowerInvariant(facts.PipelineInput[0]) + facts.PipelineInput[1..]),
        new XAttribute("position", facts.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
        new XAttribute("aliases", facts.Aliases.Length == 0 ? "none" : facts.Aliases),
        new XElement(s_maml + "name", parameter.Name),
        Paragraphs(s_maml + "description", parameter.Description),
        value,
        new XElement(s_dev + "type", new XElement(s_maml + "name", facts.Type), new XElement(s_maml + "uri")),
        new XElement(s_dev + "defaultValue", facts.DefaultValue));

    // The placeholder for the value in the syntax line; a switch has none.
    private static XElement? SyntaxValue(ParameterFacts facts) => facts switch
    {
        { Type: ParameterFacts.Switch } => null,
        { AcceptedValues.Count: > 0 } when !facts.Type.EndsWith("[]", StringComparison.Ordinal) =>
            new XElement(s_command + "parameterValueGroup", facts.AcceptedValues.Select(Value)),
        _ => Value(facts.Type),
    };

    private static XElement Value(string text) =>
        new(s_command + "parameterValue", new XAttribute("required", "true"), new XAttribute("variableLength", "false"), text);

    private static XElement DataType(XName name, DataType type) => new(
        name,
        new XElement(s_dev + "type", new XElement(s_maml + "name", type.Name)),
        Paragraphs(s_maml + "description", type.Description));

    private static XElement Example(Example example) => new(
        s_command + "example",
        new XElement(s_maml + "title", $"---------- {example.Title} ----------"),
        new XElement(s_dev + "code", example.Code),
        // The last one is the empty line before the next title.
        Paragraphs(s_dev + "remarks", [.. example.Remarks, string.Empty]));

    private static XElement Paragraphs(XName name, IEnumerable<string> paragraphs) =>
        new(name, paragraphs.Select(text => new XElement(s_maml + "para", text)));
}
