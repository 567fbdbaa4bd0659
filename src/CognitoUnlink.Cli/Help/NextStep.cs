using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Cli.Help;

/// <summary>What to type next where a run could not start, in the words of the command line.</summary>
internal static class NextStep
{
    private const string ShowPools = "aws cognito-idp list-user-pools --max-results 60";

    private static readonly Dictionary<string, string> s_byErrorId = new()
    {
        [nameof(CognitoErrorKind.CredentialsNotFound)] = "Sign in with 'aws configure' or 'aws configure sso', then give --profile NAME where it is not the default.",
        [nameof(CognitoErrorKind.CredentialsRefused)] = "'aws sts get-caller-identity' shows whether the keys work; 'aws sso login' gets new ones of SSO, and --profile NAME takes another profile.",
        [nameof(CognitoErrorKind.ProfileNotFound)] = "'aws configure list-profiles' shows the names; give one with --profile NAME.",
        [nameof(CognitoErrorKind.RegionNotFound)] = "Give the pool's region, for instance --region eu-west-1, or set AWS_REGION.",
        [nameof(CognitoErrorKind.RegionMismatch)] = "Leave --region out: the region of the pool's id is taken where no profile and no variable says another.",
        [nameof(CognitoErrorKind.ResourceNotFound)] = $"'{ShowPools}' shows the pools of an account and region; --verbose says which credentials and region were taken, --profile NAME takes others.",
        [ErrorId.InvalidUserPoolId] = $"Ids look like eu-west-1_AbCdEfGhI; '{ShowPools}' shows yours.",
    };

    /// <summary>What to do, or null where the error's own advice says it.</summary>
    public static string? For(string errorId) => s_byErrorId.GetValueOrDefault(errorId);

    /// <summary>How to go on without an AWS account.</summary>
    public const string WithoutAccount = $"Without an AWS account: {HelpTopic.FirstStep}";
}
