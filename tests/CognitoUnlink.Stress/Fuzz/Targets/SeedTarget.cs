using CognitoUnlink.Fuzz.Generation;
using CognitoUnlink.LocalPool.Documents;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Fuzz.Targets;

/// <summary>Seed files and snapshots: what is read can be written and read again unchanged.</summary>
internal sealed class SeedTarget : FuzzTarget
{
    public override string Name => "seed";

    protected override IReadOnlyList<string> Tokens => SeedDocuments.Tokens;

    public override void Check(byte[] input)
    {
        byte[] written;
        try
        {
            written = Snapshot(input);
        }
        catch (LocalUserPoolException problem)
        {
            Require(problem.Message.Length > 0, "The error says nothing.");
            return;
        }

        Require(Snapshot(written).AsSpan().SequenceEqual(written), "A snapshot is restored as something else.");
    }

    protected override byte[] Valid(Random random) => SeedDocuments.Any(random);

    internal static byte[] Snapshot(byte[] document) =>
        DocumentFormat.Write(DocumentWriter.Describe(DocumentReader.Read(DocumentFormat.Read<ServerDocument>(document), "us-east-1_LocalPool", 1, new()))).ToArray();
}
