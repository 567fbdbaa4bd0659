namespace CognitoUnlink.LocalPool.SignIn;

/// <summary>Who signed in.</summary>
internal sealed record SignInResult(string Username, bool Created);
