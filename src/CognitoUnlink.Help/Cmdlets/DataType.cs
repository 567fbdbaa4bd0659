namespace CognitoUnlink.Help.Cmdlets;

/// <summary>A type of objects that a cmdlet takes or writes.</summary>
internal sealed record DataType(string Name, IReadOnlyList<string> Description);
