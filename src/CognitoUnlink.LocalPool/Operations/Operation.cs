using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations;

/// <summary>An operation of the service. Its class has the operation's name.</summary>
internal abstract class Operation
{
    public string Name => GetType().Name;

    /// <summary>What a request must be like.</summary>
    public abstract StructureShape Input { get; }

    /// <summary>False when the model has no output shape: such an answer has no body, not even {}.</summary>
    public virtual bool HasOutput => true;

    /// <summary>Does it, and writes the members of its answer.</summary>
    public abstract void Execute(OperationCall call);
}
