using System.Text.Json;

namespace CognitoUnlink.LocalPool.Model;

/// <summary>An app client of a pool. What it is set to is kept in the service's own JSON, by the names of DescribeUserPoolClient.</summary>
internal sealed class AppClient
{
    public required string Id { get; init; }

    public string? Secret { get; init; }

    public required DateTime Created { get; init; }

    public required DateTime LastModified { get; set; }

    /// <summary>Without what has a property here; defaults are not in it.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Configuration { get; set; }

    public string Name => Configuration["ClientName"].GetString()!;

    /// <summary>Its identity providers, with COGNITO for the pool's own users.</summary>
    public IEnumerable<string?> Providers =>
        Configuration.TryGetValue("SupportedIdentityProviders", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(static name => name.GetString())
            : [];
}
