namespace CognitoUnlink.Fuzz;

/// <summary>Nothing crashed, but something that must hold does not.</summary>
internal sealed class PropertyBrokenException(string message) : Exception(message);
