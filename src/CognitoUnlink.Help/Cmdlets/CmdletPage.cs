namespace CognitoUnlink.Help.Cmdlets;

/// <summary>What the page of a cmdlet says.</summary>
internal sealed record CmdletPage
{
    public required string Name { get; init; }

    public required string Synopsis { get; init; }

    /// <summary>In the order of the page, the default one first.</summary>
    public required IReadOnlyList<string> ParameterSets { get; init; }

    public required IReadOnlyList<string> Description { get; init; }

    public required IReadOnlyList<Example> Examples { get; init; }

    public required IReadOnlyList<Parameter> Parameters { get; init; }

    public required IReadOnlyList<DataType> Inputs { get; init; }

    public required IReadOnlyList<DataType> Outputs { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Names of other help topics, and titles with a web address.</summary>
    public required IReadOnlyList<string> Links { get; init; }
}
