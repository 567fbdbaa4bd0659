using System.Text.Json;
using CognitoUnlink.LocalPool.Errors;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations.Pools;

/// <summary>Members that are not listed here are accepted and forgotten.</summary>
internal sealed class CreateUserPool : Operation
{
    public override StructureShape Input { get; } = new(
        new("PoolName", Shapes.UserPoolNameType, Required: true),
        new("AliasAttributes", new ListShape(Shapes.AliasAttributeType)),
        new("UsernameAttributes", new ListShape(Shapes.UsernameAttributeType)),
        new("MfaConfiguration", Shapes.UserPoolMfaType),
        new("DeletionProtection", Shapes.DeletionProtectionType),
        new("AdminCreateUserConfig", new StructureShape(new Field("AllowAdminCreateUserOnly", Shapes.BooleanType))),
        new("UsernameConfiguration", new StructureShape(new Field("CaseSensitive", Shapes.BooleanType, Required: true))));

    public override void Execute(OperationCall call)
    {
        var settings = new PoolSettings
        {
            Id = call.State.NewPoolId(call.Region),
            Name = call.Required("PoolName"),
            Created = call.Now,
            CaseSensitive = Nested(call, "UsernameConfiguration", "CaseSensitive") ?? true,
            AliasAttributes = call.Texts("AliasAttributes"),
            UsernameAttributes = call.Texts("UsernameAttributes"),
            MfaConfiguration = call.Text("MfaConfiguration") ?? "OFF",
            AllowAdminCreateUserOnly = Nested(call, "AdminCreateUserConfig", "AllowAdminCreateUserOnly") ?? false,
            DeletionProtection = call.Text("DeletionProtection") == "ACTIVE",
        };
        if (settings is { AliasAttributes.Count: > 0, UsernameAttributes.Count: > 0 })
        {
            throw ServiceErrors.AliasAndUsernameAttributes();
        }

        var pool = new Pool(settings);
        call.State.Add(pool);
        PoolWriter.Write(call, pool);
    }

    private static bool? Nested(OperationCall call, string member, string name) =>
        call.Member(member) is { } structure && structure.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetBoolean() : null;
}
