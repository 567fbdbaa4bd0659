using System.Text.Json;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Operations;

/// <summary>Reads user pools, listed or described.</summary>
internal static class UserPools
{
    public static UserPool Read(JsonElement pool) => new()
    {
        UserPoolId = pool.Required("Id"),
        Name = pool.Text("Name"),
        EstimatedNumberOfUsers = pool.WholeNumber("EstimatedNumberOfUsers"),
        CaseSensitive = pool.Member("UsernameConfiguration")?.Flag("CaseSensitive"),
    };
}
