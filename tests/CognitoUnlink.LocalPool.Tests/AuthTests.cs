using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

/// <summary>Who can sign in with a password and use a refresh token.</summary>
public sealed class AuthTests
{
    private const string Password = "Right-one-1";
    private const string Wrong = "Incorrect username or password.";

    private static readonly string[] s_passwordFlow = ["ALLOW_ADMIN_USER_PASSWORD_AUTH"];
    private static readonly string[] s_bothFlows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];

    [Fact]
    public async Task A_password_sign_in_gives_a_refresh_token_that_works_until_a_global_sign_out()
    {
        using var pool = await PoolWithPasswordAsync();
        var client = await ClientAsync(pool);

        var signedIn = (await SignInAsync(pool, client, "carlos", Password)).Ok().GetProperty("AuthenticationResult");
        var refreshed = (await RefreshAsync(pool, client, signedIn.Text("RefreshToken"))).Ok().GetProperty("AuthenticationResult");

        Assert.False(refreshed.TryGetProperty("RefreshToken", out _));
        foreach (var name in (string[])["AccessToken", "IdToken", "RefreshToken"])
        {
            var token = signedIn.Text(name);
            Assert.Matches(@"^[A-Za-z0-9\-_=]+\.[A-Za-z0-9\-_=]+\.[A-Za-z0-9\-_=]+$", token);
            Assert.StartsWith("local-user-pool-not-a-token.", token, StringComparison.Ordinal);
        }

        Assert.NotEqual(signedIn.Text("AccessToken"), refreshed.Text("AccessToken"));
        (await pool.CallAsync("AdminUserGlobalSignOut", new { UserPoolId = pool.Id, Username = "carlos" })).Ok();
        (await RefreshAsync(pool, client, signedIn.Text("RefreshToken"))).Is("NotAuthorizedException", "Refresh Token has been revoked");
        var again = (await SignInAsync(pool, client, "carlos", Password)).Ok().GetProperty("AuthenticationResult");
        (await RefreshAsync(pool, client, again.Text("RefreshToken"))).Ok();
    }

    [Fact]
    public async Task Only_a_user_with_a_password_can_sign_in_and_only_with_the_right_one()
    {
        using var pool = await PoolWithPasswordAsync();
        var client = await ClientAsync(pool);
        (await SignInAsync(pool, client, "carlos", "Wrong-one-1")).Is("NotAuthorizedException", Wrong);
        (await SignInAsync(pool, client, "ana", Password)).Is("NotAuthorizedException", Wrong);
        (await SignInAsync(pool, client, "Google_3333", Password)).Is("NotAuthorizedException", Wrong);
        (await SignInAsync(pool, client, "nobody", Password)).Is("UserNotFoundException", "User does not exist.");
        (await SignInAsync(pool, await ClientAsync(pool, new { PreventUserExistenceErrors = "ENABLED" }), "nobody", Password)).Is("NotAuthorizedException", Wrong);
        (await SignInAsync(pool, client, "carlos@example.com", Password)).Ok();
    }

    [Fact]
    public async Task Native_deactivation_ends_password_sign_in_but_unlinking_a_provider_does_not()
    {
        using var pool = await PoolWithPasswordAsync();
        var client = await ClientAsync(pool);
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Ok();
        (await SignInAsync(pool, client, "carlos", Password)).Ok();
        (await pool.UnlinkAsync("Cognito", "Cognito_Subject", "carlos")).Ok();
        (await SignInAsync(pool, client, "carlos", Password)).Is("NotAuthorizedException", Wrong);
    }

    [Theory]
    [InlineData("AdminDisableUser", "NotAuthorizedException", "User is disabled.")]
    [InlineData("AdminResetUserPassword", "PasswordResetRequiredException", "Password reset required for the user")]
    public async Task A_disabled_user_or_one_who_must_reset_the_password_cannot_sign_in(string operation, string code, string message)
    {
        using var pool = await PoolWithPasswordAsync();
        var client = await ClientAsync(pool);
        (await pool.CallAsync(operation, new { UserPoolId = pool.Id, Username = "carlos" })).Ok();
        (await SignInAsync(pool, client, "carlos", Password)).Is(code, message);
    }

    [Fact]
    public async Task A_disabled_user_cannot_refresh()
    {
        using var pool = await PoolWithPasswordAsync();
        var client = await ClientAsync(pool);
        var token = (await SignInAsync(pool, client, "carlos", Password)).Ok().GetProperty("AuthenticationResult").Text("RefreshToken");
        (await pool.CallAsync("AdminDisableUser", new { UserPoolId = pool.Id, Username = "carlos" })).Ok();
        (await RefreshAsync(pool, client, token)).Is("NotAuthorizedException", "User is disabled.");
    }

    [Theory]
    [InlineData("UNCONFIRMED", "UserNotConfirmedException", "User is not confirmed.")]
    [InlineData("EXTERNAL_PROVIDER", "NotAuthorizedException", Wrong)]
    public async Task A_user_who_is_unconfirmed_or_federated_cannot_sign_in_with_a_password(string status, string code, string message)
    {
        using var pool = await PoolWithPasswordAsync();
        var client = await ClientAsync(pool);
        var snapshot = await pool.SnapshotAsync();
        (await pool.ControlAsync(HttpMethod.Post, "restore", snapshot.Replace("\"status\":\"CONFIRMED\"", $"\"status\":\"{status}\"", StringComparison.Ordinal))).Ok();
        (await SignInAsync(pool, client, "carlos", Password)).Is(code, message);
    }

    [Fact]
    public async Task A_temporary_password_leads_to_a_challenge()
    {
        using var pool = await PoolWithPasswordAsync();
        var client = await ClientAsync(pool);
        (await pool.CallAsync("AdminCreateUser", new { UserPoolId = pool.Id, Username = "new", TemporaryPassword = Password })).Ok();
        var answer = (await SignInAsync(pool, client, "new", Password)).Ok();
        Assert.Equal("NEW_PASSWORD_REQUIRED", answer.Text("ChallengeName"));
        Assert.False(answer.TryGetProperty("AuthenticationResult", out _));
    }

    [Fact]
    public async Task When_the_pool_requires_MFA_a_sign_in_leads_to_an_MFA_challenge()
    {
        using var pool = await PoolWithPasswordAsync();
        var client = await ClientAsync(pool);
        (await pool.CallAsync("UpdateUserPool", new { UserPoolId = pool.Id, MfaConfiguration = "ON" })).Ok();
        Assert.Equal("MFA_SETUP", (await SignInAsync(pool, client, "carlos", Password)).Ok().Text("ChallengeName"));
        (await pool.CallAsync("AdminSetUserMFAPreference", new { UserPoolId = pool.Id, Username = "carlos", SoftwareTokenMfaSettings = new { Enabled = true } })).Ok();
        Assert.Equal("SOFTWARE_TOKEN_MFA", (await SignInAsync(pool, client, "carlos", Password)).Ok().Text("ChallengeName"));
    }

    [Fact]
    public async Task Only_flows_enabled_for_the_app_client_can_be_used()
    {
        using var pool = await PoolWithPasswordAsync();
        var none = await ClientAsync(pool, new { ExplicitAuthFlows = Array.Empty<string>() });
        (await SignInAsync(pool, none, "carlos", Password)).Is("InvalidParameterException", "Auth flow not enabled for this client");
        var noRefresh = await ClientAsync(pool, new { ExplicitAuthFlows = s_passwordFlow });
        var token = (await SignInAsync(pool, noRefresh, "carlos", Password)).Ok().GetProperty("AuthenticationResult").Text("RefreshToken");
        (await RefreshAsync(pool, noRefresh, token)).Is("InvalidParameterException", "Auth flow not enabled for this client");
        var other = await ClientAsync(pool);
        (await RefreshAsync(pool, other, token)).Is("NotAuthorizedException", "Invalid Refresh Token");
        (await AuthAsync(pool, other, "USER_SRP_AUTH", new() { ["USERNAME"] = "carlos" })).Is("InvalidParameterException", "Initiate Auth method not supported.");
        (await AuthAsync(pool, other, "ADMIN_USER_PASSWORD_AUTH", new() { ["USERNAME"] = "carlos" })).Is("InvalidParameterException", "Missing required parameter PASSWORD");
        (await SignInAsync(pool, "nothing", "carlos", Password)).Is("ResourceNotFoundException", "User pool client nothing does not exist.");
    }

    [Fact]
    public async Task An_app_client_with_a_secret_requires_a_secret_hash()
    {
        using var pool = await PoolWithPasswordAsync();
        var made = (await pool.CallAsync("CreateUserPoolClient", new { UserPoolId = pool.Id, ClientName = "secret", GenerateSecret = true, ExplicitAuthFlows = s_passwordFlow })).Ok().GetProperty("UserPoolClient");
        var (id, secret) = (made.Text("ClientId"), made.Text("ClientSecret"));
        (await SignInAsync(pool, id, "carlos", Password)).Is("NotAuthorizedException", $"Client {id} is configured with secret but SECRET_HASH was not received");
        (await AuthAsync(pool, id, "ADMIN_USER_PASSWORD_AUTH", new() { ["USERNAME"] = "carlos", ["PASSWORD"] = Password, ["SECRET_HASH"] = "x" }))
            .Is("NotAuthorizedException", $"Unable to verify secret hash for client {id}");
        var hash = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes("carlos" + id)));
        (await AuthAsync(pool, id, "ADMIN_USER_PASSWORD_AUTH", new() { ["USERNAME"] = "carlos", ["PASSWORD"] = Password, ["SECRET_HASH"] = hash })).Ok();
    }

    [Fact]
    public async Task Passwords_and_tokens_are_neither_in_the_log_nor_in_a_snapshot()
    {
        using var pool = await PoolWithPasswordAsync();
        var client = await ClientAsync(pool);
        var token = (await SignInAsync(pool, client, "carlos", Password)).Ok().GetProperty("AuthenticationResult").Text("RefreshToken");
        (await RefreshAsync(pool, client, token)).Ok();
        await AuthAsync(pool, client, "ADMIN_USER_PASSWORD_AUTH", new() { ["USERNAME"] = "carlos", ["PASSWORD"] = Password, ["SECRET_HASH"] = "canary-hash" });

        var log = (await pool.ControlAsync(HttpMethod.Get, "requests")).Text;
        var snapshot = await pool.SnapshotAsync();

        Assert.All((string[])[Password, token, "canary-hash"], secret => Assert.DoesNotContain(secret, log + snapshot, StringComparison.Ordinal));
        Assert.Equal("carlos", pool.Server.GetRequests().First(request => request.Operation == "AdminInitiateAuth").Username);
        (await pool.ControlAsync(HttpMethod.Post, "restore", snapshot)).Ok();
        Assert.Equal(snapshot, await pool.SnapshotAsync());
        (await SignInAsync(pool, client, "carlos", Password)).Ok();
        (await RefreshAsync(pool, client, token)).Is("NotAuthorizedException", "Invalid Refresh Token");
    }

    [Theory]
    [InlineData("true", "Refresh Token has been revoked")]
    [InlineData("false", null)]
    public async Task Unlinking_may_or_may_not_end_refresh_tokens(string value, string? message)
    {
        using var pool = await PoolWithPasswordAsync(Pools.SmallWith("unlinkSignsOut", value));
        var client = await ClientAsync(pool);
        var token = (await SignInAsync(pool, client, "carlos", Password)).Ok().GetProperty("AuthenticationResult").Text("RefreshToken");
        (await pool.UnlinkAsync("Google", "Cognito_Subject", "1111")).Ok();
        Assert.Equal(message, (await RefreshAsync(pool, client, token)).Message);
    }

    private static async Task<TestPool> PoolWithPasswordAsync(string json = Pools.Small)
    {
        var pool = await TestPool.SeededAsync(json);
        (await pool.CallAsync("AdminSetUserPassword", new { UserPoolId = pool.Id, Username = "carlos", Password, Permanent = true })).Ok();
        return pool;
    }

    private static async Task<string> ClientAsync(TestPool pool, object? settings = null)
    {
        var input = JsonSerializer.SerializeToNode(settings ?? new { })!.AsObject();
        input["UserPoolId"] = pool.Id;
        input["ClientName"] = "test";
        input["ExplicitAuthFlows"] ??= JsonSerializer.SerializeToNode(s_bothFlows);
        return (await pool.CallAsync("CreateUserPoolClient", input)).Ok().GetProperty("UserPoolClient").Text("ClientId");
    }

    private static Task<CallResult> SignInAsync(TestPool pool, string client, string username, string password) =>
        AuthAsync(pool, client, "ADMIN_USER_PASSWORD_AUTH", new() { ["USERNAME"] = username, ["PASSWORD"] = password });

    private static Task<CallResult> RefreshAsync(TestPool pool, string client, string token) =>
        AuthAsync(pool, client, "REFRESH_TOKEN_AUTH", new() { ["REFRESH_TOKEN"] = token });

    private static Task<CallResult> AuthAsync(TestPool pool, string client, string flow, Dictionary<string, string> parameters) =>
        pool.CallAsync("AdminInitiateAuth", new { UserPoolId = pool.Id, ClientId = client, AuthFlow = flow, AuthParameters = parameters });
}
