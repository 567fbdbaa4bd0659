using System.Text.Json;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations;

/// <summary>Members that are not listed here are accepted and discarded.</summary>
internal sealed class CreateUserPool : Operation
{
    public override StructureShape Input { get; } = new(
    [
        new("PoolName", Shapes.UserPoolNameType, Required: true),
        new("AliasAttributes", new ListShape(Shapes.AliasAttributeType)),
        new("UsernameAttributes", new ListShape(Shapes.UsernameAttributeType)),
        new("UsernameConfiguration", new StructureShape(new Field("CaseSensitive", Shapes.BooleanType, Required: true))),
        new("Schema", Shapes.SchemaAttributesListType),
        .. UserPools.Settings,
    ]);

    public override void Execute(OperationCall call)
    {
        var settings = UserPools.Changed(call, new PoolSettings
        {
            Id = call.State.NewPoolId(call.Region),
            Name = call.Required("PoolName"),
            Created = call.Now,
            CaseSensitive = call.NestedFlag("UsernameConfiguration", "CaseSensitive") ?? true,
            AliasAttributes = call.Texts("AliasAttributes"),
            UsernameAttributes = call.Texts("UsernameAttributes"),
            Behavior = call.State.Behavior,
            Configuration = call.Member("Schema") is { } schema
                ? new Dictionary<string, JsonElement> { ["SchemaAttributes"] = PoolSchema.Given(schema) }
                : [],
        });
        if (settings is { AliasAttributes.Count: > 0, UsernameAttributes.Count: > 0 })
        {
            throw ServiceErrors.AliasAndUsernameAttributes();
        }

        var pool = new Pool(settings);
        call.State.Add(pool);
        UserPools.Write(call, pool);
    }
}

/// <summary>
/// "If you don't provide a value for an attribute, Amazon Cognito sets it to its default value."
/// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html
/// </summary>
internal sealed class UpdateUserPool : Operation
{
    public override StructureShape Input { get; } = new(
    [
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("PoolName", Shapes.UserPoolNameType),
        .. UserPools.Settings,
    ]);

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        pool.Settings = UserPools.Changed(call, pool.Settings) with { Name = call.Text("PoolName") ?? pool.Settings.Name, Updated = call.Now };
    }
}

internal sealed class DescribeUserPool : Operation
{
    public override StructureShape Input => UserPools.Request;

    public override void Execute(OperationCall call) => UserPools.Write(call, call.Pool);
}

internal sealed class DeleteUserPool : Operation
{
    public override StructureShape Input => UserPools.Request;

    public override bool HasOutput => false;

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        if (pool.Settings.DeletionProtection)
        {
            throw ServiceErrors.DeletionProtected();
        }

        call.State.Remove(pool);
    }
}

internal sealed class ListUserPools : Operation
{
    private const int MaximumPage = 60;

    public override StructureShape Input { get; } = new(
        new("NextToken", Shapes.PaginationKeyType),
        new("MaxResults", Shapes.PoolQueryLimitType, Required: true));

    public override void Execute(OperationCall call)
    {
        var page = ListPages.Of(call.State.Pools, call, "ListUserPools", MaximumPage);
        call.Output.WriteStartArray("UserPools");
        foreach (var pool in page.Items)
        {
            call.Output.WriteStartObject();
            call.Output.WriteString("Id", pool.Id);
            call.Output.WriteString("Name", pool.Settings.Name);
            UserPools.WriteLambdaConfig(call.Output, pool.Settings);
            call.Output.WriteTime("LastModifiedDate", pool.Settings.Updated ?? pool.Settings.Created);
            call.Output.WriteTime("CreationDate", pool.Settings.Created);
            call.Output.WriteEndObject();
        }

        call.Output.WriteEndArray();
        page.WriteToken(call);
    }
}

internal static class UserPools
{
    public static readonly StructureShape Request = new(new Field("UserPoolId", Shapes.UserPoolIdType, Required: true));

    /// <summary>Settings that both CreateUserPool and UpdateUserPool take.</summary>
    public static readonly Field[] Settings =
    [
        new("MfaConfiguration", Shapes.UserPoolMfaType),
        new("DeletionProtection", Shapes.DeletionProtectionType),
        new("AdminCreateUserConfig", new StructureShape(new Field("AllowAdminCreateUserOnly", Shapes.BooleanType))),
        .. Shapes.UserPoolConfiguration.Fields,
    ];

    private static readonly HashSet<string> s_kept = [.. Shapes.UserPoolConfiguration.Fields.Select(static field => field.Name)];

    /// <summary>The settings as the call gives them; those that it leaves out are reset to their defaults. The schema stays.</summary>
    public static PoolSettings Changed(OperationCall call, PoolSettings settings) => settings with
    {
        MfaConfiguration = call.Text("MfaConfiguration") ?? "OFF",
        AllowAdminCreateUserOnly = call.NestedFlag("AdminCreateUserConfig", "AllowAdminCreateUserOnly") ?? false,
        DeletionProtection = call.Text("DeletionProtection") == "ACTIVE",
        Configuration = settings.Configuration.Where(static pair => pair.Key == "SchemaAttributes")
            .Concat(call.Members.Where(static pair => s_kept.Contains(pair.Key)))
            .ToDictionary(),
    };

    /// <summary>The member UserPool.</summary>
    public static void Write(OperationCall call, Pool pool)
    {
        var settings = pool.Settings;
        var writer = call.Output;
        writer.WriteStartObject("UserPool");
        writer.WriteString("Id", settings.Id);
        writer.WriteString("Name", settings.Name);
        writer.WriteString("Arn", $"arn:aws:cognito-idp:{settings.Region}:000000000000:userpool/{settings.Id}");
        writer.WriteString("DeletionProtection", settings.DeletionProtection ? "ACTIVE" : "INACTIVE");
        writer.WriteTime("LastModifiedDate", settings.Updated ?? settings.Created);
        writer.WriteTime("CreationDate", settings.Created);
        WriteUnlessEmpty("AliasAttributes", settings.AliasAttributes);
        WriteUnlessEmpty("UsernameAttributes", settings.UsernameAttributes);
        writer.WriteString("MfaConfiguration", settings.MfaConfiguration);
        writer.WriteNumber("EstimatedNumberOfUsers", pool.Users.Count);
        writer.WriteStartObject("AdminCreateUserConfig");
        writer.WriteBoolean("AllowAdminCreateUserOnly", settings.AllowAdminCreateUserOnly);
        writer.WriteEndObject();
        writer.WriteStartObject("UsernameConfiguration");
        writer.WriteBoolean("CaseSensitive", settings.CaseSensitive);
        writer.WriteEndObject();
        WriteLambdaConfig(writer, settings);
        if (!settings.Configuration.ContainsKey("Policies"))
        {
            writer.WriteStartObject("Policies");
            writer.WriteStartObject("PasswordPolicy");
            writer.WriteNumber("MinimumLength", PasswordPolicy.DefaultLength);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        PoolSchema.Write(writer, settings.Configuration.TryGetValue("SchemaAttributes", out var schema) ? schema : null);
        writer.WriteMembers(settings.Configuration.Where(static pair => pair.Key is not ("LambdaConfig" or "SchemaAttributes")));
        writer.WriteEndObject();

        void WriteUnlessEmpty(string name, IReadOnlyList<string> values)
        {
            if (values.Count > 0)
            {
                writer.WriteTexts(name, values);
            }
        }
    }

    public static void WriteLambdaConfig(Utf8JsonWriter writer, PoolSettings settings)
    {
        writer.WritePropertyName("LambdaConfig");
        if (settings.Configuration.TryGetValue("LambdaConfig", out var config))
        {
            config.WriteTo(writer);
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        }
    }
}

/// <summary>The pool's password rules; without any, the default minimum length applies.</summary>
internal static class PasswordPolicy
{
    public const int DefaultLength = 8;

    // https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-policies.html
    private const string Symbols = "^$*.[]{}()?-\"!@#%&/\\,><':;|_~`+= ";

    private static readonly (string Rule, Func<char, bool> Has, string Missing)[] s_rules =
    [
        ("RequireUppercase", char.IsAsciiLetterUpper, "must have uppercase characters"),
        ("RequireLowercase", char.IsAsciiLetterLower, "must have lowercase characters"),
        ("RequireNumbers", char.IsAsciiDigit, "must have numeric characters"),
        ("RequireSymbols", Symbols.Contains, "must have symbol characters"),
    ];

    public static void Check(PoolSettings settings, string password)
    {
        JsonElement? policy = settings.Configuration.TryGetValue("Policies", out var policies)
            && policies.TryGetProperty("PasswordPolicy", out var given) && given.ValueKind == JsonValueKind.Object ? given : null;
        if (password.Length < (Member(policy, "MinimumLength") is { ValueKind: JsonValueKind.Number } length ? length.GetInt32() : DefaultLength))
        {
            throw ServiceErrors.InvalidPassword("not long enough");
        }

        if (Array.Find(s_rules, rule => Member(policy, rule.Rule) is { ValueKind: JsonValueKind.True } && !password.Any(rule.Has)) is { Missing: { } missing })
        {
            throw ServiceErrors.InvalidPassword(missing);
        }
    }

    private static JsonElement? Member(JsonElement? policy, string name) => policy is { } found && found.TryGetProperty(name, out var value) ? value : null;
}
