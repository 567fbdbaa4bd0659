namespace CognitoUnlink.Probe.Experiments;

/// <summary>Everything that a probe tries, and what it cannot try.</summary>
internal static class AllExperiments
{
    public static IReadOnlyList<Experiment> List { get; } =
    [
        new UnlinkingWhatIsNotLinked(),
        new UnknownNames(),
        new WrongAttribute(),
        new LastIdentity(),
        new LastModified(),
        new TokensAfterUnlink(),
        new TokensAfterSignOut(),
        new StatusAfterLink(),
        new StatusAfterUnlink(),
        new Deactivation(),
        new Reactivation(),
        new StatusAfterDeactivation(),
        new LinkLimits(),
        new SamlNames(),
        new ProfileLookalike(),
        new DeletedProvider(),
        new ProviderOfClient(),
        new ClientSettings(),
        new ListLag(),
        new PageLength(),
        new Throttling(),
    ];

    /// <summary>Questions that need a person to sign in through a provider, each with the reason.</summary>
    public static IReadOnlyList<(Question Question, string Reason)> NotTried { get; } =
    [
        (Question.OfSwitch("unlinkOwnProfile", "Unlinking a federated user's own identity", "notLinked", "preventSignIn"), "A federated user is created by a sign-in through a provider."),
        (Question.OfFlag("linkBesideProfile", "Whether an identity that belongs to a federated user can be linked", assumed: false), "A federated user is created by a sign-in through a provider."),
        (Question.OfFlag("linkAfterSignIn", "Whether an identity that signed in through its link can be linked again", assumed: true), "This needs a sign-in through a link."),
        (Question.OfSwitch("signedInUserId", "What 'identities' shows after someone signed in through a link by another attribute", "subject", "linkedValue"), "This needs a sign-in through a link."),
        (Question.OfSwitch("linkingTrigger", "What the pool's trigger does with new users", "none", "linkByEmail", "linkOrCreate"), "The pool's own trigger decides this, not the service."),
    ];

    /// <summary>The most users that they create.</summary>
    public const int Users = 30;
}
