namespace CognitoUnlink.TestSupport;

/// <summary>An environment without the credentials, regions and colors of whoever runs the tests, for programs that soon end.</summary>
public static class CleanEnvironment
{
    public static IReadOnlyDictionary<string, string?> Variables { get; } = new Dictionary<string, string?>
    {
        ["AWS_EC2_METADATA_DISABLED"] = "true",
        ["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(Path.GetTempPath(), "cognito-unlink-no-credentials"),
        ["AWS_CONFIG_FILE"] = Path.Combine(Path.GetTempPath(), "cognito-unlink-no-config"),
        ["AWS_ACCESS_KEY_ID"] = null,
        ["AWS_SECRET_ACCESS_KEY"] = null,
        ["AWS_SESSION_TOKEN"] = null,
        ["AWS_PROFILE"] = null,
        ["AWS_REGION"] = null,
        ["AWS_DEFAULT_REGION"] = null,
        ["AWS_ENDPOINT_URL"] = null,
        ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = null,
        ["NO_COLOR"] = null,
        ["CLICOLOR_FORCE"] = null,
        // A program that runs for a second has nothing from being measured for better code.
        ["DOTNET_TieredPGO"] = "0",
        // One that is killed would leave the pipes of its debugger behind.
        ["DOTNET_EnableDiagnostics"] = "0",
    };
}
