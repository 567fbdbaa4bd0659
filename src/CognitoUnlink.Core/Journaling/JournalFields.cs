using System.Text.Json;

namespace CognitoUnlink.Journaling;

/// <summary>The names of a journal line's fields.</summary>
internal static class JournalFields
{
    public static readonly JsonEncodedText Time = JsonEncodedText.Encode("time");
    public static readonly JsonEncodedText Run = JsonEncodedText.Encode("run");
    public static readonly JsonEncodedText Event = JsonEncodedText.Encode("event");
    public static readonly JsonEncodedText UserPoolId = JsonEncodedText.Encode("userPoolId");
    public static readonly JsonEncodedText Username = JsonEncodedText.Encode("username");
    public static readonly JsonEncodedText Sub = JsonEncodedText.Encode("sub");
    public static readonly JsonEncodedText ProviderName = JsonEncodedText.Encode("providerName");
    public static readonly JsonEncodedText ProviderType = JsonEncodedText.Encode("providerType");
    public static readonly JsonEncodedText ProviderAttributeName = JsonEncodedText.Encode("providerAttributeName");
    public static readonly JsonEncodedText ProviderAttributeValue = JsonEncodedText.Encode("providerAttributeValue");
    public static readonly JsonEncodedText Identities = JsonEncodedText.Encode("identities");
    public static readonly JsonEncodedText RequestId = JsonEncodedText.Encode("requestId");
    public static readonly JsonEncodedText Attempts = JsonEncodedText.Encode("attempts");
    public static readonly JsonEncodedText Reason = JsonEncodedText.Encode("reason");
    public static readonly JsonEncodedText ErrorId = JsonEncodedText.Encode("errorId");
    public static readonly JsonEncodedText Throttled = JsonEncodedText.Encode("throttled");
    public static readonly JsonEncodedText SignInAfterUnlink = JsonEncodedText.Encode("signInAfterUnlink");
    public static readonly JsonEncodedText Recovery = JsonEncodedText.Encode("recovery");
    public static readonly JsonEncodedText Format = JsonEncodedText.Encode("format");
    public static readonly JsonEncodedText Place = JsonEncodedText.Encode("place");
    public static readonly JsonEncodedText Caller = JsonEncodedText.Encode("caller");
    public static readonly JsonEncodedText Settings = JsonEncodedText.Encode("settings");
    public static readonly JsonEncodedText Totals = JsonEncodedText.Encode("totals");

    /// <summary>Whether the property name that the reader stands on is the given one.</summary>
    public static bool IsAt(this JsonEncodedText field, ref Utf8JsonReader reader) => reader.ValueTextEquals(field.EncodedUtf8Bytes);
}
