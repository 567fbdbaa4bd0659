using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Credentials;

/// <summary>Each source of credentials alone, and each pair: the source that comes first in the order of AWS.Tools signs.</summary>
public sealed class CredentialMatrixTests : EnvironmentTests
{
    public static TheoryData<string, string> Pairs
    {
        get
        {
            var names = CredentialSource.All.Select(source => source.Name).ToList();
            var pairs = new TheoryData<string, string>();
            for (var first = 0; first < names.Count; first++)
            {
                for (var second = first; second < names.Count; second++)
                {
                    pairs.Add(names[first], names[second]);
                }
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task The_request_is_signed_with_credentials_from_the_earlier_source(string first, string second)
    {
        Aws.Set("AWS_ENDPOINT_URL_STS", CredentialSource.StsUrl);
        var (winner, other) = (Source(first), Source(second));
        var options = winner.Give(Aws, new GatewayOptions { Region = "eu-west-1" });
        if (other != winner)
        {
            options = other.Give(Aws, options);
        }

        var request = await SignAsync(options);

        Assert.Equal("AKIA" + winner.Suffix, request.AccessKey);
        Assert.Equal("token-" + winner.Suffix, request.Header("x-amz-security-token"));
        Assert.Equal(Stub.SignatureCheck.Expected(request, $"secret-{winner.Suffix}-CANARY"), Stub.SignatureCheck.Sent(request));
    }

    private static CredentialSource Source(string name) => CredentialSource.All.Single(source => source.Name == name);
}
