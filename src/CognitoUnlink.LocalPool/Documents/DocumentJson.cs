using System.Text.Json;
using System.Text.Json.Serialization;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Documents;

/// <summary>
/// The types that the local user pool reads and writes as JSON. Their serializers are generated, because a native program has no reflection for them.
/// A property with a default needs <c>set</c>: with <c>init</c>, a generated serializer loses the default.
/// <see href="https://github.com/dotnet/runtime/issues/84484"/>
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    MaxDepth = DocumentFormat.MaximumDepth,
    Converters =
    [
        typeof(InCamelCase<DeletedProviderLinks>), typeof(InCamelCase<EmailVerifiedAfterChange>), typeof(InCamelCase<LastIdentityBehavior>),
        typeof(InCamelCase<LinkingTrigger>), typeof(InCamelCase<NativeDeactivation>), typeof(InCamelCase<NativeReactivation>),
        typeof(InCamelCase<OwnProfileBehavior>), typeof(InCamelCase<SignedInUserId>), typeof(InCamelCase<StatusAfterChange>),
        typeof(InCamelCase<UnknownClientSettings>), typeof(InCamelCase<UnknownProviderBehavior>), typeof(InCamelCase<WrongAttributeBehavior>),
    ])]
[JsonSerializable(typeof(ServerDocument))]
[JsonSerializable(typeof(BehaviorDocument))]
[JsonSerializable(typeof(SeedRequest))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(SignInResult))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(RequestsAnswer))]
[JsonSerializable(typeof(FaultsAnswer))]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(LocalUserPoolFault))]
[JsonSerializable(typeof(LocalUserPoolQuotas))]
[JsonSerializable(typeof(List<Dictionary<string, JsonElement>>))]
internal sealed partial class DocumentJson : JsonSerializerContext
{
    private sealed class InCamelCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
        where T : struct, Enum;
}
