using System.Reflection;
using System.Runtime.Loader;
using CognitoUnlink.Gateway;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.Reporting;

namespace CognitoUnlink.PowerShell.Hosting;

/// <summary>
/// Loads assemblies with packages from the module's lib folder, separate from the session, which may have another module's AWSSDK.
/// <see href="https://learn.microsoft.com/powershell/scripting/dev-cross-plat/resolving-dependency-conflicts"/>
/// </summary>
internal sealed class PrivateLoadContext() : AssemblyLoadContext("CognitoUnlink")
{
    private static readonly Assembly s_core = typeof(ICognitoGateway).Assembly;
    private static readonly Lazy<PrivateLoadContext> s_instance = new(() => new PrivateLoadContext());
    private readonly string _folder = Path.Combine(Path.GetDirectoryName(typeof(PrivateLoadContext).Assembly.Location)!, "lib");

    /// <summary>Creates the implementation of an interface from an assembly in lib.</summary>
    public static T Create<T>(string assemblyName, string typeName)
        where T : class
    {
        var assembly = s_instance.Value.LoadFromAssemblyName(new AssemblyName(assemblyName));
        return (T)Activator.CreateInstance(assembly.GetType(typeName, throwOnError: true)!)!;
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // A second copy of Core would duplicate every interface type.
        if (assemblyName.Name == s_core.GetName().Name)
        {
            return s_core;
        }

        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}

/// <summary>Implementations that are loaded on first use, so that Import-Module loads none of them.</summary>
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
