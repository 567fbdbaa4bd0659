namespace CognitoUnlink.Report;

/// <summary>One provider's links to the users that the journals name.</summary>
/// <param name="name">The provider's name.</param>
public sealed class ProviderLinks(string name)
{
    /// <summary>The provider's exact name.</summary>
    public string Name { get; } = name;

    /// <summary>The provider's type, when a line tells.</summary>
    public string? Type { get; internal set; }

    /// <summary>Identities of it that were asked for.</summary>
    public long Items { get; internal set; }

    /// <summary>Links known to have been there before the first line about them.</summary>
    public long Before { get; internal set; }

    /// <summary>Links known to be there after the last line about them.</summary>
    public long After { get; internal set; }

    /// <summary>Links of which it is not known whether they are there now.</summary>
    public long Uncertain { get; internal set; }
}
