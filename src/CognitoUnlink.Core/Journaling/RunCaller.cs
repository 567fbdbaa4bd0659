using System.Text.Json.Serialization;

namespace CognitoUnlink.Journaling;

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
