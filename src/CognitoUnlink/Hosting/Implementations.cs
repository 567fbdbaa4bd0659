using CognitoUnlink.Gateway;
using CognitoUnlink.Journaling;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.PowerShell.Hosting;

/// <summary>What is loaded on first use, so that Import-Module loads none of it.</summary>
internal static class Implementations
{
    private static readonly Lazy<ICognitoGatewayFactory> s_gateways = new(
        () => PrivateLoadContext.Create<ICognitoGatewayFactory>("CognitoUnlink.Aws", "CognitoUnlink.Aws.CognitoGatewayFactory"));

    private static readonly Lazy<ILocalUserPoolFactory> s_localUserPools = new(
        () => PrivateLoadContext.Create<ILocalUserPoolFactory>("CognitoUnlink.LocalPool", "CognitoUnlink.LocalPool.LocalUserPoolFactory"));

    private static readonly Lazy<IJournalReports> s_reports = new(
        () => PrivateLoadContext.Create<IJournalReports>("CognitoUnlink.Report", "CognitoUnlink.Report.JournalReports"));

    public static ICognitoGatewayFactory Gateways => s_gateways.Value;

    public static ILocalUserPoolFactory LocalUserPools => s_localUserPools.Value;

    public static IJournalReports Reports => s_reports.Value;
}
