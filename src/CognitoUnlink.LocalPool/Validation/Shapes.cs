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

    public static readonly StringShape UserStatusType = new() { Enum = UserStatuses.All };

    public static readonly BooleanShape BooleanType = new();

    public static readonly IntegerShape QueryLimitType = new() { Min = 0, Max = 60 };
    public static readonly IntegerShape PoolQueryLimitType = new() { Min = 1, Max = 60 };
    public static readonly IntegerShape PrecedenceType = new() { Min = 0 };

    public static readonly MapShape ClientMetadataType = new(StringType, StringType);
    public static readonly MapShape ProviderDetailsType = new(StringType, StringType) { Sensitive = true };
    public static readonly MapShape AttributeMappingType = new(new StringShape { Min = 1, Max = 32 }, StringType);

    public static readonly StructureShape AttributeType = new(new("Name", AttributeNameType, Required: true), new("Value", AttributeValueType));

    public static readonly StructureShape ProviderUserIdentifierType = new(
        new("ProviderName", ProviderNameType), new("ProviderAttributeName", StringType), new("ProviderAttributeValue", StringType));

    public static readonly ListShape AttributeListType = new(AttributeType);
    public static readonly ListShape SearchedAttributeNamesListType = new(AttributeNameType);
    public static readonly ListShape DeliveryMediumListType = new(DeliveryMediumType);
    public static readonly ListShape IdpIdentifiersListType = new(IdpIdentifierType) { Max = 50 };

    /// <summary>The input of every operation on one user.</summary>
    public static readonly StructureShape UserRequest = new(new("UserPoolId", UserPoolIdType, Required: true), new("Username", UsernameType, Required: true));
}
