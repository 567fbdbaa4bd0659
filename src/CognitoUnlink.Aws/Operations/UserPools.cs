using System.Text.Json;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Operations;

/// <summary>Reads user pools, listed or described.</summary>
internal static class UserPools
{
    public static UserPool ReadDescribed(JsonElement pool) => Read(pool) with
    {
        NamingAttributes = [.. pool.Texts("UsernameAttributes"), .. pool.Texts("AliasAttributes")],
        RecoveryMechanisms =
        [
            .. (pool.Member("AccountRecoverySetting")?.Items("RecoveryMechanisms") ?? [])
                .OrderBy(mechanism => mechanism.WholeNumber("Priority"))
                .Select(mechanism => mechanism.Text("Name"))
                .OfType<string>(),
        ],
    };

    public static UserPool Read(JsonElement pool) => new()
    {
        UserPoolId = pool.Required("Id"),
        Name = pool.Text("Name"),
        EstimatedNumberOfUsers = pool.WholeNumber("EstimatedNumberOfUsers"),
        CaseSensitive = pool.Member("UsernameConfiguration")?.Flag("CaseSensitive"),
    };
}
