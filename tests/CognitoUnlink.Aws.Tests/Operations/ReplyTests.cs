using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Operations;

public sealed class ReplyTests
{
    private const string Pool = "eu-west-1_AbCdEfGhI";

    /// <summary>Spaces and order as a service might send them; they must be kept.</summary>
    private const string Identities = """[ {"userId":"MSP_Carlos@example.com","providerName":"ADFS1","providerType":"SAML","primary":"false"} ]""";

    private static readonly string s_identitiesAsJson = System.Text.Json.JsonSerializer.Serialize(Identities);

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    public async Task An_empty_answer_and_an_empty_object_both_count_as_success(string body)
    {
        await using var stub = new StubServer(StubReply.Ok(body));
        using var gateway = stub.Gateway();
        var user = ProviderUser.Native("carlos");

        Assert.Equal(StubReply.RequestId, await gateway.AdminDisableProviderForUserAsync(Pool, user, default));
        Assert.Equal(StubReply.RequestId, await gateway.AdminLinkProviderForUserAsync(Pool, user, user, default));
        Assert.Equal(StubReply.RequestId, await gateway.AdminUserGlobalSignOutAsync(Pool, "carlos", default));
    }

    [Theory]
    [InlineData("""{"Username":"carlos","ConfiguredUserAuthFactors":["PASSWORD","WEB_AUTHN",7]}""", true)]
    [InlineData("""{"Username":"carlos","ConfiguredUserAuthFactors":["EMAIL_OTP"]}""", true)]
    [InlineData("""{"Username":"carlos","ConfiguredUserAuthFactors":["SMS_OTP"],"UserMFASettingList":[]}""", true)]
    [InlineData("""{"Username":"carlos","ConfiguredUserAuthFactors":["PASSWORD"],"UserMFASettingList":["EMAIL_OTP"]}""", false)]
    [InlineData("""{"Username":"carlos"}""", false)]
    public async Task A_passkey_or_a_one_time_code_counts_as_a_factor_other_than_a_password(string answer, bool hasOther)
    {
        await using var stub = new StubServer(StubReply.Ok(answer));
        using var gateway = stub.Gateway();

        var factors = await gateway.AdminGetUserAuthFactorsAsync(Pool, "carlos", default);

        Assert.Equal(("carlos", hasOther), (factors.Username, factors.HasOtherThanPassword));
    }

    [Fact]
    public async Task A_listed_user_has_its_sub_and_its_identities_unchanged()
    {
        await using var stub = new StubServer(StubReply.Ok($$"""
            {"Users":[{"Username":"carlos","UserStatus":"CONFIRMED","Enabled":false,"UserCreateDate":1.70057487582E9,
            "Attributes":[{"Name":"email","Value":"c@example.com"},{"Name":"sub","Value":"aaaa-bbbb"},{"Name":"identities","Value":{{s_identitiesAsJson}}}]}],
            "PaginationToken":"next"}
            """));
        using var gateway = stub.Gateway();

        var page = await gateway.ListUsersAsync(Pool, null, 60, null, default);

        var expected = new CognitoUser { Username = "carlos", Sub = "aaaa-bbbb", UserStatus = "CONFIRMED", Enabled = false, Identities = Identities, HasVerifiedEmail = false, HasVerifiedPhone = false };
        Assert.Equal(expected, Assert.Single(page.Items));
        Assert.Equal("next", page.NextToken);
    }

    [Fact]
    public async Task AdminGetUser_reads_the_attributes_from_UserAttributes()
    {
        await using var stub = new StubServer(StubReply.Ok($$"""
            {"Username":"carlos","UserStatus":"FORCE_CHANGE_PASSWORD","Enabled":true,"UserLastModifiedDate":1.7e9,
            "UserAttributes":[{"Name":"sub","Value":"aaaa-bbbb"},{"Name":"email","Value":"carlos@example.com"},{"Name":"email_verified","Value":"true"},{"Name":"phone_number","Value":"+15551234567"},{"Name":"phone_number_verified","Value":"false"},{"Name":"identities","Value":{{s_identitiesAsJson}}}]}
            """));
        using var gateway = stub.Gateway();

        var user = await gateway.AdminGetUserAsync(Pool, "carlos", default);

        Assert.Equal(new CognitoUser { Username = "carlos", Sub = "aaaa-bbbb", UserStatus = "FORCE_CHANGE_PASSWORD", Enabled = true, Identities = Identities, HasVerifiedEmail = true, HasVerifiedPhone = false }, user);
    }

    [Fact]
    public async Task A_user_without_attributes_has_no_identities_and_Enabled_is_unknown()
    {
        await using var stub = new StubServer(StubReply.Ok("""{"Users":[{"Username":"carlos"}]}"""));
        using var gateway = stub.Gateway();

        var page = await gateway.ListUsersInGroupAsync(Pool, "g", 60, null, default);

        Assert.Equal(new CognitoUser { Username = "carlos", HasVerifiedEmail = false, HasVerifiedPhone = false }, Assert.Single(page.Items));
        Assert.Null(page.NextToken);
    }

    [Theory]
    [InlineData("60", "60")]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    public async Task A_pagination_token_may_be_a_number_null_or_empty(string token, string? next)
    {
        await using var stub = new StubServer(StubReply.Ok($$"""{"Users":[],"PaginationToken":{{token}}}"""));
        using var gateway = stub.Gateway();

        var page = await gateway.ListUsersAsync("eu-west-1_AbCdEfGhI", null, 60, null, CancellationToken.None);

        Assert.Equal(next, page.NextToken);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[\"x\"]")]
    public async Task A_pagination_token_of_another_type_is_an_error(string token)
    {
        await using var stub = new StubServer(StubReply.Ok($$"""{"Users":[],"PaginationToken":{{token}}}"""));
        using var gateway = stub.Gateway();

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.ListUsersAsync("eu-west-1_AbCdEfGhI", null, 60, null, CancellationToken.None));

        Assert.Equal(CognitoErrorKind.UnexpectedResponse, error.Kind);
    }

    [Fact]
    public async Task An_empty_page_is_not_always_the_last_one()
    {
        await using var stub = new StubServer(StubReply.Ok("""{"Users":[],"PaginationToken":"more"}"""));
        using var gateway = stub.Gateway();

        var page = await gateway.ListUsersAsync(Pool, null, 60, null, default);

        Assert.Empty(page.Items);
        Assert.Equal("more", page.NextToken);
    }

    [Fact]
    public async Task A_provider_is_read_with_its_mapping_and_without_its_details()
    {
        await using var stub = new StubServer(StubReply.Ok("""
            {"IdentityProvider":{"UserPoolId":"p","ProviderName":"Okta","ProviderType":"OIDC","LastModifiedDate":1.70057487582E9,
            "ProviderDetails":{"client_id":"id","client_secret":"provider-CANARY"},"AttributeMapping":{"email":"mail","username":"sub"},"IdpIdentifiers":[]}}
            """));
        using var gateway = stub.Gateway();

        var provider = await gateway.DescribeIdentityProviderAsync(Pool, "Okta", default);

        Assert.Equal("Okta", provider.ProviderName);
        Assert.Equal("OIDC", provider.ProviderType);
        Assert.Equal(new Dictionary<string, string> { ["email"] = "mail", ["username"] = "sub" }, provider.AttributeMapping);
        Assert.DoesNotContain("CANARY", System.Text.Json.JsonSerializer.Serialize(provider), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Providers_are_listed()
    {
        await using var stub = new StubServer(StubReply.Ok("""{"Providers":[{"ProviderName":"Google","ProviderType":"Google","CreationDate":1.5E9}],"NextToken":"n"}"""));
        using var gateway = stub.Gateway();

        var page = await gateway.ListIdentityProvidersAsync(Pool, 60, null, default);

        var provider = Assert.Single(page.Items);
        Assert.Equal(("Google", "Google"), (provider.ProviderName, provider.ProviderType));
        Assert.Empty(provider.AttributeMapping);
        Assert.Equal("n", page.NextToken);
    }

    [Fact]
    public async Task Pools_are_listed_and_described()
    {
        await using var stub = new StubServer(request => StubReply.Ok(request.Header("X-Amz-Target")!.EndsWith("ListUserPools", StringComparison.Ordinal)
            ? """{"UserPools":[{"Id":"eu-west-1_A","Name":"first"}]}"""
            : """{"UserPool":{"Id":"eu-west-1_A","Name":"first","EstimatedNumberOfUsers":1.5E3,"AliasAttributes":["email","preferred_username"],"UsernameConfiguration":{"CaseSensitive":false},"MfaConfiguration":"ON","UserPoolTier":"PLUS","AdminCreateUserConfig":{"AllowAdminCreateUserOnly":true},"LambdaConfig":{"PreSignUp":"arn:1","InboundFederation":{"LambdaVersion":"V1_0","LambdaArn":"arn:2"},"KMSKeyID":null},"AccountRecoverySetting":{"RecoveryMechanisms":[{"Priority":2,"Name":"verified_phone_number"},{"Priority":1,"Name":"verified_email"}]}}}"""));
        using var gateway = stub.Gateway();

        Assert.Equal(new UserPool { UserPoolId = "eu-west-1_A", Name = "first" }, Assert.Single((await gateway.ListUserPoolsAsync(60, null, default)).Items));
        var described = await gateway.DescribeUserPoolAsync("eu-west-1_A", default);
        Assert.Equal(
            new UserPool { UserPoolId = "eu-west-1_A", Name = "first", EstimatedNumberOfUsers = 1500, CaseSensitive = false, MfaConfiguration = "ON", Tier = "PLUS", OnlyAdministratorsCreateUsers = true },
            described with { RecoveryMechanisms = null, UsernameAttributes = null, AliasAttributes = null, Triggers = null });
        Assert.Equal(new Dictionary<string, string> { ["PreSignUp"] = "arn:1", ["InboundFederation"] = "arn:2" }, described.Triggers);
        Assert.Equal(["email", "preferred_username"], described.AliasAttributes);
        Assert.Equal(["verified_email", "verified_phone_number"], described.RecoveryMechanisms);
    }

    [Fact]
    public async Task An_app_client_is_read_with_all_settings_except_its_secret()
    {
        await using var stub = new StubServer(StubReply.Ok(
            """{"UserPoolClient":{"ClientId":"1a","ClientName":"shop","ClientSecret":"s3cret","SupportedIdentityProviders":["COGNITO","Okta"],"RefreshTokenValidity":30,"NewSetting":{"Deep":[1,"é"]}}}"""));
        using var gateway = stub.Gateway();

        var client = await gateway.DescribeUserPoolClientAsync(Pool, "1a", default);

        Assert.Equal(("1a", "shop"), (client.ClientId, client.ClientName));
        Assert.Equal(["COGNITO", "Okta"], client.SupportedIdentityProviders);
        Assert.Equal(["ClientId", "ClientName", "SupportedIdentityProviders", "RefreshTokenValidity", "NewSetting"], client.Raw.EnumerateObject().Select(member => member.Name));
        Assert.Equal("é", client.Raw.GetProperty("NewSetting").GetProperty("Deep")[1].GetString());
        Assert.DoesNotContain("s3cret", client.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_quoted_in_an_error_from_the_server_is_masked()
    {
        await using var stub = new StubServer(StubReply.Error("InvalidPasswordException", "Value 'Pass+1/word' at 'password' is too weak."));
        using var gateway = stub.Gateway();

        var problem = await Assert.ThrowsAsync<CognitoException>(() => gateway.AdminSetUserPasswordAsync(Pool, "carlos", "Pass+1/word", default));

        Assert.DoesNotContain("Pass+1/word", problem.ToString(), StringComparison.Ordinal);
        Assert.Contains("Value '***' at 'password' is too weak.", problem.Message, StringComparison.Ordinal);
        Assert.Equal("InvalidPasswordException", problem.ErrorCode);
    }
}
