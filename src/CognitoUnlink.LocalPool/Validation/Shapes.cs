using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Validation;

/// <summary>The service model's shapes by their names there (botocore: data/cognito-idp/2016-04-18/service-2.json.gz).</summary>
internal static class Shapes
{
    private const string Printable = @"[\p{L}\p{M}\p{S}\p{N}\p{P}]+";

    public static readonly StringShape UserPoolIdType = new() { Min = 1, Max = 55, Pattern = @"[\w-]+_[0-9a-zA-Z]+" };
    public static readonly StringShape UserPoolNameType = new() { Min = 1, Max = 128, Pattern = @"[\w\s+=,.@-]+" };
    public static readonly StringShape UsernameType = new() { Min = 1, Max = 128, Pattern = Printable, Sensitive = true };
    public static readonly StringShape PasswordType = new() { Max = 256, Pattern = @"[\S]+", Sensitive = true };
    public static readonly StringShape StringType = new() { Min = 0, Max = 131072 };
    public static readonly StringShape AttributeNameType = new() { Min = 1, Max = 32, Pattern = @"[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r ]+" };
    public static readonly StringShape AttributeValueType = new() { Max = 2048, Sensitive = true };
    public static readonly StringShape UserFilterType = new() { Max = 256 };
    public static readonly StringShape PaginationKeyType = new() { Min = 1, Pattern = @"[\S]+" };
    public static readonly StringShape PaginationKey = new() { Min = 1, Max = 131072, Pattern = @"[\S]+" };
    public static readonly StringShape GroupNameType = new() { Min = 1, Max = 128, Pattern = Printable };
    public static readonly StringShape DescriptionType = new() { Max = 2048 };
    public static readonly StringShape ArnType = new() { Min = 20, Max = 2048, Pattern = @"arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?" };
    public static readonly StringShape ProviderNameType = new() { Min = 1, Max = 32, Pattern = @"[\p{L}\p{M}\p{S}\p{N}\p{P}\p{Z}]+" };
    public static readonly StringShape ProviderNameTypeV2 = new() { Min = 1, Max = 32, Pattern = @"[^_\p{Z}][\p{L}\p{M}\p{S}\p{N}\p{P}][^_\p{Z}]+" };
    public static readonly StringShape IdentityProviderTypeType = new() { Enum = ProviderTypes.All };
    public static readonly StringShape IdpIdentifierType = new() { Min = 1, Max = 40, Pattern = @"[\w\s+=.@-]+" };
    public static readonly StringShape MessageActionType = new() { Enum = ["RESEND", "SUPPRESS"] };
    public static readonly StringShape DeliveryMediumType = new() { Enum = ["SMS", "EMAIL"] };
    public static readonly StringShape AliasAttributeType = new() { Enum = ["phone_number", "email", "preferred_username"] };
    public static readonly StringShape UsernameAttributeType = new() { Enum = ["phone_number", "email"] };
    public static readonly StringShape UserPoolMfaType = new() { Enum = ["OFF", "ON", "OPTIONAL"] };
    public static readonly StringShape DeletionProtectionType = new() { Enum = ["ACTIVE", "INACTIVE"] };

    public static readonly StringShape AuthFactorType = new() { Enum = ["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"] };
    public static readonly StringShape AuthFlowType = new()
    {
        Enum =
        [
            "USER_SRP_AUTH", "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", "CUSTOM_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH",
            "ADMIN_USER_PASSWORD_AUTH", "USER_AUTH",
        ],
    };

    public static readonly StringShape SessionType = new() { Min = 20, Max = 2048, Sensitive = true };
    public static readonly StringShape ClientIdType = new() { Min = 1, Max = 128, Pattern = @"[\w+]+", Sensitive = true };
    public static readonly StringShape ClientNameType = new() { Min = 1, Max = 128, Pattern = @"[\w\s+=,.@-]+" };
    public static readonly StringShape ClientSecretType = new() { Min = 24, Max = 64, Pattern = @"[\w+]+", Sensitive = true };
    public static readonly StringShape ClientPermissionType = new() { Min = 1, Max = 2048 };
    public static readonly StringShape RedirectUrlType = new() { Min = 1, Max = 1024, Pattern = Printable };
    public static readonly StringShape TimeUnitsType = new() { Enum = ["seconds", "minutes", "hours", "days"] };
    public static readonly StringShape ExplicitAuthFlowsType = new()
    {
        Enum =
        [
            "ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_CUSTOM_AUTH",
            "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_AUTH",
        ],
    };

    public static readonly StringShape RecoveryOptionNameType = new() { Enum = ["verified_email", "verified_phone_number", "admin_only"] };

    /// <summary>The values of UserMFASettingList according to the documentation; the model accepts any text.</summary>
    public static readonly StringShape MfaSetting = new() { Enum = ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"] };

    public static readonly StringShape UserStatusType = new() { Enum = UserStatuses.All };

    public static readonly BooleanShape BooleanType = new();

    public static readonly IntegerShape QueryLimitType = new() { Min = 0, Max = 60 };
    public static readonly IntegerShape PoolQueryLimitType = new() { Min = 1, Max = 60 };
    public static readonly IntegerShape PrecedenceType = new() { Min = 0 };

    public static readonly IntegerShape PriorityType = new() { Min = 1, Max = 2 };
    public static readonly IntegerShape TokenValidityType = new() { Min = 1, Max = 86400 };

    public static readonly MapShape ClientMetadataType = new(StringType, StringType);
    public static readonly MapShape AuthParametersType = new(StringType, StringType) { Sensitive = true };
    public static readonly MapShape ProviderDetailsType = new(StringType, StringType) { Sensitive = true };
    public static readonly MapShape AttributeMappingType = new(new StringShape { Min = 1, Max = 32 }, StringType);

    public static readonly StructureShape AttributeType = new(new("Name", AttributeNameType, Required: true), new("Value", AttributeValueType));

    public static readonly StructureShape ProviderUserIdentifierType = new(
        new("ProviderName", ProviderNameType), new("ProviderAttributeName", StringType), new("ProviderAttributeValue", StringType));

    public static readonly ListShape AttributeListType = new(AttributeType);
    public static readonly ListShape SearchedAttributeNamesListType = new(AttributeNameType);
    public static readonly ListShape DeliveryMediumListType = new(DeliveryMediumType);
    public static readonly ListShape ClientPermissionListType = new(ClientPermissionType);

    public static readonly StructureShape MfaSettingsType = new(new("Enabled", BooleanType), new("PreferredMfa", BooleanType));

    public static readonly StructureShape AnalyticsMetadataType = new(new Field("AnalyticsEndpointId", StringType));

    public static readonly StructureShape ContextDataType = new(
        new("IpAddress", StringType, Required: true),
        new("ServerName", StringType, Required: true),
        new("ServerPath", StringType, Required: true),
        new("HttpHeaders", new ListShape(new StructureShape(new("headerName", StringType), new("headerValue", StringType))), Required: true),
        new("EncodedData", StringType));

    public static readonly StructureShape AccountRecoverySettingType = new(new Field("RecoveryMechanisms", new ListShape(new StructureShape(
        new("Priority", PriorityType, Required: true), new("Name", RecoveryOptionNameType, Required: true))) { Min = 1, Max = 2 }));

    public static readonly StructureShape UserPoolPolicyType = new(
        new("PasswordPolicy", new StructureShape(
            new("MinimumLength", new IntegerShape { Min = 6, Max = 99 }),
            new("RequireUppercase", BooleanType),
            new("RequireLowercase", BooleanType),
            new("RequireNumbers", BooleanType),
            new("RequireSymbols", BooleanType),
            new("PasswordHistorySize", new IntegerShape { Min = 0, Max = 24 }),
            new("TemporaryPasswordValidityDays", new IntegerShape { Min = 0, Max = 365 }))),
        new("SignInPolicy", new StructureShape(new Field("AllowedFirstAuthFactors", new ListShape(AuthFactorType) { Min = 1, Max = 4 }))));

    public static readonly StructureShape LambdaConfigType = new(
        new("PreSignUp", ArnType),
        new("CustomMessage", ArnType),
        new("PostConfirmation", ArnType),
        new("PreAuthentication", ArnType),
        new("PostAuthentication", ArnType),
        new("DefineAuthChallenge", ArnType),
        new("CreateAuthChallenge", ArnType),
        new("VerifyAuthChallengeResponse", ArnType),
        new("PreTokenGeneration", ArnType),
        new("UserMigration", ArnType),
        new("PreTokenGenerationConfig", LambdaVersionConfig("V1_0", "V2_0", "V3_0")),
        new("CustomSMSSender", LambdaVersionConfig("V1_0")),
        new("CustomEmailSender", LambdaVersionConfig("V1_0")),
        new("KMSKeyID", ArnType),
        new("InboundFederation", LambdaVersionConfig("V1_0")));

    public static readonly ListShape SchemaAttributesListType = new(new StructureShape(
        new("Name", new StringShape { Min = 1, Max = 20, Pattern = Printable }),
        new("AttributeDataType", new StringShape { Enum = ["String", "Number", "DateTime", "Boolean"] }),
        new("DeveloperOnlyAttribute", BooleanType),
        new("Mutable", BooleanType),
        new("Required", BooleanType),
        new("NumberAttributeConstraints", new StructureShape(new("MinValue", StringType), new("MaxValue", StringType))),
        new("StringAttributeConstraints", new StructureShape(new("MinLength", StringType), new("MaxLength", StringType)))))
    { Min = 1, Max = 50 };

    public static readonly ListShape IdpIdentifiersListType = new(IdpIdentifierType) { Max = 50 };

    /// <summary>The input of every operation on one user.</summary>
    public static readonly StructureShape UserRequest = new(new("UserPoolId", UserPoolIdType, Required: true), new("Username", UsernameType, Required: true));

    /// <summary>The input of every operation on one app client.</summary>
    public static readonly StructureShape ClientRequest = new(
        new("UserPoolId", UserPoolIdType, Required: true),
        new("ClientId", ClientIdType, Required: true));

    /// <summary>The settings of a pool that are checked, kept and shown.</summary>
    public static readonly StructureShape UserPoolConfiguration = new(
        new("AccountRecoverySetting", AccountRecoverySettingType),
        new("AutoVerifiedAttributes", new ListShape(new StringShape { Enum = ["phone_number", "email"] })),
        new("LambdaConfig", LambdaConfigType),
        new("Policies", UserPoolPolicyType),
        new("UserPoolTags", new MapShape(new StringShape { Min = 1, Max = 128 }, new StringShape { Min = 0, Max = 256 })),
        new("UserPoolTier", new StringShape { Enum = ["LITE", "ESSENTIALS", "PLUS"] }));

    public static readonly StructureShape UserPoolClientConfiguration = new(
        new("ClientName", ClientNameType),
        new("RefreshTokenValidity", new IntegerShape { Min = 0, Max = 315360000 }),
        new("AccessTokenValidity", TokenValidityType),
        new("IdTokenValidity", TokenValidityType),
        new("TokenValidityUnits", new StructureShape(new("AccessToken", TimeUnitsType), new("IdToken", TimeUnitsType), new("RefreshToken", TimeUnitsType))),
        new("ReadAttributes", ClientPermissionListType),
        new("WriteAttributes", ClientPermissionListType),
        new("ExplicitAuthFlows", new ListShape(ExplicitAuthFlowsType)),
        new("SupportedIdentityProviders", new ListShape(ProviderNameType)),
        new("CallbackURLs", new ListShape(RedirectUrlType) { Max = 100 }),
        new("LogoutURLs", new ListShape(RedirectUrlType) { Max = 100 }),
        new("DefaultRedirectURI", RedirectUrlType),
        new("AllowedOAuthFlows", new ListShape(new StringShape { Enum = ["code", "implicit", "client_credentials"] }) { Max = 3 }),
        new("AllowedOAuthScopes", new ListShape(new StringShape { Min = 1, Max = 256, Pattern = @"[\x21\x23-\x5B\x5D-\x7E]+" }) { Max = 50 }),
        new("AllowedOAuthFlowsUserPoolClient", BooleanType),
        new("AnalyticsConfiguration", new StructureShape(
            new("ApplicationId", new StringShape { Pattern = "^[0-9a-fA-F]+$" }),
            new("ApplicationArn", ArnType),
            new("RoleArn", ArnType),
            new("ExternalId", StringType),
            new("UserDataShared", BooleanType))),
        new("PreventUserExistenceErrors", new StringShape { Enum = ["LEGACY", "ENABLED"] }),
        new("EnableTokenRevocation", BooleanType),
        new("EnablePropagateAdditionalUserContextData", BooleanType),
        new("AuthSessionValidity", new IntegerShape { Min = 3, Max = 15 }),
        new("RefreshTokenRotation", new StructureShape(
            new("Feature", new StringShape { Enum = ["ENABLED", "DISABLED"] }, Required: true),
            new("RetryGracePeriodSeconds", new IntegerShape { Min = 0, Max = 60 }))));

    private static StructureShape LambdaVersionConfig(params string[] versions) => new(
        new("LambdaVersion", new StringShape { Enum = versions }, Required: true), new("LambdaArn", ArnType, Required: true));
}
