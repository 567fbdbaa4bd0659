using System.Management.Automation;

namespace Decoy.Empty;

/// <summary>All that a binary module must have, to measure what the import of one costs at least.</summary>
[Cmdlet(VerbsCommon.Get, "DecoyNothing")]
public sealed class GetDecoyNothingCommand : PSCmdlet;
