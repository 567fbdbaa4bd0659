using CognitoUnlink.Completion;

namespace CognitoUnlink.Core.Tests.Completion;

public sealed class JournalNamesTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Each_name_is_listed_once_up_to_the_first_damaged_line()
    {
        File.WriteAllLines(_path,
        [
            """{"time":"2026-03-04T05:06:07Z","run":"r1","event":"run-started"}""",
            """{"time":"2026-03-04T05:06:08Z","run":"r1","event":"unlinked","userPoolId":"p_1","username":"bob","providerName":"Okta","providerType":"SAML","providerAttributeName":"a","providerAttributeValue":"v"}""",
            """{"time":"2026-03-04T05:06:08Z","run":"r1","event":"unlinked","userPoolId":"p_1","username":"ann","providerName":"Okta","providerType":"SAML","providerAttributeName":"a","providerAttributeValue":"w"}""",
            "no journal",
            """{"time":"2026-03-04T05:06:09Z","run":"r2","event":"run-started"}""",
        ]);

        var names = JournalNames.Read(_path, default);

        Assert.Equal(["ann", "bob"], names.Usernames.Keys);
        Assert.Equal([new("Okta", "SAML")], names.ProviderNames);
        Assert.Equal([new("r1", "2026-03-04 05:06:07Z")], names.Runs);
        Assert.Equal([new("Okta", "SAML")], Candidates.OfJournal(names.ProviderNames, "ok"));
        Assert.Equal([new("ann", "ann")], Candidates.OfJournal(names.Usernames, "A"));
    }

    [Fact]
    public void A_missing_file_has_no_names() => Assert.Empty(JournalNames.Read(_path + ".none", default).Runs);
}
