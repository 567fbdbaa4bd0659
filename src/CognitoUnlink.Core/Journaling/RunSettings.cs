using System.Text.Json.Serialization;

namespace CognitoUnlink.Journaling;

/// <summary>The settings of a run. They never contain credentials, endpoints or usernames.</summary>
public sealed record RunSettings
{
    /// <summary>The version that wrote the journal.</summary>
    public string? Version { get; init; }

    /// <summary>What the run does; null in journals of earlier versions.</summary>
    public RunTask? Task { get; init; }

    /// <summary>The cmdlet's parameter set; null for the command line.</summary>
    public string? ParameterSetName { get; init; }

    /// <summary>The user pool, if one was given for the whole run.</summary>
    public string? UserPoolId { get; init; }

    /// <summary>The region, if one was given or the pool's id names it.</summary>
    public string? Region { get; init; }

    /// <summary>The specified providers, with wildcards, separated by commas; null for none.</summary>
    public string? ProviderName { get; init; }

    /// <summary>Whether all providers were specified.</summary>
    public bool? AllProviders { get; init; }

    /// <summary>The run's shard, for instance 2/4; null for everything.</summary>
    public string? Shard { get; init; }

    /// <summary>Whether users may be left without a sign-in.</summary>
    public bool? AllowLockout { get; init; }

    /// <summary>Whether users who cannot reset their password were unlinked anyway; null for a link.</summary>
    public bool? AllowNoRecovery { get; init; }

    /// <summary>Whether users who would have been refused for lack of a sign-in were queried for factors; null for a link.</summary>
    public bool? CheckFactors { get; init; }

    /// <summary>Whether users found without a sign-in got the identity again; null for a link.</summary>
    public bool? Repair { get; init; }

    /// <summary>Whether each user is read afterwards.</summary>
    public bool? Verify { get; init; }

    /// <summary>Whether tokens are revoked.</summary>
    public bool? SignOut { get; init; }

    /// <summary>The number of changes to stop at.</summary>
    public int? MaximumChange { get; init; }

    /// <summary>The time limit of the run, in seconds.</summary>
    public double? StopAfterSeconds { get; init; }

    /// <summary>UserUpdate requests a second, when a rate was given.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>Identities in flight.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>Joins names for <see cref="ProviderName"/>.</summary>
    /// <param name="names">The names; null or empty for none.</param>
    public static string? Join(IReadOnlyCollection<string>? names) => names is { Count: > 0 } ? string.Join(", ", names) : null;
}

/// <summary>Who made a run: the caller according to AWS, or the user of the computer if that is not known. It never contains keys.</summary>
public sealed record RunCaller
{
    private const string Aws = "aws";

    /// <summary>The source: AWS or the operating system; <c>aws</c> or <c>os</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The ARN, which for an assumed role ends with the session name, or the operating system's name for the user.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the source is AWS.</summary>
    [JsonIgnore]
    public bool IsAws => Kind == Aws;

    /// <summary>The caller according to AWS.</summary>
    /// <param name="arn">The ARN.</param>
    public static RunCaller OfArn(string arn) => new() { Kind = Aws, Name = arn };

    /// <summary>The user that this process runs as.</summary>
    public static RunCaller OfProcess() => new()
    {
        Kind = "os",
        Name = OperatingSystem.IsWindows() ? $@"{Environment.UserDomainName}\{Environment.UserName}" : Environment.UserName,
    };

    /// <summary>The name, with its source unless that is AWS.</summary>
    public override string ToString() => IsAws ? Name : $"{Name} (operating system user)";
}
