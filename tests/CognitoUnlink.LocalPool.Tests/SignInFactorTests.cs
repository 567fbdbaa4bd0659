using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

/// <summary>Passwords, one-time codes, passkeys and second factors.</summary>
public sealed class SignInFactorTests
{
    private const string Pool = """
        {
          "aliasAttributes": ["email"],
          "identityProviders": [ { "name": "Okta", "type": "SAML" } ],
          "users": [
            { "username": "carlos", "attributes": { "email": "carlos@example.com", "email_verified": "true" } },
            { "username": "code", "authFactors": ["EMAIL_OTP", "WEB_AUTHN"], "mfaSettings": ["SOFTWARE_TOKEN_MFA", "SMS_MFA"], "preferredMfaSetting": "SMS_MFA" },
            { "username": "disabled", "enabled": false, "attributes": { "email": "disabled@example.com", "email_verified": "true" } },
            { "username": "nothing", "authFactors": [] },
            { "username": "text", "attributes": { "phone_number": "+15555550100", "phone_number_verified": "true" } },
            { "username": "invited", "status": "FORCE_CHANGE_PASSWORD", "attributes": { "email": "invited@example.com", "email_verified": "true" } },
            { "username": "unverified", "attributes": { "email": "unverified@example.com", "email_verified": "false" } },
            { "username": "Okta_1", "attributes": { "email": "okta@example.com", "email_verified": "true" }, "identities": [ { "providerName": "Okta", "value": "1", "primary": true } ] }
          ]
        }
        """;

    [Theory]
    [InlineData("carlos", """{"Username":"carlos","ConfiguredUserAuthFactors":["PASSWORD"]}""")]
    [InlineData("carlos@example.com", """{"Username":"carlos","ConfiguredUserAuthFactors":["PASSWORD"]}""")]
    [InlineData("invited", """{"Username":"invited","ConfiguredUserAuthFactors":["PASSWORD"]}""")]
    [InlineData("code", """{"Username":"code","PreferredMfaSetting":"SMS_MFA","UserMFASettingList":["SOFTWARE_TOKEN_MFA","SMS_MFA"],"ConfiguredUserAuthFactors":["EMAIL_OTP","WEB_AUTHN"]}""")]
    [InlineData("nothing", """{"Username":"nothing","ConfiguredUserAuthFactors":[]}""")]
    [InlineData("Okta_1", """{"Username":"Okta_1","ConfiguredUserAuthFactors":[]}""")]
    public async Task A_native_user_has_a_password_as_the_only_factor_unless_others_are_seeded(string username, string answer)
    {
        using var pool = await TestPool.SeededAsync(Pool);
        Assert.Equal(answer, (await FactorsAsync(pool, username)).Text);
    }

    [Fact]
    public async Task A_deactivated_password_is_no_longer_a_factor()
    {
        using var pool = await TestPool.SeededAsync(Pool);
        (await pool.UnlinkAsync("Cognito", "Cognito_Subject", "carlos")).Ok();
        Assert.Equal("""{"Username":"carlos","ConfiguredUserAuthFactors":[]}""", (await FactorsAsync(pool, "carlos")).Text);
        (await FactorsAsync(pool, "nobody")).Is("UserNotFoundException", "User does not exist.");
    }

    [Fact]
    public async Task Reading_factors_counts_against_the_quota_for_reads()
    {
        using var pool = await TestPool.SeededAsync(Pool);
        (await pool.ControlAsync(HttpMethod.Put, "quotas", """{ "requestsPerSecond": { "UserRead": 1 } }""")).Ok();
        (await FactorsAsync(pool, "carlos")).Ok();
        (await pool.GetUserAsync("carlos")).Is("TooManyRequestsException", "Rate exceeded");
    }

    [Fact]
    public async Task A_snapshot_keeps_the_factors()
    {
        using var pool = await TestPool.SeededAsync(Pool);
        var snapshot = await pool.SnapshotAsync();
        (await pool.ControlAsync(HttpMethod.Post, "restore", snapshot)).Ok();
        Assert.Equal(snapshot, await pool.SnapshotAsync());
        Assert.Contains("""
            "authFactors":["EMAIL_OTP","WEB_AUTHN"],"mfaSettings":["SOFTWARE_TOKEN_MFA","SMS_MFA"],"preferredMfaSetting":"SMS_MFA"
            """, snapshot, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""" "authFactors": ["FINGERPRINT"] """, "$.pools[0].users[0].authFactors[0]: 'FINGERPRINT' is not allowed. Member must satisfy enum value set: [PASSWORD, EMAIL_OTP, SMS_OTP, WEB_AUTHN]")]
    [InlineData(""" "mfaSettings": ["SMS"] """, "$.pools[0].users[0].mfaSettings[0]: 'SMS' is not allowed. Member must satisfy enum value set: [SMS_MFA, SOFTWARE_TOKEN_MFA, EMAIL_OTP]")]
    [InlineData(""" "preferredMfaSetting": "SMS_MFA" """, "$.pools[0].users[0].preferredMfaSetting: This must be one of mfaSettings.")]
    public async Task Invalid_factors_cannot_be_seeded(string field, string message)
    {
        using var pool = TestPool.Generated(0);
        var answer = await pool.ControlAsync(HttpMethod.Post, "seed", $$"""{ "pools": [ { "users": [ { "username": "x", {{field}} } ] } ] }""");
        Assert.Equal(message, answer.Json.Text("error"));
    }

    [Fact]
    public async Task Second_factors_can_be_set_one_by_one_and_are_shown()
    {
        using var pool = await TestPool.SeededAsync(Pool);
        Assert.Equal("{}", (await SetAsync("text", new { SMSMfaSettings = new { Enabled = true }, SoftwareTokenMfaSettings = new { Enabled = true, PreferredMfa = true } })).Text);
        var user = (await pool.GetUserAsync("text")).Ok();
        Assert.Equal(["SMS_MFA", "SOFTWARE_TOKEN_MFA"], user.GetProperty("UserMFASettingList").EnumerateArray().Select(item => item.GetString()));
        Assert.Equal("SOFTWARE_TOKEN_MFA", user.Text("PreferredMfaSetting"));

        (await SetAsync("text", new { SoftwareTokenMfaSettings = new { Enabled = false } })).Ok();
        user = (await pool.GetUserAsync("text")).Ok();
        Assert.Equal(["SMS_MFA"], user.GetProperty("UserMFASettingList").EnumerateArray().Select(item => item.GetString()));
        Assert.False(user.TryGetProperty("PreferredMfaSetting", out _));
        (await SetAsync("carlos", new { SMSMfaSettings = new { Enabled = true } })).Is("InvalidParameterException", "User does not have delivery config set to turn on SMS_MFA");
        Assert.False((await pool.CallAsync("ListUsers", new { UserPoolId = pool.Id })).Text.Contains("MFA", StringComparison.Ordinal));

        Task<CallResult> SetAsync(string username, object settings)
        {
            var input = settings.GetType().GetProperties().ToDictionary(property => property.Name, property => property.GetValue(settings));
            return pool.CallAsync("AdminSetUserMFAPreference", new Dictionary<string, object?>(input) { ["UserPoolId"] = pool.Id, ["Username"] = username });
        }
    }

    [Theory]
    [InlineData("carlos", null, "RESET_REQUIRED")]
    [InlineData("text", null, "RESET_REQUIRED")]
    [InlineData("disabled", "User is disabled.", "CONFIRMED")]
    [InlineData("unverified", "Cannot reset password for the user as there is no registered/verified email or phone_number", "CONFIRMED")]
    [InlineData("invited", "User password cannot be reset in the current state.", "FORCE_CHANGE_PASSWORD")]
    [InlineData("Okta_1", "User password cannot be reset in the current state.", "EXTERNAL_PROVIDER")]
    public async Task A_password_can_be_reset_only_if_a_code_can_be_sent(string username, string? message, string status)
    {
        using var pool = await TestPool.SeededAsync(Pool);
        var answer = await pool.CallAsync("AdminResetUserPassword", new { UserPoolId = pool.Id, Username = username });
        Assert.Equal(message, answer.Message);
        Assert.Equal(status, (await pool.GetUserAsync(username)).Ok().Text("UserStatus"));
    }

    private static Task<CallResult> FactorsAsync(TestPool pool, string username) =>
        pool.CallAsync("AdminGetUserAuthFactors", new { UserPoolId = pool.Id, Username = username });
}
