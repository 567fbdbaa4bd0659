namespace CognitoUnlink.Fuzz;

/// <summary>An input that a target handles wrongly.</summary>
/// <param name="Input">The input, as small as it could be made.</param>
/// <param name="Problem">What happens with it.</param>
/// <param name="Seed">The seed of the batch in which it was found.</param>
internal sealed record Finding(byte[] Input, Exception Problem, ulong Seed);
