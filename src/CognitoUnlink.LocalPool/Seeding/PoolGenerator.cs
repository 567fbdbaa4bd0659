using System.Text.Json;
using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Seeding;

/// <summary>Makes a pool from a count and a seed, the same one always and everywhere.</summary>
internal static class PoolGenerator
{
    public const string GroupName = "employees";
    private const int EmployeeEvery = 4;
    private static readonly JsonElement s_recovery = JsonSerializer.SerializeToElement(new
    {
        RecoveryMechanisms = new[] { new { Priority = 1, Name = "verified_email" }, new { Priority = 2, Name = "verified_phone_number" } },
    });

    private static readonly DateTime s_earliest = new(2022, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static Pool Generate(string poolId, int count, int seed, Behavior behavior)
    {
        var random = new SplitMix64(SplitMix64.SeedOf(poolId, unchecked((ulong)seed)));
        var created = s_earliest.AddDays(random.Next(180));
        var pool = new Pool(new PoolSettings
        {
            Id = poolId,
            Name = "LocalPool",
            Created = created,
            AliasAttributes = ["email"],
            Behavior = behavior,
            Configuration = new Dictionary<string, JsonElement> { ["AccountRecoverySetting"] = s_recovery },
        });
        foreach (var provider in GeneratedProviders.Make(created))
        {
            pool.Add(provider);
        }

        foreach (var client in GeneratedClients.Make(poolId, seed, created))
        {
            pool.Add(client);
        }

        var employees = new Group { Name = GroupName, Description = "Some of the users", Precedence = 1, Created = created };
        pool.Add(employees);

        var users = new UserFactory(poolId, seed, created.AddDays(1));
        pool.Users.EnsureCapacity(count);
        for (var index = 0; index < count; index++)
        {
            var user = users.Make(index);
            if (!pool.Users.TryAdd(user, out var taken))
            {
                throw new InvalidOperationException($"Two generated users have {taken}.");
            }

            if (user.OwnIdentity is { } own)
            {
                pool.GroupOf(pool.FindProvider(own.ProviderName)!, created).Members.Add(user);
            }

            if (index % EmployeeEvery == 0)
            {
                employees.Members.Add(user);
            }
        }

        return pool;
    }
}
