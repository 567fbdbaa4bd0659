using CognitoUnlink.Fuzz.Targets;

namespace CognitoUnlink.Fuzz;

/// <summary>Every target.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new IdentitiesTarget(),
        new JournalTarget(),
        new JournalRecordTarget(),
        new JournalFormatsTarget(),
        new AnswersTarget(),
        new RowsTarget(),
        new RowOutputTarget(),
        new ColumnMapTarget(),
        new AppClientTarget(),
        new FoundTarget(),
        new SeedTarget(),
        new HttpTarget(),
        new ProtocolTarget(),
        new SignatureTarget(),
    ];
}
