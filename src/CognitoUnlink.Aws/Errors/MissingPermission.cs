using System.Text.RegularExpressions;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using CognitoUnlink.Aws.Client;

namespace CognitoUnlink.Aws.Errors;

/// <summary>
/// Names what an IAM policy has to allow, whatever the service says.
/// <see href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html"/>
/// </summary>
internal static partial class MissingPermission
{
    public static string Describe(CallSite call, string? text)
    {
        var said = string.IsNullOrWhiteSpace(text) ? "no reason given." : text;
        return $"AWS denied {CognitoClient.SigningName}:{call.Operation} on {Resource(call, said)} (credentials: {call.CredentialSource}): {said}";
    }

    private static string Resource(CallSite call, string said)
    {
        // Listing pools is about no pool in particular.
        if (call.UserPoolId is not { } pool)
        {
            return "*";
        }

        // * in the account's place is good in a policy too.
        var account = Account().Matches(said).OrderByDescending(match => match.Groups["service"].Value == CognitoClient.SigningName)
            .FirstOrDefault()?.Groups["account"].Value ?? "*";
        return $"arn:{Fn.GetAttr(Fn.Partition(call.Region), "name")}:{CognitoClient.SigningName}:{call.Region}:{account}:userpool/{pool}";
    }

    // The pool's own ARN, where the service names it, or else the caller's, who is of the same account.
    [GeneratedRegex(@"arn:[\w-]+:(?<service>[\w-]+):[\w-]*:(?<account>\d{12}):", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Account();
}
