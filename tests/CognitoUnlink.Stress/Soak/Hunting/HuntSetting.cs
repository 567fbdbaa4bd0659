using System.Diagnostics.CodeAnalysis;

namespace CognitoUnlink.Soak.Hunting;

/// <summary>Which runs a round has.</summary>
internal enum HuntKind
{
    /// <summary>All in this process, like runspaces in one PowerShell process.</summary>
    OneProcess,

    /// <summary>Processes that share one list by shards.</summary>
    Shards,

    /// <summary>Processes that each have their own list.</summary>
    Processes,

    /// <summary>Some in this process, one as a separate process.</summary>
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

    /// <summary>Whether the pool denies links, both to the runs and to the rival.</summary>
    public required bool DeniesLinks { get; init; }

    public required bool Verify { get; init; }

    public required bool CheckFactors { get; init; }

    public required bool AllowNoRecovery { get; init; }

    public required bool HasFaults { get; init; }

    public required bool HasJournals { get; init; }

    /// <summary>Whether no user may ever be left with no way to sign in, because the runs know about each other and there is no rival.</summary>
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
