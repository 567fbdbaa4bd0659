using CognitoUnlink.Fuzz.Generation;

namespace CognitoUnlink.Fuzz;

/// <summary>Something that reads what others wrote, and the rules that must hold for any input.</summary>
internal abstract class FuzzTarget
{
    /// <summary>The name on the command line and of its folder in the corpus.</summary>
    public abstract string Name { get; }

    /// <summary>Pieces that mean something to this reader, which mutations insert anywhere.</summary>
    protected virtual IReadOnlyList<string> Tokens => [];

    /// <summary>Reads the input in every way there is.</summary>
    /// <exception cref="Exception">Every exception is a finding.</exception>
    public abstract void Check(byte[] input);

    /// <summary>The next input: usually a valid document that was changed in a few places, sometimes an unchanged one.</summary>
    public byte[] Generate(Random random) => Mutation.Apply(random, Valid(random), Tokens);

    /// <summary>A document as the program would meet it on a good day.</summary>
    protected abstract byte[] Valid(Random random);

    protected static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new PropertyBrokenException(what);
        }
    }
}
