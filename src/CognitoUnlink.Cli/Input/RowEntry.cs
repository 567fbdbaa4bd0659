namespace CognitoUnlink.Cli.Input;

/// <summary>What a row came to: something to do, or an error.</summary>
/// <typeparam name="T">What there is to do.</typeparam>
/// <param name="UserPoolId">The pool, empty when the row does not tell.</param>
/// <param name="Username">The user, when the row tells.</param>
/// <param name="Item">What there is to do; null for an error.</param>
/// <param name="Error">Why there is nothing to do.</param>
internal sealed record RowEntry<T>(string UserPoolId, string? Username, T? Item, Exception? Error)
    where T : class;
