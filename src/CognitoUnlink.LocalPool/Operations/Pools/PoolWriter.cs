using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Operations.Pools;

internal static class PoolWriter
{
    /// <summary>The member UserPool.</summary>
    public static void Write(OperationCall call, Pool pool)
    {
        var settings = pool.Settings;
        var writer = call.Output;
        writer.WriteStartObject("UserPool");
        writer.WriteString("Id", settings.Id);
        writer.WriteString("Name", settings.Name);
        writer.WriteString("Arn", $"arn:aws:cognito-idp:{settings.Region}:000000000000:userpool/{settings.Id}");
        writer.WriteStartObject("Policies");
        writer.WriteStartObject("PasswordPolicy");
        writer.WriteNumber("MinimumLength", 8);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteString("DeletionProtection", settings.DeletionProtection ? "ACTIVE" : "INACTIVE");
        writer.WriteStartObject("LambdaConfig");
        writer.WriteEndObject();
        writer.WriteTime("LastModifiedDate", settings.Created);
        writer.WriteTime("CreationDate", settings.Created);
        WriteUnlessEmpty("AliasAttributes", settings.AliasAttributes);
        WriteUnlessEmpty("UsernameAttributes", settings.UsernameAttributes);
        writer.WriteString("MfaConfiguration", settings.MfaConfiguration);
        writer.WriteNumber("EstimatedNumberOfUsers", pool.Users.Count);
        writer.WriteStartObject("AdminCreateUserConfig");
        writer.WriteBoolean("AllowAdminCreateUserOnly", settings.AllowAdminCreateUserOnly);
        writer.WriteEndObject();
        writer.WriteStartObject("UsernameConfiguration");
        writer.WriteBoolean("CaseSensitive", settings.CaseSensitive);
        writer.WriteEndObject();
        writer.WriteEndObject();

        void WriteUnlessEmpty(string name, IReadOnlyList<string> values)
        {
            if (values.Count > 0)
            {
                writer.WriteTexts(name, values);
            }
        }
    }
}
