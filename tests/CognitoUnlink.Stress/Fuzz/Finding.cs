namespace CognitoUnlink.Fuzz;

/// <summary>An input that must not do what it does.</summary>
/// <param name="Input">The input, as small as it could be made.</param>
/// <param name="Problem">What it does.</param>
/// <param name="Seed">The seed of the batch that it was found in.</param>
internal sealed record Finding(byte[] Input, Exception Problem, ulong Seed);
