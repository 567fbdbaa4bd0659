using System.Text.Json.Serialization;

namespace CognitoUnlink.Gateway;

/// <summary>Where requests go: an AWS region, by any of its hosts, or something else. It never contains keys or paths.</summary>
public sealed record Place
{
    private const string Aws = "aws";

    /// <summary>Whether it is AWS's own or another endpoint: <c>aws</c> or <c>other</c>.</summary>
    public string Kind => IsAws ? Aws : "other";

    /// <summary>The AWS partition, for instance <c>aws</c> or <c>aws-cn</c>; null if it is not AWS's own.</summary>
    public string? Partition { get; init; }

    /// <summary>System name of the AWS region; null if it is not AWS's own.</summary>
    public string? Region { get; init; }

    /// <summary>Host and, unless it is the usual one, port.</summary>
    public required string Host { get; init; }

    /// <summary>The instance of a local user pool, which is new at each start; null if there is none.</summary>
    public string? Instance { get; init; }

    /// <summary>Whether it is AWS's own.</summary>
    [JsonIgnore]
    public bool IsAws => Partition is not null && Region is not null;

    /// <summary>Whether both have the same users: all hosts of an AWS region are one place, and so is a local user pool under any name.</summary>
    /// <param name="other">Another place.</param>
    public bool IsSameAs(Place other) =>
        IsAws || other.IsAws ? (Partition, Region) == (other.Partition, other.Region)
        : Instance is not null || other.Instance is not null ? Instance == other.Instance
        : string.Equals(Host, other.Host, StringComparison.OrdinalIgnoreCase);

    /// <summary>Describes the place, for messages.</summary>
    public string Describe() =>
        IsAws ? $"AWS region {Region}{(Partition == Aws ? string.Empty : $" (partition {Partition})")}"
        : Instance is not null ? $"the local user pool at {Host} (instance {Instance})"
        : $"the endpoint {Host}, which is not an AWS endpoint";

    /// <summary>The place as text, which <see cref="Read"/> reads.</summary>
    public override string ToString() => IsAws ? $"{Aws} {Partition} {Region} {Host}" : Instance is null ? $"other {Host}" : $"other {Host} {Instance}";

    /// <summary>Reads what <see cref="ToString"/> wrote; null when it is something else.</summary>
    /// <param name="text">The text.</param>
    public static Place? Read(string? text) => text?.Split(' ') switch
    {
        [Aws, { Length: > 0 } partition, { Length: > 0 } region, { Length: > 0 } host] => new Place { Partition = partition, Region = region, Host = host },
        ["other", { Length: > 0 } host] => new Place { Host = host },
        ["other", { Length: > 0 } host, { Length: > 0 } instance] => new Place { Host = host, Instance = instance },
        _ => null,
    };
}
