using CognitoUnlink.LocalPool.Tests.Support;

namespace CognitoUnlink.LocalPool.Tests;

public sealed class PoolAndProviderTests
{
    [Fact]
    public async Task A_pool_can_be_created_described_listed_and_deleted()
    {
        using var pool = TestPool.Generated(3);
        var created = (await pool.CallAsync("CreateUserPool", new { PoolName = "Second" }, new() { Region = "eu-west-1" })).Ok().GetProperty("UserPool");
        var id = created.Text("Id");
        Assert.Matches("^eu-west-1_[a-zA-Z0-9]{9}$", id);
        Assert.True(created.GetProperty("UsernameConfiguration").GetProperty("CaseSensitive").GetBoolean());

        var described = (await pool.CallAsync("DescribeUserPool", new { UserPoolId = pool.Id })).Ok().GetProperty("UserPool");
        Assert.Equal((3, "OFF"), (described.GetProperty("EstimatedNumberOfUsers").GetInt32(), described.Text("MfaConfiguration")));
        Assert.Equal([pool.Id, id], await ListAsync(60));
        Assert.Equal([pool.Id], await ListAsync(1));

        Assert.Equal("", (await pool.CallAsync("DeleteUserPool", new { UserPoolId = id })).Text);
        (await pool.CallAsync("DescribeUserPool", new { UserPoolId = id })).Is("ResourceNotFoundException", $"User pool {id} does not exist.");

        async Task<IReadOnlyList<string>> ListAsync(int maximum) =>
            (await pool.CallAsync("ListUserPools", new { MaxResults = maximum })).Ok().GetProperty("UserPools").Texts("Id");
    }

    [Fact]
    public async Task Pool_ids_depend_on_the_seed()
    {
        using var one = TestPool.Generated(0, seed: 5);
        using var same = TestPool.Generated(0, seed: 5);
        using var other = TestPool.Generated(0, seed: 6);
        var id = await CreateAsync(one);
        Assert.Equal(id, await CreateAsync(same));
        Assert.NotEqual(id, await CreateAsync(other));
        Assert.NotEqual(id, await CreateAsync(one));

        static async Task<string> CreateAsync(TestPool pool) =>
            (await pool.CallAsync("CreateUserPool", new { PoolName = "x" })).Ok().GetProperty("UserPool").Text("Id");
    }

    [Fact]
    public async Task Pools_do_not_share_users()
    {
        using var pool = TestPool.Generated(0);
        var id = (await pool.CallAsync("CreateUserPool", new { PoolName = "x", UsernameConfiguration = new { CaseSensitive = false } })).Ok().GetProperty("UserPool").Text("Id");
        (await pool.CallAsync("AdminCreateUser", new { UserPoolId = id, Username = "Only" })).Ok();
        Assert.Equal("only", (await pool.CallAsync("AdminGetUser", new { UserPoolId = id, Username = "ONLY" })).Ok().Text("Username"));
        (await pool.GetUserAsync("Only")).Is("UserNotFoundException", "User does not exist.");
    }

    [Fact]
    public async Task A_pool_with_deletion_protection_cannot_be_deleted()
    {
        using var pool = TestPool.Generated(0);
        var id = (await pool.CallAsync("CreateUserPool", new { PoolName = "x", DeletionProtection = "ACTIVE" })).Ok().GetProperty("UserPool").Text("Id");
        (await pool.CallAsync("DeleteUserPool", new { UserPoolId = id })).Is(
            "InvalidParameterException", "The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.");
    }

    [Fact]
    public async Task Alias_attributes_cannot_be_combined_with_username_attributes()
    {
        using var pool = TestPool.Generated(0);
        string[] email = ["email"];
        (await pool.CallAsync("CreateUserPool", new { PoolName = "x", AliasAttributes = email, UsernameAttributes = email })).Is(
            "InvalidParameterException", "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.");
    }

    [Fact]
    public async Task A_provider_can_be_created_described_listed_and_deleted_and_its_links_remain()
    {
        using var pool = TestPool.Generated(0);
        var details = new { MetadataFile = """<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="http://idp.example/1"/>""" };
        var created = (await pool.CallAsync("CreateIdentityProvider", new
        {
            UserPoolId = pool.Id,
            ProviderName = "ADFS1",
            ProviderType = "SAML",
            ProviderDetails = details,
            AttributeMapping = new { email = "urn:email" },
        })).Ok().GetProperty("IdentityProvider");
        Assert.Equal("urn:email", created.GetProperty("AttributeMapping").Text("email"));
        Assert.Equal("ADFS1", (await DescribeAsync()).Ok().GetProperty("IdentityProvider").Text("ProviderName"));
        Assert.Contains("ADFS1", (await pool.CallAsync("ListIdentityProviders", new { UserPoolId = pool.Id })).Ok().GetProperty("Providers").Texts("ProviderName"));

        (await pool.CallAsync("AdminCreateUser", new { UserPoolId = pool.Id, Username = "new" })).Ok();
        (await pool.LinkAsync(TestPool.Native("new"), TestPool.Identity("ADFS1", "Cognito_Subject", "n"))).Ok();
        Assert.Equal("http://idp.example/1", (await pool.IdentitiesAsync("new"))!.Value[0].Text("issuer"));
        Assert.Equal("", (await pool.CallAsync("DeleteIdentityProvider", new { UserPoolId = pool.Id, ProviderName = "ADFS1" })).Text);
        (await DescribeAsync()).Is("ResourceNotFoundException", "Identity provider ADFS1 does not exist.");
        Assert.NotNull(await pool.IdentitiesAsync("new"));
        (await pool.UnlinkAsync("ADFS1", "Cognito_Subject", "n")).Is("ResourceNotFoundException", "Identity provider ADFS1 does not exist.");

        Task<CallResult> DescribeAsync() => pool.CallAsync("DescribeIdentityProvider", new { UserPoolId = pool.Id, ProviderName = "ADFS1" });
    }

    [Fact]
    public async Task An_update_of_a_provider_changes_only_what_is_given()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        pool.Clock.Advance(TimeSpan.FromHours(1));
        var updated = (await UpdateAsync(new { email = "mail" }, null)).Ok().GetProperty("IdentityProvider");
        Assert.Equal("mail", updated.GetProperty("AttributeMapping").Text("email"));
        Assert.True(updated.GetProperty("LastModifiedDate").GetDouble() > updated.GetProperty("CreationDate").GetDouble());
        updated = (await UpdateAsync(null, new { MetadataFile = """<EntityDescriptor entityID="http://okta.example/2"/>""" })).Ok().GetProperty("IdentityProvider");
        Assert.Equal("mail", updated.GetProperty("AttributeMapping").Text("email"));
        (await pool.LinkAsync(TestPool.Native("plain"), TestPool.Identity("Okta", "Cognito_Subject", "p"))).Ok();
        Assert.Equal("http://okta.example/2", (await pool.IdentitiesAsync("plain"))!.Value[0].Text("issuer"));
        Assert.Equal("http://okta.example/1", (await pool.IdentitiesAsync("dora"))!.Value[0].Text("issuer"));
        Assert.Equal("Okta", (await pool.CallAsync("ListIdentityProviders", new { UserPoolId = pool.Id })).Ok().GetProperty("Providers")[0].Text("ProviderName"));

        Task<CallResult> UpdateAsync(object? mapping, object? details) => pool.CallAsync(
            "UpdateIdentityProvider", new { UserPoolId = pool.Id, ProviderName = "Okta", AttributeMapping = mapping, ProviderDetails = details });
    }

    [Fact]
    public async Task An_OIDC_provider_maps_the_sub_by_default_and_shows_identifiers_only_when_described()
    {
        using var pool = TestPool.Generated(0);
        var created = (await pool.CallAsync("CreateIdentityProvider", new { UserPoolId = pool.Id, ProviderName = "Idp", ProviderType = "OIDC", ProviderDetails = new { client_id = "x" } })).Ok().GetProperty("IdentityProvider");
        Assert.Equal("""{"username":"sub"}""", created.GetProperty("AttributeMapping").GetRawText());
        Assert.False(created.TryGetProperty("IdpIdentifiers", out _));
        var described = (await pool.CallAsync("DescribeIdentityProvider", new { UserPoolId = pool.Id, ProviderName = "Idp" })).Ok().GetProperty("IdentityProvider");
        Assert.Equal("[]", described.GetProperty("IdpIdentifiers").GetRawText());
    }

    [Theory]
    [InlineData("Okta", "SAML", "DuplicateProviderException", "Okta already exists in user pool us-east-1_LocalPool")]
    [InlineData("Google2", "Google", "InvalidParameterException", "The provider name of a Google identity provider must be Google.")]
    public async Task A_provider_with_a_duplicate_or_wrong_name_is_refused(string name, string type, string code, string message)
    {
        using var pool = TestPool.Generated(0);
        (await pool.CallAsync("CreateIdentityProvider", new { UserPoolId = pool.Id, ProviderName = name, ProviderType = type, ProviderDetails = new { } })).Is(code, message);
    }

    [Fact]
    public async Task Providers_are_listed_in_pages()
    {
        using var pool = TestPool.Generated(0);
        var first = (await pool.CallAsync("ListIdentityProviders", new { UserPoolId = pool.Id, MaxResults = 4 })).Ok();
        var second = (await pool.CallAsync("ListIdentityProviders", new { UserPoolId = pool.Id, MaxResults = 4, NextToken = first.Text("NextToken") })).Ok();
        Assert.Equal(["Okta", "AzureAD", "Google", "SignInWithApple"], first.GetProperty("Providers").Texts("ProviderName"));
        Assert.Equal(["Facebook", "LoginWithAmazon"], second.GetProperty("Providers").Texts("ProviderName"));
        Assert.False(second.TryGetProperty("NextToken", out _));
    }

    [Fact]
    public async Task A_group_can_be_created_and_contains_each_user_only_once()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        var group = (await pool.CallAsync("CreateGroup", new { UserPoolId = pool.Id, GroupName = "new", Precedence = 3 })).Ok().GetProperty("Group");
        Assert.Equal(("new", 3), (group.Text("GroupName"), group.GetProperty("Precedence").GetInt32()));
        (await pool.CallAsync("CreateGroup", new { UserPoolId = pool.Id, GroupName = "new" })).Is("GroupExistsException", "A group with the name new already exists.");
        Assert.Equal("", (await AddAsync("dora", "new")).Text);
        (await AddAsync("dora", "new")).Ok();
        (await AddAsync("dora", "none")).Is("ResourceNotFoundException", "Group not found.");
        (await AddAsync("nobody", "new")).Is("UserNotFoundException", "User does not exist.");
        Assert.Equal(["dora"], (await pool.CallAsync("ListUsersInGroup", new { UserPoolId = pool.Id, GroupName = "new" })).Ok().GetProperty("Users").Texts("Username"));

        Task<CallResult> AddAsync(string username, string groupName) =>
            pool.CallAsync("AdminAddUserToGroup", new { UserPoolId = pool.Id, Username = username, GroupName = groupName });
    }

    [Fact]
    public async Task A_group_can_be_read_listed_and_deleted_and_a_user_can_be_removed_from_it()
    {
        using var pool = await TestPool.SeededAsync(Pools.Small);
        (await pool.CallAsync("CreateGroup", new { UserPoolId = pool.Id, GroupName = "new", Description = "of late" })).Ok();
        Assert.Equal("of late", (await GroupAsync("GetGroup", "new")).Ok().GetProperty("Group").Text("Description"));
        var page = (await pool.CallAsync("ListGroups", new { UserPoolId = pool.Id, Limit = 1 })).Ok();
        Assert.Equal(["staff"], page.GetProperty("Groups").Texts("GroupName"));
        page = (await pool.CallAsync("ListGroups", new { UserPoolId = pool.Id, Limit = 1, NextToken = page.Text("NextToken") })).Ok();
        Assert.Equal(["new"], page.GetProperty("Groups").Texts("GroupName"));
        Assert.Equal(["staff"], await GroupsOfAsync("carlos"));
        Assert.Equal([], await GroupsOfAsync("dora"));

        Assert.Equal("", (await RemoveAsync("carlos", "staff")).Text);
        (await RemoveAsync("carlos", "staff")).Ok();
        (await RemoveAsync("carlos", "none")).Is("ResourceNotFoundException", "Group not found.");
        Assert.Equal([], await GroupsOfAsync("carlos"));
        Assert.Equal("", (await GroupAsync("DeleteGroup", "staff")).Text);
        (await GroupAsync("GetGroup", "staff")).Is("ResourceNotFoundException", "Group not found.");
        (await pool.GetUserAsync("Google_3333")).Ok();

        Task<CallResult> GroupAsync(string operation, string name) => pool.CallAsync(operation, new { UserPoolId = pool.Id, GroupName = name });

        Task<CallResult> RemoveAsync(string username, string name) => pool.CallAsync("AdminRemoveUserFromGroup", new { UserPoolId = pool.Id, Username = username, GroupName = name });

        async Task<IReadOnlyList<string>> GroupsOfAsync(string username) =>
            (await pool.CallAsync("AdminListGroupsForUser", new { UserPoolId = pool.Id, Username = username })).Ok().GetProperty("Groups").Texts("GroupName");
    }
}
