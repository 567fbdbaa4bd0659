namespace CognitoUnlink.Soak.Hunting;

/// <summary>The results of the rounds.</summary>
internal sealed record HuntCounts
{
    public int Rounds { get; init; }

    /// <summary>Rounds in which no user may be left with no way to sign in under any circumstances.</summary>
    public int StrictRounds { get; init; }

    public int Users { get; init; }

    public int Items { get; init; }

    public int Requests { get; init; }

    /// <summary>What the runs removed.</summary>
    public int Taken { get; init; }

    /// <summary>What the runs removed by requests that got an error or no answer.</summary>
    public int TakenUnseen { get; init; }

    public int TakenByRival { get; init; }

    public int Refused { get; init; }

    public int StrandedReported { get; init; }

    public int LinkedAgain { get; init; }

    public int RepairRefused { get; init; }

    /// <summary>Users left with no way to sign in by the rival alone, or by the rival after the last read.</summary>
    public int StrandedByRival { get; init; }

    /// <summary>Users left with no way to sign in by an unlink that was not read back: of a social identity by a process that removed nothing else from the user, or by a run that ended first and said so.</summary>
    public int NotReadBack { get; init; }

    public static HuntCounts operator +(HuntCounts left, HuntCounts right) => new()
    {
        Rounds = left.Rounds + right.Rounds,
        StrictRounds = left.StrictRounds + right.StrictRounds,
        Users = left.Users + right.Users,
        Items = left.Items + right.Items,
        Requests = left.Requests + right.Requests,
        Taken = left.Taken + right.Taken,
        TakenUnseen = left.TakenUnseen + right.TakenUnseen,
        TakenByRival = left.TakenByRival + right.TakenByRival,
        Refused = left.Refused + right.Refused,
        StrandedReported = left.StrandedReported + right.StrandedReported,
        LinkedAgain = left.LinkedAgain + right.LinkedAgain,
        RepairRefused = left.RepairRefused + right.RepairRefused,
        StrandedByRival = left.StrandedByRival + right.StrandedByRival,
        NotReadBack = left.NotReadBack + right.NotReadBack,
    };

    public override string ToString() =>
        $"{Rounds} rounds ({StrictRounds} strict), {Users} users, {Items} items, {Requests} requests: {Taken} taken ({TakenUnseen} unseen), {Refused} refused, {TakenByRival} taken by the rival; "
        + $"{StrandedReported} reported as stranded, {LinkedAgain} linked again, {RepairRefused} repairs refused, {StrandedByRival} stranded by the rival, {NotReadBack} not read back";
}
