namespace CognitoUnlink.Input;

/// <summary>The social identity providers, by the names that the service gives them.</summary>
public enum SocialProvider
{
    /// <summary>Facebook.</summary>
    Facebook,

    /// <summary>Google.</summary>
    Google,

    /// <summary>Login with Amazon.</summary>
    LoginWithAmazon,

    /// <summary>Sign in with Apple.</summary>
    SignInWithApple,
}
