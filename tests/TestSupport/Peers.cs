namespace CognitoUnlink.TestSupport;

/// <summary>Third-party programs that some tests use, and the reasons to skip tests if one is missing.</summary>
public static class Peers
{
    private static readonly Lazy<bool> s_awsCli = new(() => Tool.Works("aws", "--version"));
    private static readonly Lazy<bool> s_boto3 = new(() => Tool.Works("python3", "-c", "import boto3"));
    private static readonly Lazy<bool> s_moto = new(() => Tool.Works("python3", "-c", "import moto.server, boto3"));

    public static bool HasAwsCli => s_awsCli.Value;

    public static bool HasBoto3 => s_boto3.Value;

    public static bool HasMoto => s_moto.Value;

    public const string NoAwsCli = "The AWS CLI (aws) is not on PATH.";
    public const string NoBoto3 = "python3 with boto3 is not on PATH.";
    public const string NoMoto = "python3 with moto[server] is not on PATH.";
}
