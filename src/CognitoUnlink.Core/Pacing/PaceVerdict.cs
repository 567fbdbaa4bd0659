namespace CognitoUnlink.Pacing;

/// <summary>What the answers of a while say of the pace.</summary>
internal enum PaceVerdict
{
    /// <summary>There is room.</summary>
    Grow,

    /// <summary>Leave it as it is.</summary>
    Hold,

    /// <summary>It is too fast.</summary>
    Reduce,

    /// <summary>It seems not to matter: go slower for a moment, to be sure.</summary>
    Probe,

    /// <summary>Going slower did not matter: back to the pace before.</summary>
    Restore,
}
