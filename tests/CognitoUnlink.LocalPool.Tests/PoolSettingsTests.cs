using System.Text.Json;
using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

/// <summary>The settings of a pool, and how UpdateUserPool changes them.</summary>
public sealed class PoolSettingsTests
{
    private const string Trigger = "arn:aws:lambda:us-east-1:000000000000:function:link-by-email";

    [Fact]
    public async Task A_generated_pool_recovers_accounts_by_verified_email_and_then_by_phone()
    {
        using var pool = TestPool.Generated(0);
        Assert.Equal(
            """{"RecoveryMechanisms":[{"Priority":1,"Name":"verified_email"},{"Priority":2,"Name":"verified_phone_number"}]}""",
            (await DescribeAsync(pool, pool.Id)).GetProperty("AccountRecoverySetting").GetRawText());
    }

    [Fact]
    public async Task Settings_are_shown_as_they_were_given_and_survive_a_restore()
    {
        using var pool = TestPool.Generated(0);
        var id = await CreateAsync(pool, $$"""
            {
              "PoolName": "x", "AccountRecoverySetting": { "RecoveryMechanisms": [ { "Name": "admin_only", "Priority": 1 } ] },
              "LambdaConfig": { "PreSignUp": "{{Trigger}}" }, "Policies": { "PasswordPolicy": { "MinimumLength": 12, "RequireNumbers": true } },
              "AutoVerifiedAttributes": ["email"], "UserPoolTier": "PLUS", "UserPoolTags": { "team": "blue" },
              "Schema": [ { "Name": "team", "AttributeDataType": "String", "Mutable": true }, { "Name": "email", "Required": true } ]
            }
            """);
        var described = await DescribeAsync(pool, id);
        Assert.Equal("admin_only", described.GetProperty("AccountRecoverySetting").GetProperty("RecoveryMechanisms")[0].Text("Name"));
        Assert.Equal(Trigger, described.GetProperty("LambdaConfig").Text("PreSignUp"));
        Assert.Equal(12, described.GetProperty("Policies").GetProperty("PasswordPolicy").GetProperty("MinimumLength").GetInt32());
        Assert.Equal("PLUS", described.Text("UserPoolTier"));
        var attributes = described.GetProperty("SchemaAttributes").EnumerateArray().ToDictionary(attribute => attribute.Text("Name"));
        Assert.Equal(21, attributes.Count);
        Assert.Equal(
            """{"Name":"custom:team","AttributeDataType":"String","Mutable":true,"DeveloperOnlyAttribute":false,"Required":false}""",
            attributes["custom:team"].GetRawText());
        Assert.True(attributes["email"].GetProperty("Required").GetBoolean());
        Assert.Equal("2048", attributes["email"].GetProperty("StringAttributeConstraints").Text("MaxLength"));
        var listed = (await pool.CallAsync("ListUserPools", new { MaxResults = 60 })).Ok().GetProperty("UserPools")[1];
        Assert.Equal(Trigger, listed.GetProperty("LambdaConfig").Text("PreSignUp"));

        var snapshot = await pool.SnapshotAsync();
        (await pool.ControlAsync(HttpMethod.Post, "restore", snapshot)).Ok();
        Assert.Equal(snapshot, await pool.SnapshotAsync());
        Assert.Equal(described.GetRawText(), (await DescribeAsync(pool, id)).GetRawText());
    }

    [Fact]
    public async Task A_pool_without_settings_has_no_recovery_setting_and_no_triggers()
    {
        using var pool = TestPool.Generated(0);
        var described = await DescribeAsync(pool, await CreateAsync(pool, """{ "PoolName": "x" }"""));
        Assert.False(described.TryGetProperty("AccountRecoverySetting", out _));
        Assert.Equal("{}", described.GetProperty("LambdaConfig").GetRawText());
        Assert.Equal(8, described.GetProperty("Policies").GetProperty("PasswordPolicy").GetProperty("MinimumLength").GetInt32());
    }

    [Fact]
    public async Task An_update_resets_the_settings_it_leaves_out()
    {
        using var pool = TestPool.Generated(0);
        var id = await CreateAsync(pool, $$"""
            {
              "PoolName": "x", "UsernameAttributes": ["email"], "MfaConfiguration": "ON", "DeletionProtection": "ACTIVE", "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": true },
              "LambdaConfig": { "PreSignUp": "{{Trigger}}" }, "Schema": [ { "Name": "team", "AttributeDataType": "String" } ]
            }
            """);
        pool.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("{}", (await pool.CallAsync("UpdateUserPool", new { UserPoolId = id, UserPoolTier = "LITE" })).Text);
        var described = await DescribeAsync(pool, id);
        Assert.Equal(("x", "OFF", "INACTIVE", "LITE"), (described.Text("Name"), described.Text("MfaConfiguration"), described.Text("DeletionProtection"), described.Text("UserPoolTier")));
        Assert.Equal("{}", described.GetProperty("LambdaConfig").GetRawText());
        Assert.False(described.GetProperty("AdminCreateUserConfig").GetProperty("AllowAdminCreateUserOnly").GetBoolean());
        Assert.Equal("email", described.GetProperty("UsernameAttributes")[0].GetString());
        Assert.Equal("custom:team", described.GetProperty("SchemaAttributes").Texts("Name")[^1]);
        Assert.Equal(3600, described.GetProperty("LastModifiedDate").GetDouble() - described.GetProperty("CreationDate").GetDouble(), 3);

        (await pool.CallAsync("UpdateUserPool", new { UserPoolId = id, PoolName = "y", LambdaConfig = new { PreSignUp = Trigger } })).Ok();
        described = await DescribeAsync(pool, id);
        Assert.Equal(("y", Trigger), (described.Text("Name"), described.GetProperty("LambdaConfig").Text("PreSignUp")));
        (await pool.CallAsync("UpdateUserPool", new { UserPoolId = "us-east-1_None" })).Is("ResourceNotFoundException", "User pool us-east-1_None does not exist.");
    }

    [Theory]
    [InlineData("""{ "RecoveryMechanisms": [] }""", "Value '[]' at 'accountRecoverySetting.recoveryMechanisms' failed to satisfy constraint: Member must have length greater than or equal to 1")]
    [InlineData("""{ "RecoveryMechanisms": [ { "Priority": 3, "Name": "verified_email" } ] }""", "Value '3' at 'accountRecoverySetting.recoveryMechanisms.1.member.priority' failed to satisfy constraint: Member must have value less than or equal to 2")]
    [InlineData("""{ "RecoveryMechanisms": [ { "Priority": 1, "Name": "email" } ] }""", "Value 'email' at 'accountRecoverySetting.recoveryMechanisms.1.member.name' failed to satisfy constraint: Member must satisfy enum value set: [verified_email, verified_phone_number, admin_only]")]
    public async Task A_recovery_setting_must_follow_the_model_in_requests_and_seed_files(string setting, string violation)
    {
        using var pool = TestPool.Generated(0);
        var answer = await pool.SendAsync("CreateUserPool", $$"""{ "PoolName": "x", "AccountRecoverySetting": {{setting}} }""", new());
        answer.Is("InvalidParameterException", $"1 validation error detected: {violation}");
        var seeded = await pool.ControlAsync(HttpMethod.Post, "seed", $$"""{ "pools": [ { "configuration": { "AccountRecoverySetting": {{setting}} } } ] }""");
        Assert.Equal($"$.pools[0].configuration: 1 validation error detected: {violation}", seeded.Json.Text("error"));
    }

    [Theory]
    [InlineData("""{ "LambdaConfg": {} }""", "$.pools[0].configuration.LambdaConfg: This field is not known. The known fields are: AccountRecoverySetting, AutoVerifiedAttributes, LambdaConfig, Policies, UserPoolTags, UserPoolTier, SchemaAttributes.")]
    [InlineData("""{ "UserPoolTier": 3 }""", "$.pools[0].configuration: NUMBER_VALUE can not be converted to a String")]
    public async Task A_seed_file_cannot_contain_unknown_or_invalid_settings(string configuration, string message)
    {
        using var pool = TestPool.Generated(0);
        Assert.Equal(message, (await pool.ControlAsync(HttpMethod.Post, "seed", $$"""{ "pools": [ { "configuration": {{configuration}} } ] }""")).Json.Text("error"));
    }

    [Theory]
    [InlineData("""{ "Name": "team" }""", "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.")]
    [InlineData("""{ "Name": "team", "AttributeDataType": "String", "Required": true }""", "Required custom attributes are not supported currently.")]
    [InlineData("""{ "Name": "email", "AttributeDataType": "Number" }""", "You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute email")]
    public async Task An_invalid_attribute_in_the_schema_is_refused(string attribute, string message)
    {
        using var pool = TestPool.Generated(0);
        (await pool.SendAsync("CreateUserPool", $$"""{ "PoolName": "x", "Schema": [ {{attribute}} ] }""", new())).Is("InvalidParameterException", message);
    }

    [Theory]
    [InlineData("Short1!", "not long enough")]
    [InlineData("nouppercase1!", "must have uppercase characters")]
    [InlineData("NOLOWERCASE1!", "must have lowercase characters")]
    [InlineData("NoDigitsHere!", "must have numeric characters")]
    [InlineData("NoSymbols123", "must have symbol characters")]
    [InlineData("Everything1!", null)]
    public async Task A_password_must_follow_the_policy_of_the_pool(string password, string? problem)
    {
        using var pool = await TestPool.SeededAsync("""
            {
              "configuration": { "Policies": { "PasswordPolicy": { "MinimumLength": 10, "RequireUppercase": true, "RequireLowercase": true, "RequireNumbers": true, "RequireSymbols": true } } },
              "users": [ { "username": "carlos" } ]
            }
            """);
        var answer = await pool.CallAsync("AdminSetUserPassword", new { UserPoolId = pool.Id, Username = "carlos", Password = password });
        Assert.Equal(problem is null ? null : $"Password did not conform with policy: Password {problem}", answer.Message);
    }

    private static async Task<string> CreateAsync(TestPool pool, string body) =>
        (await pool.SendAsync("CreateUserPool", body, new())).Ok().GetProperty("UserPool").Text("Id");

    private static async Task<JsonElement> DescribeAsync(TestPool pool, string id) =>
        (await pool.CallAsync("DescribeUserPool", new { UserPoolId = id })).Ok().GetProperty("UserPool");
}
