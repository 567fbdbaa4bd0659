namespace CognitoUnlink.LocalPool.Seeding;

/// <summary>A kind of generated user.</summary>
internal sealed record UserRecipe(string Status, params LinkKind[] Links)
{
    public bool Enabled { get; init; } = true;

    /// <summary>The identity that a federated profile is made of; null for native users.</summary>
    public LinkKind? Own { get; init; }

    public Special Special { get; init; }

    /// <summary>What is verified of a native user, and so whether a forgotten password can be reset.</summary>
    public Contact Contact { get; init; }
}

/// <summary>The e-mail address and phone of a generated native user.</summary>
internal enum Contact
{
    VerifiedEmail,

    VerifiedEmailAndPhone,

    /// <summary>The phone is unverified.</summary>
    VerifiedEmailUnverifiedPhone,

    /// <summary>The e-mail address is unverified.</summary>
    VerifiedPhone,

    /// <summary>An unverified e-mail address: as left by triggers that make a user with a random password. Nobody can reset it.</summary>
    Unverified,

    UnverifiedWithPhone,
}
