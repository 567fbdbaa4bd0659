namespace CognitoUnlink.Help.Cmdlets;

/// <summary>A parameter. Where it differs between parameter sets it has facts for each kind of them.</summary>
internal sealed record Parameter(string Name, IReadOnlyList<string> Description, IReadOnlyList<ParameterFacts> Facts)
{
    /// <summary>The facts in a set; null when it does not belong to it.</summary>
    public ParameterFacts? In(string parameterSet) =>
        Facts.FirstOrDefault(facts => facts.ParameterSets.Count == 0 || facts.ParameterSets.Contains(parameterSet));
}
