namespace CognitoUnlink.Gateway;

/// <summary>A credential profile of this computer, without what it holds.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">In a word or two, how it gives credentials.</param>
public sealed record KnownProfile(string Name, string Kind);
