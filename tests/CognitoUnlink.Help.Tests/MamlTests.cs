using System.Xml.Linq;

namespace CognitoUnlink.Help.Tests;

public sealed class MamlTests : IDisposable
{
    private readonly DocsFolder _docs = new();

    public void Dispose() => _docs.Dispose();

    [Fact]
    public void Texts_are_plain_and_show_addresses_after_their_links()
    {
        var command = Command();
        Assert.Equal("Shows things.", Of(command, "details", "description").Value);
        Assert.Equal(
            ["Shows things, as 'Get-Thing' & others < do. A second line of the page (https://example.com/page).", "- one\n- two"],
            command.Elements().Single(each => each.Name.LocalName == "description").Elements().Select(para => para.Value));
        Assert.Equal(["about_Things", "Operation (https://example.com/operation)"], All(command, "linkText").Select(each => each.Value));
        Assert.All(All(command, "uri"), uri => Assert.Empty(uri.Value));
    }

    [Fact]
    public void An_example_contains_its_code_and_its_output()
    {
        var example = All(Command(), "example").Single();
        Assert.Equal("---------- Example 1: See ----------", Of(example, "title").Value);
        Assert.Equal("Get-Thing a |\n    Out-Null\n\na", Of(example, "code").Value);
        Assert.Equal("It is seen.", Of(example, "remarks").Elements().First().Value);
    }

    [Fact]
    public void A_parameter_set_lists_its_own_parameters_with_positional_and_required_ones_first()
    {
        var sets = All(Command(), "syntaxItem").Select(set => All(set, "parameter").Select(Facts).ToArray()).ToArray();
        Assert.Equal(["Name true 0 String[]", "Color false named Red|Blue"], sets[0]);
        Assert.Equal(["All true named ", "Name false named String[]", "Color false named Red|Blue"], sets[1]);

        static string Facts(XElement parameter) =>
            $"{Of(parameter, "name").Value} {parameter.Attribute("required")!.Value} {parameter.Attribute("position")!.Value} {string.Join('|', All(parameter, "parameterValue").Select(value => value.Value))}";
    }

    [Fact]
    public void A_parameter_is_described_once_with_the_differences_between_its_sets()
    {
        var parameters = All(Of(Command(), "parameters"), "parameter").ToDictionary(parameter => Of(parameter, "name").Value);
        Assert.Equal(["All", "Name", "Color"], parameters.Keys);
        var name = parameters["Name"];
        Assert.Equal("N, Nm", name.Attribute("aliases")!.Value);
        Assert.Equal("true", name.Attribute("globbing")!.Value);
        Assert.Equal("true (ByPropertyName)", name.Attribute("pipelineInput")!.Value);
        Assert.Equal(
            ["The names.", "In the parameter set Name it is required and given by name or at position 0. In the parameter set All it is optional and given by name, not by pipeline."],
            Of(name, "description").Elements().Select(para => para.Value));
        Assert.Equal("Red", Of(parameters["Color"], "defaultValue").Value);
        Assert.Equal("none", parameters["Color"].Attribute("aliases")!.Value);
    }

    private XElement Command() => _docs.Build().Root!.Elements().Single();

    private static IEnumerable<XElement> All(XElement element, string name) => element.Descendants().Where(each => each.Name.LocalName == name);

    private static XElement Of(XElement element, params string[] names) => names.Aggregate(element, (each, name) => All(each, name).First());
}
