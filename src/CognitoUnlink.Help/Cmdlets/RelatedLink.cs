namespace CognitoUnlink.Help.Cmdlets;

/// <summary>A link: the name of another help topic, or a web address with its title.</summary>
internal sealed record RelatedLink(string Text, string Uri);
