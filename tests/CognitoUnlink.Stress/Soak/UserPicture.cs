namespace CognitoUnlink.Soak;

/// <summary>A user of a snapshot.</summary>
/// <param name="Username">The username.</param>
/// <param name="Status">The status.</param>
/// <param name="CanRecover">Whether a forgotten password can be reset by e-mail or phone, as the generated pool lets it.</param>
/// <param name="Rest">What no run may change.</param>
/// <param name="LastModified">When the user was changed last.</param>
/// <param name="Own">A profile's own identity.</param>
/// <param name="Links">The others.</param>
internal sealed record UserPicture(string Username, string Status, bool CanRecover, string Rest, string LastModified, HashSet<Link> Own, HashSet<Link> Links)
{
    /// <summary>How many links a run leaves, so that nobody is locked out: whoever has no password that can be reset and is no profile keeps one.</summary>
    public int Kept => (CanRecover && Status is ("CONFIRMED" or "RESET_REQUIRED")) || Own.Count > 0 ? 0 : Math.Min(1, Links.Count);
}
