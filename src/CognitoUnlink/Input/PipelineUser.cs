using System.Management.Automation;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.PowerShell.Input;

/// <summary>
/// Reads objects that people pipe: AWS.Tools' UserType (Attributes) and AdminGetUserResponse (UserAttributes) of any SDK
/// version, their deserialized forms, rows of CSV and JSON. Only names count, never types.
/// </summary>
internal static class PipelineUser
{
    /// <summary>The user, when it is that user's object and carries enough attributes to tell what identities there are; else null.</summary>
    public static CognitoUser? Read(PSObject? input, string username)
    {
        if (PipelineValue.Text(input, "Username") != username)
        {
            return null;
        }

        var attributes = Attributes(input);

        // Every user has a sub: attributes without one are a selection, in which 'identities' may just be left out.
        if (!attributes.ContainsKey("identities") && !attributes.ContainsKey("sub"))
        {
            return null;
        }

        return new CognitoUser
        {
            Username = username,
            Sub = attributes.GetValueOrDefault("sub"),
            Identities = attributes.GetValueOrDefault("identities"),
            UserStatus = PipelineValue.Text(input, "UserStatus"),
            Enabled = bool.TryParse(PipelineValue.Text(input, "Enabled"), out var enabled) ? enabled : null,
        };
    }

    private static Dictionary<string, string> Attributes(PSObject? input)
    {
        Dictionary<string, string> attributes = [];
        var listed = PipelineValue.Get(input, "Attributes") ?? PipelineValue.Get(input, "UserAttributes");
        foreach (var attribute in LanguagePrimitives.GetEnumerable(listed) ?? Array.Empty<object>())
        {
            var pair = PSObject.AsPSObject(attribute);
            if (PipelineValue.Text(pair, "Name") is { } name && PipelineValue.Text(pair, "Value") is { } value)
            {
                attributes[name] = value;
            }
        }

        return attributes;
    }
}
