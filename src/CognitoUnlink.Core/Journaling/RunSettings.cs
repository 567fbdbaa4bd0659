using System.Text.Json.Serialization;

namespace CognitoUnlink.Journaling;

/// <summary>What a run was asked to do. There is no place in it for credentials, endpoints or usernames.</summary>
public sealed record RunSettings
{
    /// <summary>The version that wrote the journal.</summary>
    public string? Version { get; init; }

    /// <summary>What the run does; null in journals of earlier versions.</summary>
    public RunTask? Task { get; init; }

    /// <summary>The cmdlet's parameter set; null for the command line.</summary>
    public string? ParameterSetName { get; init; }

    /// <summary>The user pool, when one was given for the whole run.</summary>
    public string? UserPoolId { get; init; }

    /// <summary>The region, when one was given or the pool's id names it.</summary>
    public string? Region { get; init; }

    /// <summary>The providers that were asked for, with wildcards, separated by commas; null when none was named.</summary>
    public string? ProviderName { get; init; }

    /// <summary>Whether every provider was asked for.</summary>
    public bool? AllProviders { get; init; }

    /// <summary>The shard that the run is of, for instance 2/4; null when it is of everything.</summary>
    public string? Shard { get; init; }

    /// <summary>Whether users may be left without a sign-in.</summary>
    public bool? AllowLockout { get; init; }

    /// <summary>Whether users who cannot reset their password were unlinked all the same; null for a link.</summary>
    public bool? AllowNoRecovery { get; init; }

    /// <summary>Whether users were asked about who would have been refused for want of a way in; null for a link.</summary>
    public bool? CheckFactors { get; init; }

    /// <summary>Whether users who were found without a way in got the identity again; null for a link.</summary>
    public bool? Repair { get; init; }

    /// <summary>Whether each user is read afterwards.</summary>
    public bool? Verify { get; init; }

    /// <summary>Whether tokens are revoked.</summary>
    public bool? SignOut { get; init; }

    /// <summary>The number of changes to stop at.</summary>
    public int? MaximumChange { get; init; }

    /// <summary>The seconds that the run was to end within.</summary>
    public double? StopAfterSeconds { get; init; }

    /// <summary>UserUpdate requests a second, when a rate was given.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>Identities in flight.</summary>
    public int? ThrottleLimit { get; init; }

    /// <summary>Names as one text for <see cref="ProviderName"/>.</summary>
    /// <param name="names">The names; null or empty for none.</param>
    public static string? Join(IReadOnlyCollection<string>? names) => names is { Count: > 0 } ? string.Join(", ", names) : null;
}

/// <summary>Who made a run: whom AWS says that its requests are of, or the user of the computer where that is not known. There is no place in it for keys.</summary>
public sealed record RunCaller
{
    private const string Aws = "aws";

    /// <summary>Who says so: AWS or the operating system; <c>aws</c> or <c>os</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The ARN, which of an assumed role ends with the name of its session, or the operating system's name for the user.</summary>
    public required string Name { get; init; }

    /// <summary>Whether AWS says so.</summary>
    [JsonIgnore]
    public bool IsAws => Kind == Aws;

    /// <summary>Whom AWS says that requests are of.</summary>
    /// <param name="arn">The ARN.</param>
    public static RunCaller OfArn(string arn) => new() { Kind = Aws, Name = arn };

    /// <summary>The user whom this process runs as.</summary>
    public static RunCaller OfProcess() => new()
    {
        Kind = "os",
        Name = OperatingSystem.IsWindows() ? $@"{Environment.UserDomainName}\{Environment.UserName}" : Environment.UserName,
    };

    /// <summary>Who it is, and who says so, in words.</summary>
    public override string ToString() => IsAws ? Name : $"{Name} (user of the operating system)";
}
