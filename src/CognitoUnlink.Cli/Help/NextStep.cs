using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.Cli.Help;

/// <summary>What to type next after an error, in the words of the command line.</summary>
/// <param name="Words">What to do.</param>
/// <param name="IsAboutAccount">Whether somebody without an AWS account would come to it.</param>
internal sealed record NextStep(string Words, bool IsAboutAccount = true)
{
    /// <summary>How to go on without an AWS account.</summary>
    public const string WithoutAccount = $"Without an AWS account: {HelpTopic.FirstStep}";

    private const string ShowPools = "aws cognito-idp list-user-pools --max-results 60";

    private static readonly Dictionary<string, NextStep> s_byErrorId = new()
    {
        [nameof(CognitoErrorKind.CredentialsNotFound)] = new("Sign in with 'aws configure' or 'aws configure sso', then give --profile NAME where it is not the default."),
        [nameof(CognitoErrorKind.CredentialsRefused)] = new("'aws sts get-caller-identity' shows whether the keys work; 'aws sso login' gets new ones of SSO, and --profile NAME takes another profile."),
        [nameof(CognitoErrorKind.ProfileNotFound)] = new("'aws configure list-profiles' shows the names; give one with --profile NAME."),
        [nameof(CognitoErrorKind.RegionNotFound)] = new("Give --user-pool-id, whose value names the region, or --region NAME, or set AWS_REGION."),
        [nameof(CognitoErrorKind.RegionMismatch)] = new("Leave --region out: the region of the pool's id is taken where no profile and no variable says another."),
        [nameof(CognitoErrorKind.ResourceNotFound)] = new($"'{ShowPools}' shows the pools of an account and region; --verbose says which were taken, and --profile NAME takes others."),
        [nameof(CognitoErrorKind.ConnectionFailed)] = new("See whether the endpoint can be reached from here: --verbose shows which it is. With --journal, run it again: what is uncertain is settled by a read."),
        [ErrorId.InvalidUserPoolId] = new($"Ids look like eu-west-1_AbCdEfGhI; '{ShowPools}' shows yours."),
        [ErrorId.ProviderNotFound] = new("Wildcards are allowed: --provider 'Ok*'.", IsAboutAccount: false),
        [nameof(CognitoErrorKind.UserNotFound)] = new($"'{HelpTopic.Program} list' shows the users who have identities. Usernames are case-sensitive in pools that were made so.", IsAboutAccount: false),
        [ErrorId.LocalUserPoolStopped] = new(
            $"A pool of --local is gone with its process; '{HelpTopic.Program} serve --port 9229' makes one that stays. "
            + "Then give --endpoint-url http://127.0.0.1:9229 to list, unlink and relink, with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY set to local.",
            IsAboutAccount: false),
        [ErrorId.LocalUserPoolNotStarted] = new("Without --port a free port is taken.", IsAboutAccount: false),
    };

    // In the order that they count in.
    private static readonly string[] s_endpointVariables = ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "AWS_ENDPOINT_URL"];

    /// <summary>What to do, or null where the error's own advice says it.</summary>
    public static NextStep? After(Exception problem)
    {
        var errorId = ErrorAdvice.IdOf(problem)!;
        var step = s_byErrorId.GetValueOrDefault(errorId);
        return errorId == nameof(CognitoErrorKind.ResourceNotFound) && problem.Message.Contains(LocalUserPoolOptions.DefaultUserPoolId, StringComparison.Ordinal) ? s_byErrorId[ErrorId.LocalUserPoolStopped]
            : errorId == nameof(CognitoErrorKind.ConnectionFailed) && EndpointOf(problem) is { } endpoint ? new NextStep($"{endpoint} {step!.Words}")
            : step;
    }

    private static string? EndpointOf(Exception problem)
    {
        var variable = s_endpointVariables.FirstOrDefault(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));
        return variable is not null
            && Uri.TryCreate(Environment.GetEnvironmentVariable(variable), UriKind.Absolute, out var url)
            && problem.Message.Contains(url.Authority, StringComparison.Ordinal)
                ? $"The address {url} comes from {variable}."
                : null;
    }
}
