using CognitoUnlink.Journaling;

namespace CognitoUnlink.Fuzz.Generation;

/// <summary>Records of runs with few items, so that the same items occur again.</summary>
internal static class JournalRecords
{
    private static readonly string[] s_identities = ["[]", "[{\"userId\":\"1111\",\"providerName\":\"Google\"}]", "[{\"userId\":\"2222\",\"providerName\":\"Okta\"}]", "damaged"];

    public static List<JournalRecord> Any(Random random) => random.Several(12, () => One(random));

    private static JournalRecord One(Random random)
    {
        var what = (JournalEvent)random.Next(Enum.GetValues<JournalEvent>().Length);
        var record = new JournalRecord { Time = random.Time(), Run = random.Text(), Event = what };
        if (what is JournalEvent.RunStarted or JournalEvent.RunEnded or JournalEvent.RunPlace or JournalEvent.RunCaller)
        {
            return record;
        }

        var isGoogle = random.Chance(2);
        return record with
        {
            UserPoolId = "us-east-1_LocalPool",
            Username = random.Chance(6) ? random.TextOrNull() : "carlos",
            ProviderName = random.Chance(10) ? random.Text() : isGoogle ? "Google" : "Okta",
            ProviderType = random.TextOrNull(),
            ProviderAttributeName = random.Chance(5) ? random.Text() : "Cognito_Subject",
            ProviderAttributeValue = random.Chance(10) ? random.Text() : isGoogle ? "1111" : "2222",
            Identities = what == JournalEvent.Intent ? random.Pick(s_identities) : random.TextOrNull(),
            RequestId = random.TextOrNull(),
            Attempts = random.Chance(2) ? null : random.Next(),
            Reason = random.TextOrNull(),
        };
    }
}
