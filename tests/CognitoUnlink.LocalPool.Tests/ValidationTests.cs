using System.Text.Json;
using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class ValidationTests
{
    private const string One = "1 validation error detected: ";
    private const string PoolId = "\"UserPoolId\":\"us-east-1_LocalPool\"";

    [Theory]
    [InlineData("ListUsers", "{}", One + "Value null at 'userPoolId' failed to satisfy constraint: Member must not be null")]
    [InlineData("ListUsers", """{"UserPoolId":"nope"}""", One + @"Value 'nope' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+")]
    [InlineData("ListUsers", """{"UserPoolId":""}""", @"2 validation errors detected: Value '' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+; Value '' at 'userPoolId' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("ListUsers", "{" + PoolId + ",\"Limit\":61}", One + "Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60")]
    [InlineData("ListUsers", "{" + PoolId + ",\"Limit\":-1}", One + "Value '-1' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 0")]
    [InlineData("ListUsers", "{" + PoolId + ",\"PaginationToken\":\"a b\"}", One + @"Value 'a b' at 'paginationToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [\S]+")]
    [InlineData("ListUsers", "{" + PoolId + ",\"AttributesToGet\":[\"sub\",\"\"]}", One + @"Value '[sub, ]' at 'attributesToGet' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r ]+, Member must have length greater than or equal to 1]")]
    [InlineData("AdminGetUser", "{}", "2 validation errors detected: Value null at 'userPoolId' failed to satisfy constraint: Member must not be null; Value at 'username' failed to satisfy constraint: Member must not be null")]
    [InlineData("AdminGetUser", "{" + PoolId + ",\"Username\":\"a b\"}", One + @"Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+")]
    [InlineData("AdminSetUserPassword", "{" + PoolId + ",\"Username\":\"a\",\"Password\":\"with space\"}", One + @"Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: [\S]+")]
    [InlineData("AdminCreateUser", "{" + PoolId + ",\"Username\":\"a\",\"MessageAction\":\"MAYBE\"}", One + "Value 'MAYBE' at 'messageAction' failed to satisfy constraint: Member must satisfy enum value set: [RESEND, SUPPRESS]")]
    [InlineData("AdminCreateUser", "{" + PoolId + ",\"Username\":\"a\",\"UserAttributes\":[{\"Name\":\"email\"},{\"Value\":\"x\"}]}", One + "Value null at 'userAttributes.2.member.name' failed to satisfy constraint: Member must not be null")]
    [InlineData("AdminDisableProviderForUser", "{" + PoolId + "}", One + "Value null at 'user' failed to satisfy constraint: Member must not be null")]
    [InlineData("AdminDisableProviderForUser", "{" + PoolId + ",\"User\":{\"ProviderName\":\"\"}}", "2 validation errors detected: Value '' at 'user.providerName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\p{Z}]+; Value '' at 'user.providerName' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("AdminLinkProviderForUser", "{" + PoolId + "}", "2 validation errors detected: Value null at 'destinationUser' failed to satisfy constraint: Member must not be null; Value null at 'sourceUser' failed to satisfy constraint: Member must not be null")]
    [InlineData("ListUserPools", "{}", One + "Value null at 'maxResults' failed to satisfy constraint: Member must not be null")]
    [InlineData("ListUserPools", """{"MaxResults":0}""", One + "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1")]
    [InlineData("CreateUserPool", """{"PoolName":"a/b"}""", One + @"Value 'a/b' at 'poolName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w\s+=,.@-]+")]
    [InlineData("CreateIdentityProvider", "{" + PoolId + ",\"ProviderName\":\"ab\",\"ProviderType\":\"LDAP\",\"ProviderDetails\":{}}", "2 validation errors detected: Value 'ab' at 'providerName' failed to satisfy constraint: Member must satisfy regular expression pattern: [^_\\p{Z}][\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}][^_\\p{Z}]+; Value 'LDAP' at 'providerType' failed to satisfy constraint: Member must satisfy enum value set: [SAML, Facebook, Google, LoginWithAmazon, SignInWithApple, OIDC]")]
    [InlineData("CreateIdentityProvider", "{" + PoolId + ",\"ProviderName\":\"abc\",\"ProviderType\":\"OIDC\",\"ProviderDetails\":{},\"AttributeMapping\":{\"\":\"x\"}}", One + "Value '{=x}' at 'attributeMapping' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length greater than or equal to 1]")]
    public async Task A_violation_of_the_model_is_reported_in_the_words_of_the_service(string operation, string body, string message)
    {
        using var pool = TestPool.Generated(0);
        (await pool.SendAsync(operation, body, new RequestSigner())).Is("InvalidParameterException", message);
    }

    [Theory]
    [InlineData("ListUsers", "Filter", "filter", 256)]
    [InlineData("DescribeIdentityProvider", "ProviderName", "providerName", 32)]
    [InlineData("CreateGroup", "GroupName", "groupName", 128)]
    public async Task A_value_that_is_too_long_is_refused(string operation, string member, string path, int maximum)
    {
        using var pool = TestPool.Generated(0);
        var text = new string('x', maximum + 1);
        var body = JsonSerializer.Serialize(new Dictionary<string, string> { ["UserPoolId"] = pool.Id, [member] = text });
        (await pool.SendAsync(operation, body, new RequestSigner())).Is(
            "InvalidParameterException", $"{One}Value '{text}' at '{path}' failed to satisfy constraint: Member must have length less than or equal to {maximum}");
    }

    [Fact]
    public async Task A_username_may_contain_any_letter_symbol_and_mark()
    {
        using var pool = TestPool.Generated(0);
        foreach (var username in (string[])["é+ñ@x", "日本", "😀", "a\u0301", "x_y.z-1", "O'Brien/\\\""])
        {
            (await pool.CallAsync("AdminCreateUser", new { UserPoolId = pool.Id, Username = username })).Ok();
            Assert.Equal(username, (await pool.GetUserAsync(username)).Ok().Text("Username"));
        }
    }
}
