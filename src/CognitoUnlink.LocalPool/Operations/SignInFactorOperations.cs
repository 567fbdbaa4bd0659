using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations;

internal sealed class AdminGetUser : UserOperation
{
    protected override bool ChangesUser => false;

    protected override void Execute(OperationCall call, Pool pool, User user)
    {
        UserWriter.WriteMembers(call.Output, user, pool, "UserAttributes");
        call.Output.WriteMfa(user.Factors);
    }
}

/// <summary>https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUserAuthFactors.html</summary>
internal sealed class AdminGetUserAuthFactors : UserOperation
{
    protected override bool ChangesUser => false;

    protected override void Execute(OperationCall call, Pool pool, User user)
    {
        call.Output.WriteString("Username", user.Username);
        call.Output.WriteMfa(user.Factors);
        call.Output.WriteTexts("ConfiguredUserAuthFactors", user.Factors.SignIn ?? (user.IsNative && user.PasswordSignIn ? ["PASSWORD"] : []));
    }
}

/// <summary>Keeps a hash of the password.</summary>
internal sealed class AdminSetUserPassword : UserOperation
{
    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("Username", Shapes.UsernameType, Required: true),
        new("Password", Shapes.PasswordType, Required: true),
        new("Permanent", Shapes.BooleanType));

    protected override void Execute(OperationCall call, Pool pool, User user)
    {
        var password = call.Required("Password");
        PasswordPolicy.Check(pool.Settings, password);
        user.SetPassword(password);
        user.Status = call.Flag("Permanent") ? UserStatuses.Confirmed : UserStatuses.ForceChangePassword;
        user.PasswordSignIn |= pool.Settings.Behavior.NativeReactivation == NativeReactivation.SetPassword;
        user.LastModified = call.Now;
    }
}

/// <summary>https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminResetUserPassword.html</summary>
internal sealed class AdminResetUserPassword : UserOperation
{
    public override StructureShape Input { get; } = new([.. Shapes.UserRequest.Fields, new("ClientMetadata", Shapes.ClientMetadataType)]);

    protected override void Execute(OperationCall call, Pool pool, User user)
    {
        if (!user.Enabled)
        {
            throw ServiceErrors.UserDisabled();
        }

        if (user.Status is UserStatuses.ForceChangePassword or UserStatuses.ExternalProvider || !user.IsNative)
        {
            throw ServiceErrors.PasswordCannotBeReset();
        }

        if (user.Attributes["email_verified"] != "true" && user.Attributes["phone_number_verified"] != "true")
        {
            throw ServiceErrors.NowhereToSendCode();
        }

        user.Status = UserStatuses.ResetRequired;
        user.LastModified = call.Now;
    }
}

/// <summary>Settings that are left out stay. Whether a passkey serves as second factor is accepted and discarded.</summary>
internal sealed class AdminSetUserMFAPreference : UserOperation
{
    private static readonly (string Member, string Setting)[] s_settings =
        [("SMSMfaSettings", "SMS_MFA"), ("SoftwareTokenMfaSettings", "SOFTWARE_TOKEN_MFA"), ("EmailMfaSettings", "EMAIL_OTP")];

    public override StructureShape Input { get; } = new(
    [
        .. s_settings.Select(static setting => new Field(setting.Member, Shapes.MfaSettingsType)),
        new("WebAuthnMfaSettings", new StructureShape(new Field("Enabled", Shapes.BooleanType))),
        .. Shapes.UserRequest.Fields,
    ]);

    protected override void Execute(OperationCall call, Pool pool, User user)
    {
        var enabled = user.Factors.Mfa.ToList();
        var preferred = user.Factors.PreferredMfa;
        foreach (var (member, setting) in s_settings.Where(setting => call.Member(setting.Member) is not null))
        {
            enabled.Remove(setting);
            if (call.NestedFlag(member, "Enabled") ?? false)
            {
                enabled.Add(setting);
            }

            preferred = call.NestedFlag(member, "PreferredMfa") switch
            {
                true when enabled.Contains(setting) => setting,
                _ => preferred == setting ? null : preferred,
            };
        }

        if (enabled.Contains("SMS_MFA") && user.Attributes["phone_number"] is null)
        {
            throw ServiceErrors.NoPhoneForMfa();
        }

        user.Factors = user.Factors with { Mfa = enabled, PreferredMfa = preferred };
        user.LastModified = call.Now;
    }
}
