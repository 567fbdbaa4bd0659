using System.Diagnostics.CodeAnalysis;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>Which runs a round has.</summary>
internal enum HuntKind
{
    /// <summary>All in this process, as runspaces of one PowerShell are.</summary>
    OneProcess,

    /// <summary>Processes that share one list by shards.</summary>
    Shards,

    /// <summary>Processes with a list each.</summary>
    Processes,

    /// <summary>Some in this process, one as a process of its own.</summary>
    Mixed,
}

/// <summary>What a round does, all drawn from its seed.</summary>
internal sealed record HuntSetting
{
    public required int Seed { get; init; }

    public required HuntKind Kind { get; init; }

    public required int Runs { get; init; }

    public required bool HasRival { get; init; }

    public required bool Repair { get; init; }

    /// <summary>Whether the pool denies the runs to link, and the rival too.</summary>
    public required bool DeniesLinks { get; init; }

    public required bool Verify { get; init; }

    public required bool CheckFactors { get; init; }

    public required bool AllowNoRecovery { get; init; }

    public required bool HasFaults { get; init; }

    public required bool HasJournals { get; init; }

    /// <summary>Whether nobody may ever be left without a way in: runs that know of each other, and nobody else.</summary>
    public bool IsStrict => !HasRival && Kind is HuntKind.OneProcess or HuntKind.Shards;

    [SuppressMessage("Security", "CA5394", Justification = "No secret.")]
    public static HuntSetting Draw(int seed, Random random)
    {
        var kind = random.Next(10) switch { < 5 => HuntKind.OneProcess, < 6 => HuntKind.Shards, < 8 => HuntKind.Processes, _ => HuntKind.Mixed };
        var repair = random.Next(2) == 0;
        return new HuntSetting
        {
            Seed = seed,
            Kind = kind,
            Runs = random.Next(2, kind == HuntKind.OneProcess ? 5 : 4),
            HasRival = random.Next(5) < 2,
            Repair = repair,
            DeniesLinks = repair && random.Next(8) == 0,
            Verify = random.Next(2) == 0,
            CheckFactors = random.Next(3) == 0,
            AllowNoRecovery = random.Next(5) == 0,
            HasFaults = random.Next(4) > 0,
            HasJournals = random.Next(3) == 0,
        };
    }

    public override string ToString() => string.Concat(
        $"seed {Seed}, {Kind}, {Runs} runs",
        HasRival ? ", a rival" : string.Empty,
        Repair ? ", repair" : string.Empty,
        DeniesLinks ? " denied" : string.Empty,
        Verify ? ", verify" : string.Empty,
        CheckFactors ? ", factors" : string.Empty,
        AllowNoRecovery ? ", no recovery allowed" : string.Empty,
        HasFaults ? ", faults" : string.Empty,
        HasJournals ? ", journals" : string.Empty);
}
