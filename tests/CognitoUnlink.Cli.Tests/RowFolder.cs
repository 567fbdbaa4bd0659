using System.Text;
using System.Text.Json.Nodes;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

/// <summary>Files for one test.</summary>
internal sealed class RowFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rows-");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, string text, Encoding? encoding = null)
    {
        File.WriteAllText(PathOf(name), text, encoding ?? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return PathOf(name);
    }

    /// <summary>Writes what the command line wrote to stdout.</summary>
    public string Write(string name, ToolResult run) => Write(name, run.Output);

    /// <summary>Users for a seed file, each with a phone number for resetting a password, unless a test says otherwise.</summary>
    /// <param name="users">The users.</param>
    public static string WithRecovery(string users)
    {
        var list = JsonNode.Parse($"[{users}]")!.AsArray();
        foreach (var (number, user) in list.OfType<JsonObject>().Index())
        {
            var attributes = user["attributes"] as JsonObject ?? [];
            user["attributes"] = attributes;
            attributes.TryAdd("phone_number", $"+1555{number:0000000}");
            attributes.TryAdd("phone_number_verified", "true");
        }

        return list.ToJsonString()[1..^1];
    }

    /// <summary>Starts a pool with Okta (SAML) and Google, and these users.</summary>
    /// <param name="users">The users as in a seed file.</param>
    public ILocalUserPoolServer Start(string users) => new LocalUserPoolFactory().Start(new LocalUserPoolOptions
    {
        SeedPath = Write("seed.json", $$$"""
            {"version":1,"pools":[{"aliasAttributes":["email"],
              "identityProviders":[{"name":"Okta","type":"SAML","attributeMapping":{"email":"mail"}},{"name":"Google","type":"Google"}],
              "users":[{{{WithRecovery(users)}}}]}]}
            """),
    });

    public void Dispose() => _folder.Delete(recursive: true);
}
