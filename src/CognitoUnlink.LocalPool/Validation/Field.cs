namespace CognitoUnlink.LocalPool.Validation;

/// <summary>A member of a structure.</summary>
internal sealed record Field(string Name, Shape Shape, bool Required = false)
{
    /// <summary>Its name as error texts have it: userPoolId.</summary>
    public string PathName { get; } = char.ToLowerInvariant(Name[0]) + Name[1..];
}
