using System.Text;
using System.Text.Json;
using CognitoUnlink.Errors;
using CognitoUnlink.Fuzz.Generation;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Operations;

namespace CognitoUnlink.Fuzz.Targets;

/// <summary>The <c>identities</c> attribute of a user: read, then written by the local user pool.</summary>
internal sealed class IdentitiesTarget : FuzzTarget
{
    private static readonly int[] s_list = [1];

    public override string Name => "identities";

    protected override IReadOnlyList<string> Tokens =>
        ["\"userId\"", "\"providerName\"", "\"providerType\"", "\"primary\"", "\"dateCreated\"", "\"issuer\"", "\"true\"", "253402300800000", "-62135596800001", "1.5", "\"1E3\""];

    public override void Check(byte[] input)
    {
        // UTF-8 cannot contain half a surrogate pair, but texts from other programs may.
        var text = Encoding.UTF8.GetString(input);
        var broken = text.Replace('\uFFFD', '\uD800');
        foreach (var attribute in (string[])[text, broken])
        {
            CheckText(new CognitoUser { Username = "carlos", UserStatus = "CONFIRMED", Identities = attribute });
        }
    }

    protected override byte[] Valid(Random random) => JsonSerializer.SerializeToUtf8Bytes(random.Several(6, () =>
    {
        var entry = new Dictionary<string, object?> { ["userId"] = random.Text(), ["providerName"] = random.Text() };
        foreach (var (name, value) in ((string, object?)[])[("providerType", random.TextOrNull()), ("issuer", random.TextOrNull()), ("primary", random.Pick<object?>([true, false, "true", "False", null, 1])),
            ("dateCreated", random.Pick<object?>([random.NextInt64(), 1720531919374, "1720531919374", 1.7e12, null])), (random.Text(), random.Pick<object?>([1, "x", s_list, null]))])
        {
            if (!random.Chance(3))
            {
                entry[name] = value;
            }
        }

        return entry;
    }));

    private static void CheckText(CognitoUser user)
    {
        IReadOnlyList<IdentityEntry> entries;
        try
        {
            entries = IdentitiesReader.Read(user);
        }
        catch (UnlinkException problem) when (problem.ErrorId == ErrorId.MalformedIdentities)
        {
            return;
        }

        Require(entries.All(entry => entry.UserId.Length > 0 && entry.ProviderName.Length > 0), "An entry has no userId or providerName.");
        Require(entries.All(entry => IdentitiesReader.Has(user, entry.ProviderName, entry.UserId)), "An existing entry is not found.");
        var shown = LinkedIdentities.Of("us-east-1_LocalPool", user);
        Require(
            shown.Select(identity => (identity.ProviderName, identity.ProviderAttributeValue)).SequenceEqual(entries.Select(entry => (entry.ProviderName, entry.UserId))),
            "Identities are shown as something else.");

        var written = Written(entries);
        var again = IdentitiesReader.Read(user with { Identities = written });
        Require(
            again.Select(Essence).SequenceEqual(entries.Select(Essence)),
            $"What is written is read as something else: {written}");
    }

    private static string? Written(IReadOnlyList<IdentityEntry> entries)
    {
        var user = new User("carlos", "sub") { Status = "CONFIRMED", Created = default, LastModified = default, ShowsEmptyIdentities = true };
        foreach (var entry in entries)
        {
            user.AddIdentity(new Identity
            {
                ProviderName = entry.ProviderName,
                ProviderType = entry.ProviderType ?? "SAML",
                AttributeName = IdentityKey.Subject,
                Value = entry.UserId,
                Issuer = entry.Issuer,
                Primary = entry.Primary ?? false,
                DateCreated = entry.DateCreated ?? DateTime.UnixEpoch,
            });
        }

        return IdentitiesText.Of(user, new Behavior());
    }

    private static object Essence(IdentityEntry entry) =>
        (entry.UserId, entry.ProviderName, entry.ProviderType ?? "SAML", entry.Issuer, entry.Primary ?? false, entry.DateCreated ?? DateTime.UnixEpoch);
}
