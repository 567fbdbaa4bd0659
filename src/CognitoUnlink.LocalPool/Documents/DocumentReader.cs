using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Documents;

/// <summary>Builds the state that a document describes, or says what is wrong with the document.</summary>
internal static class DocumentReader
{
    /// <summary>Creation time of anything without one. Fixed, so that a file always gives the same pool.</summary>
    private static readonly DateTime s_defaultTime = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <param name="document">The document.</param>
    /// <param name="defaultPoolId">The id of the first pool if it has none.</param>
    /// <param name="seed">The server's seed.</param>
    /// <param name="behavior">The behavior of pools that specify none.</param>
    public static ServerState Read(ServerDocument document, string defaultPoolId, int seed, Behavior behavior)
    {
        Require(document.Version == ServerDocument.CurrentVersion, "$.version", $"'{document.Version}' is not a known version; use version {ServerDocument.CurrentVersion}.");
        Require(document.Pools is { Count: > 0 }, "$.pools", "There must be at least one pool.");
        var state = new ServerState(seed, behavior);
        foreach (var (entry, path) in Numbered(document.Pools, "$.pools"))
        {
            var pool = ReadPool(entry, state.Pools.Count == 0 ? defaultPoolId : null, behavior, path);
            Require(state.Find(pool.Id) is null, $"{path}.userPoolId", $"There are two pools with the id '{pool.Id}'.");
            state.Add(pool);
        }

        return state;
    }

    private static Pool ReadPool(PoolDocument document, string? defaultId, Behavior behavior, string path)
    {
        var id = document.UserPoolId ?? defaultId ?? throw new LocalUserPoolException($"{path}.userPoolId: Every pool but the first needs an id.");
        Check(Shapes.UserPoolIdType, id, $"{path}.userPoolId");
        CheckEach(Shapes.AliasAttributeType, document.AliasAttributes, $"{path}.aliasAttributes");
        CheckEach(Shapes.UsernameAttributeType, document.UsernameAttributes, $"{path}.usernameAttributes");
        Check(Shapes.UserPoolMfaType, document.MfaConfiguration ?? "OFF", $"{path}.mfaConfiguration");
        CheckBehavior(document.Behavior, $"{path}.behavior");
        var pool = new Pool(new PoolSettings
        {
            Id = id,
            Name = document.Name ?? id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..],
            Created = Utc(document.CreatedAt) ?? s_defaultTime,
            Updated = Utc(document.UpdatedAt),
            CaseSensitive = document.CaseSensitive,
            AliasAttributes = document.AliasAttributes ?? [],
            UsernameAttributes = document.UsernameAttributes ?? [],
            MfaConfiguration = document.MfaConfiguration ?? "OFF",
            AllowAdminCreateUserOnly = document.AllowAdminCreateUserOnly,
            DeletionProtection = document.DeletionProtection,
            Configuration = ReadConfiguration(document.Configuration, $"{path}.configuration"),
            Behavior = document.Behavior ?? behavior,
        });
        AddProviders(pool, document, $"{path}.identityProviders");
        AddClients(pool, document, $"{path}.appClients");
        AddUsers(pool, document, $"{path}.users");
        AddGroups(pool, document, $"{path}.groups");
        AddFormerSignIns(pool, document, $"{path}.formerSignIns");
        return pool;
    }

    private static void AddProviders(Pool pool, PoolDocument document, string path)
    {
        foreach (var (provider, at) in Numbered(document.IdentityProviders, path))
        {
            CheckProviderName(provider.Name, $"{at}.name");
            Check(Shapes.IdentityProviderTypeType, provider.Type, $"{at}.type");
            Require(!ProviderTypes.IsSocial(provider.Type) || provider.Name == provider.Type, $"{at}.name", $"A provider of type {provider.Type} must be named {provider.Type}.");
            Require(pool.FindProvider(provider.Name) is null, $"{at}.name", $"There are two providers named '{provider.Name}'.");
            pool.Add(new StoredProvider
            {
                Name = provider.Name,
                Type = provider.Type,
                Issuer = provider.Issuer,
                Details = provider.Details ?? new Dictionary<string, string>(),
                AttributeMapping = provider.AttributeMapping ?? new Dictionary<string, string>(),
                Identifiers = provider.Identifiers ?? [],
                Created = Utc(provider.CreatedAt) ?? pool.Settings.Created,
                Updated = Utc(provider.UpdatedAt),
            });
        }
    }

    private static void AddClients(Pool pool, PoolDocument document, string path)
    {
        foreach (var (entry, at) in Numbered(document.AppClients, path))
        {
            Check(Shapes.ClientIdType, entry.ClientId, $"{at}.clientId");
            Require(pool.FindClient(entry.ClientId) is null, $"{at}.clientId", $"There are two app clients with the id '{entry.ClientId}'.");
            var configuration = Given(entry.Configuration);
            Require(configuration.ContainsKey("ClientName"), $"{at}.configuration", "Every app client must have a ClientName.");
            var misplaced = configuration.Keys.FirstOrDefault(StoredClient.NotConfiguration.Contains);
            Require(misplaced is null, $"{at}.configuration.{misplaced}", "This has its own field next to configuration, or cannot be set.");
            Check(Shapes.UserPoolClientConfiguration, configuration, $"{at}.configuration");
            var created = Utc(entry.CreatedAt) ?? pool.Settings.Created;
            pool.Add(new StoredClient
            {
                Id = entry.ClientId,
                Secret = entry.ClientSecret,
                Created = created,
                LastModified = Utc(entry.UpdatedAt) ?? created,
                Configuration = configuration,
            });
        }
    }

    private static Dictionary<string, JsonElement> ReadConfiguration(IReadOnlyDictionary<string, JsonElement>? members, string path)
    {
        string[] known = [.. Shapes.UserPoolConfiguration.Fields.Select(static field => field.Name), "SchemaAttributes"];
        var configuration = Given(members);
        var unknown = configuration.Keys.FirstOrDefault(name => !known.Contains(name));
        Require(unknown is null, $"{path}.{unknown}", $"This field is not known. The known fields are: {string.Join(", ", known)}.");
        Check(Shapes.UserPoolConfiguration, configuration, path);
        Require(!configuration.TryGetValue("SchemaAttributes", out var schema) || schema.ValueKind == JsonValueKind.Array, $"{path}.SchemaAttributes", "This must be an array.");
        return configuration;
    }

    private static Dictionary<string, JsonElement> Given(IReadOnlyDictionary<string, JsonElement>? members) =>
        (members ?? new Dictionary<string, JsonElement>()).Where(static member => member.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)).ToDictionary();

    private static void AddUsers(Pool pool, PoolDocument document, string path)
    {
        foreach (var (entry, at) in Numbered(document.Users, path))
        {
            var user = UserEntryReader.Read(entry, pool, at);
            Require(pool.Users.TryAdd(user, out var taken), at, $"An earlier user already has {taken}.");
        }
    }

    private static void AddGroups(Pool pool, PoolDocument document, string path)
    {
        foreach (var (entry, at) in Numbered(document.Groups, path))
        {
            Check(Shapes.GroupNameType, entry.Name, $"{at}.name");
            Require(pool.FindGroup(entry.Name) is null, $"{at}.name", $"There are two groups named '{entry.Name}'.");
            var group = new Group
            {
                Name = entry.Name,
                Description = entry.Description,
                RoleArn = entry.RoleArn,
                Precedence = entry.Precedence,
                Created = Utc(entry.CreatedAt) ?? pool.Settings.Created,
            };
            pool.Add(group);
            foreach (var (member, memberAt) in Numbered(entry.Members, $"{at}.members"))
            {
                group.Members.Add(pool.Users.FindByUsername(member) ?? throw new LocalUserPoolException($"{memberAt}: There is no user '{member}'."));
            }
        }
    }

    private static void AddFormerSignIns(Pool pool, PoolDocument document, string path)
    {
        foreach (var (entry, at) in Numbered(document.FormerSignIns, path))
        {
            CheckProviderName(entry.ProviderName, $"{at}.providerName");
            Check(Shapes.StringType, entry.Subject, $"{at}.subject");
            pool.FormerSignIns.Add(new(entry.ProviderName, IdentityKey.Subject, entry.Subject));
        }
    }

    internal static void CheckBehavior(Behavior? behavior, string path) =>
        Require(behavior is null or { ListLagMilliseconds: >= 0 }, $"{path}.listLagMilliseconds", "This must not be less than 0.");

    internal static void CheckEach(StringShape shape, IReadOnlyList<string>? values, string path)
    {
        foreach (var (value, at) in Numbered(values, path))
        {
            Check(shape, value, at);
        }
    }

    internal static IEnumerable<(T Item, string Path)> Numbered<T>(IEnumerable<T>? items, string path) =>
        (items ?? []).Select((item, index) =>
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");
            Require(item is not null, at, "null is not allowed.");
            return (item, at);
        });

    internal static DateTime? Utc(DateTime? time) =>
        time is { Kind: DateTimeKind.Unspecified } unspecified ? DateTime.SpecifyKind(unspecified, DateTimeKind.Utc) : time?.ToUniversalTime();

    internal static void Check(StringShape shape, string? value, string path)
    {
        Require(value is not null, path, "null is not allowed.");
        if (shape.ConstraintsBrokenBy(value).FirstOrDefault() is { } constraint)
        {
            throw new LocalUserPoolException($"{path}: '{value}' is not allowed. {constraint}");
        }
    }

    /// <summary>Checks members in the service's JSON against its model. Members that the shape lacks are let through.</summary>
    private static void Check(StructureShape shape, IReadOnlyDictionary<string, JsonElement> members, string path)
    {
        var violations = new Violations();
        try
        {
            shape.Check(JsonSerializer.SerializeToElement(members, DocumentJson.Default.IReadOnlyDictionaryStringJsonElement), "", violations);
        }
        catch (ServiceException error)
        {
            throw new LocalUserPoolException($"{path}: {error.Message}", error);
        }

        Require(!violations.Any, path, violations.ToString());
    }

    /// <summary>Accepts names that fit either of the model's two patterns: that for creating a provider, or that for naming one.</summary>
    internal static void CheckProviderName(string? name, string path)
    {
        if (name is null || Shapes.ProviderNameTypeV2.ConstraintsBrokenBy(name).Any())
        {
            Check(Shapes.ProviderNameType, name, path);
        }
    }

    internal static void Require([DoesNotReturnIf(false)] bool condition, string path, string message)
    {
        if (!condition)
        {
            throw new LocalUserPoolException($"{path}: {message}");
        }
    }
}
