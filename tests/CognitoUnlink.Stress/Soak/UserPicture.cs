namespace CognitoUnlink.Soak;

/// <summary>A user in a snapshot.</summary>
/// <param name="Username">The username.</param>
/// <param name="Status">The status.</param>
/// <param name="CanRecover">Whether a forgotten password can be reset by e-mail or phone, as the generated pool allows.</param>
/// <param name="Rest">The parts that no run may change.</param>
/// <param name="LastModified">When the user was changed last.</param>
/// <param name="Own">A profile's own identity.</param>
/// <param name="Links">The other identities.</param>
internal sealed record UserPicture(string Username, string Status, bool CanRecover, string Rest, string LastModified, HashSet<Link> Own, HashSet<Link> Links)
{
    /// <summary>How many links a run leaves so that no user is locked out: a user who is not a profile and has no password that can be reset keeps one.</summary>
    public int Kept => (CanRecover && Status is ("CONFIRMED" or "RESET_REQUIRED")) || Own.Count > 0 ? 0 : Math.Min(1, Links.Count);
}
