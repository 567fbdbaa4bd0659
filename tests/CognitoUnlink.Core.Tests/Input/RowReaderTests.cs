using System.Text.Json;
using CognitoUnlink.Changes;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.Core.Tests.Input;

public class RowReaderTests
{
    private const string Pool = "eu-west-1_Pool";
    private const string Identities = """[{"userId":"x","providerName":"Okta"},{"userId":"y","providerName":"Okta"},{"userId":"1","providerName":"Google"}]""";

    private static readonly CognitoUser s_alice = new() { Username = "alice", Sub = "s-1", UserStatus = "CONFIRMED", Identities = Identities };

    private static RowMeaning Read(string row, RowGiven? given = null) => new RowReader().Read(TestRow.Of(row), given);

    private static string Refusal(string row) => Assert.Throws<UnlinkException>(() => Read(row)).ErrorId;

    private static string[] Chosen(RowMeaning meaning, ProviderFilter? filter) => [.. meaning.ItemsOf(Pool, s_alice, filter).Select(item => item.Target.ProviderAttributeValue)];

    private static string[] Shown(IRow row, RowGiven? given = null)
    {
        var meaning = new RowReader().Read(row, given);
        return [.. meaning.ItemsOf(Pool, meaning.User ?? s_alice, new ProviderFilter([])).Select(item => item.Target.ProviderAttributeValue)];
    }

    private static IRow Json(string json) => JsonRow.Of(JsonDocument.Parse(json).RootElement);

    [Theory]
    [InlineData("ProviderName=Okta,ProviderAttributeName=email,ProviderAttributeValue=a@b", "Okta", "email", "a@b", true)]
    [InlineData("providername=Okta,PROVIDERATTRIBUTENAME=email,providerAttributeValue=a@b", "Okta", "email", "a@b", true)]
    [InlineData("User_ProviderName=Okta,User_ProviderAttributeName=email,User_ProviderAttributeValue=a@b", "Okta", "email", "a@b", true)]
    [InlineData("ProviderName=Okta,ProviderAttributeName=email,Subject=a@b", "Okta", "email", "a@b", true)]
    [InlineData("ProviderName=Okta,Subject=a@b", "Okta", "Cognito_Subject", "a@b", true)]
    [InlineData("ProviderName=Okta,ProviderAttributeValue=a@b", "Okta", "Cognito_Subject", "a@b", true)]
    [InlineData("ProviderName=Okta,ProviderAttributeValue=a@b,Subject=a@b", "Okta", "Cognito_Subject", "a@b", true)]
    [InlineData("userId=1,providerName=Google,providerType=Google,issuer=,primary=false", "Google", "Cognito_Subject", "1", true)]
    [InlineData("Provider=Okta,NameId=a@b", "Okta", "Cognito_Subject", "a@b", true)]
    [InlineData("SocialProvider=google,Subject=1", "Google", "Cognito_Subject", "1", false)]
    [InlineData("SocialProvider=1,Subject=1", "1", "Cognito_Subject", "1", false)]
    [InlineData("OidcProvider=azuread,Subject=1", "azuread", "Cognito_Subject", "1", false)]
    [InlineData("SamlProvider=Okta,NameId=1", "Okta", "Cognito_Subject", "1", false)]
    [InlineData("SamlProvider=Okta,LinkedAttributeName=email,LinkedAttributeValue=a@b", "Okta", "email", "a@b", false)]
    [InlineData("ProviderName=Okta,Subject==1+1", "Okta", "Cognito_Subject", "=1+1", true)]
    public void A_provider_and_a_subject_name_one_identity(string row, string provider, string name, string value, bool mayTryMappedAttributes)
    {
        var item = Read(row + ",Username=alice").ToUnlinkItem(Pool);

        Assert.Equal(("alice", new ProviderUser(provider, name, value)), (item.Username, item.Target));
        Assert.Equal(mayTryMappedAttributes, item.MayTryMappedAttributes);
        Assert.Equal(item.Target, Assert.Single(Read(row + ",Username=alice").ToLinkItems(Pool)).Source);
        Assert.Null(Read(row).ToUnlinkItem(Pool).Username);
    }

    [Theory]
    [InlineData("Username=alice,ProviderName=Okta", "x,y")]
    [InlineData("Username=alice,ProviderName=Okta,ProviderType=SAML,Department=Sales,Note=,UserStatus=CONFIRMED,Email=a@b", "x,y")]
    [InlineData("Username=alice,ProviderName=Ok*", "")]
    [InlineData("Username=alice,SocialProvider=Google", "1")]
    public void A_user_and_a_provider_name_all_identities_from_exactly_that_provider(string row, string subjects)
    {
        Assert.Equal(subjects, string.Join(',', Chosen(Read(row), null)));
        Assert.Empty(Chosen(Read(row), new ProviderFilter(["Ping*"])));
    }

    [Fact]
    public void A_user_alone_needs_a_provider_filter()
    {
        var meaning = Read("Username=alice,Department=Sales");

        Assert.Equal(["1"], Chosen(meaning, new ProviderFilter(["Goo*"])));
        Assert.Equal(["x", "y", "1"], Chosen(meaning, new ProviderFilter([])));
        Assert.Equal(ErrorId.ProviderNotSpecified, Assert.Throws<UnlinkException>(() => meaning.CheckFilter(null, "none was given")).ErrorId);
    }

    [Theory]
    [InlineData("cognito:username=alice,email=b@c", "alice")]
    [InlineData("Username=alice,cognito:username=alice", "alice")]
    [InlineData("sub=s-1,email=b@c", "s-1")]
    [InlineData("email=b@c", "b@c")]
    public void A_user_is_named_by_username_sub_or_email_address(string row, string name) => Assert.Equal(name, Read(row).Username);

    [Fact]
    public void Specified_values_override_the_row_and_a_specified_provider_fills_a_gap()
    {
        var bySubject = Read("Username=alice,Subject=x", new RowGiven { ProviderName = "Okta" });
        var typed = Read("Username=alice,ProviderName=Okta,Subject=x,Sub=s-1", new RowGiven { Username = "bob", ProviderName = "Google", AttributeName = "email", AttributeValue = "z" }).ToUnlinkItem(Pool);

        Assert.Equal(new ProviderUser("Okta", "Cognito_Subject", "x"), bySubject.Identity);
        Assert.Equal(("bob", new ProviderUser("Okta", "email", "z"), false, null), (typed.Username, typed.Target, typed.MayTryMappedAttributes, typed.SeenOnSub));
    }

    [Fact]
    public void Columns_like_user_or_provider_are_accepted_if_both_are_computed()
    {
        var given = new RowGiven { Username = "alice", IsUserComputed = true, IsProviderComputed = true };

        Assert.Equal("alice", Read("User=alice,Idp=Okta,Id=17", given).Username);
        Assert.Equal(ErrorId.UnknownColumn, Assert.Throws<UnlinkException>(() => Read("User=alice,Idp=Okta,Subjekt=x", given)).ErrorId);
    }

    [Fact]
    public void A_user_listed_without_a_status_is_not_relied_on()
    {
        var items = Read("Username=alice").ItemsOf(Pool, s_alice with { UserStatus = null }, new ProviderFilter([]));

        Assert.All(items, item => Assert.Null(item.ListedUser));
    }

    [Fact]
    public void Other_details_in_a_row_are_kept()
    {
        var row = Read("UserPoolId=eu-west-1_Row,Username=alice,Sub=s-1,ProviderType=SAML,ProviderName=Okta,Subject=x");

        var unlink = row.ToUnlinkItem(Pool);
        var link = Assert.Single(row.ToLinkItems(row.UserPoolId!));

        Assert.Equal((Pool, "alice", "s-1", "SAML"), (unlink.UserPoolId, unlink.Username, unlink.SeenOnSub, unlink.ProviderType));
        Assert.Equal(("eu-west-1_Row", "alice", "s-1", "SAML"), (link.UserPoolId, link.Username, link.SeenOnSub, link.ProviderType));
    }

    [Theory]
    [InlineData("Username=alice,ProviderName=Okta,Subjekt=x", "Subject")]
    [InlineData("Username=alice,ProviderName=Okta,Sujet=x", "Subject")]
    [InlineData("Username=alice,ProviderName=Okta,NamID=x", "NameId")]
    [InlineData("Username=alice,ProviderName=Okta,Name ID=x", "NameId")]
    [InlineData("Username=alice,ProviderName=Okta,user_id=x", "userId")]
    [InlineData("Username=alice,ProviderName=Okta,ProviderAttributeVal=x", "ProviderAttributeValue")]
    [InlineData("Username=alice,ProviderName=Okta,Provider_Attribute_Name=x", "ProviderAttributeName")]
    [InlineData("Username=alice,Subjekt=", "Subject")]
    [InlineData("Username=alice,ProvidrName=Okta", "ProviderName")]
    [InlineData("Username=alice,IdP=Okta", "ProviderName")]
    [InlineData("Username=alice,Anbieter=Okta", "ProviderName")]
    [InlineData("Username=alice,MyOwnProvider=Okta", "ProviderName")]
    [InlineData("User=alice,ProviderName=Okta,Subject=x", "Username")]
    [InlineData("usr=alice,ProviderName=Okta,Subject=x", "Username")]
    [InlineData("Usernmae=alice,ProviderName=Okta,Subject=x", "Username")]
    [InlineData("Benutzername=alice,ProviderName=Okta,Subject=x", "Username")]
    [InlineData("Utilisateur=alice", "Username")]
    [InlineData("nombre de usuario=alice", "Username")]
    [InlineData("E-mail=a@b,ProviderName=Okta,Subject=x", "email")]
    [InlineData("Username=alice,ProviderName=Okta,Subject=x,Pool=eu-west-1_Other", "UserPoolId")]
    public void A_column_name_close_to_a_known_one_is_refused_and_the_known_one_suggested(string row, string meant)
    {
        var problem = Assert.Throws<UnlinkException>(() => Read(row));

        Assert.Equal(ErrorId.UnknownColumn, problem.ErrorId);
        Assert.Contains($"Did you mean '{meant}'?", problem.Message, StringComparison.Ordinal);
        Assert.All(row.Split(',').Select(pair => pair.Split('=')[0]), name => Assert.Contains($"'{name}'", problem.Message, StringComparison.Ordinal));
        Assert.Contains("Known columns are Username,", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Username=alice,ProviderName=Okta,EmployeeId=17")]
    [InlineData("Username=alice,ProviderName=Okta,oid=17")]
    [InlineData("Username=alice,ProviderName=Okta,Old subject=17")]
    [InlineData("ProviderName=Okta,Subject=x,Login=alice")]
    [InlineData("ProviderName=Okta,Subject=x,Name=Alice")]
    [InlineData("ProviderName=Okta,Subject=x,SamAccountName=alice")]
    [InlineData("preferred_username=alice")]
    [InlineData("ProviderName=Okta,Subject=x,Department=Sales,Login=")]
    public void A_possible_user_or_subject_column_is_refused_if_the_row_has_no_known_one(string row) => Assert.Equal(ErrorId.UnknownColumn, Refusal(row));

    [Theory]
    [InlineData("Google Subject ID")]
    [InlineData("subject line")]
    [InlineData("googlesubjectid")]
    [InlineData("okta_sub_id")]
    [InlineData("GoogleSub")]
    [InlineData("sub (Okta)")]
    [InlineData("External ID")]
    [InlineData("externalid")]
    [InlineData("ID externe")]
    [InlineData("externe Kennung")]
    [InlineData("GoogleのID")]
    [InlineData("OktaNameID")]
    [InlineData("Name ID (SAML)")]
    [InlineData("IdP user id")]
    [InlineData("IdPUserId")]
    [InlineData("OpenID sub")]
    [InlineData("SSO user name")]
    [InlineData("Okta login")]
    [InlineData("Okta-Identität ID")]
    [InlineData("Linked account")]
    [InlineData("Attribute value")]
    [InlineData("Identity")]
    [InlineData("Google")]
    [InlineData("Azure AD")]
    [InlineData("SignInWithApple")]
    [InlineData("Corporate IdP")]
    public void A_column_whose_words_say_which_identity_is_meant_is_refused_unless_the_row_names_it(string column)
    {
        foreach (var given in (RowGiven[])[new(), new() { ProviderName = "Okta" }])
        {
            foreach (var row in (IRow[])[TestRow.Of($"Username=alice,{column}=x"), TestRow.Of($"Username=alice,{column}="), Json($$$"""{"Username":"alice","link":{"{{{column}}}":"x"}}"""), Json($$$"""{"Username":"alice","links":[{"a":{"{{{column}}}":"x"}}]}""")])
            {
                Assert.Equal(ErrorId.UnknownColumn, Assert.Throws<UnlinkException>(() => new RowReader().Read(row, given)).ErrorId);
            }
        }

        Assert.Equal("x", Read($"Username=alice,ProviderName=Okta,Subject=x,{column}=y").Identity?.ProviderAttributeValue);
        Assert.Equal("alice", Read($"Login=alice,{column}=alice", new RowGiven { Username = "alice", IsUserComputed = true, IsProviderComputed = true }).Username);
    }

    [Theory]
    [InlineData("Department Id")]
    [InlineData("Employee ID")]
    [InlineData("customerId")]
    [InlineData("Cost center ID")]
    [InlineData("Id")]
    [InlineData("Sub Department")]
    [InlineData("SubCategory")]
    [InlineData("Substitute")]
    [InlineData("Subscription ID")]
    [InlineData("Display name")]
    [InlineData("Login ID")]
    [InlineData("UserPrincipalName")]
    [InlineData("SSO enabled")]
    [InlineData("External")]
    [InlineData("Identity verified")]
    [InlineData("LinkedIn")]
    [InlineData("Social security number")]
    public void A_column_with_other_words_is_ignored(string column)
    {
        Assert.Equal("alice", Read($"Username=alice,{column}=x").Username);
        Assert.Equal("alice", new RowReader().Read(Json($$$"""{"Username":"alice","manager":{"Username":"bob","{{{column}}}":"x"}}""")).Username);
    }

    [Fact]
    public void A_column_that_looks_like_a_provider_is_refused_although_the_row_has_a_subject() => Assert.Equal(
        ErrorId.UnknownColumn,
        Assert.Throws<UnlinkException>(() => Read("Username=alice,Subject=x,Corporate IdP=Google", new RowGiven { ProviderName = "Okta" })).ErrorId);

    [Theory]
    [InlineData("Username=alice,ProviderName=Okta,Subject=x,EmployeeId=17,Login=al,Name=Alice,UserType=x")]
    [InlineData("Username=alice,Id=17,Name=Alice,Surname=A,DisplayName=A,Email=a@b,phone_number=1,preferred_username=x,custom:user=1")]
    [InlineData("Username=alice,ProviderName=Okta,EmployeeId=,Department=Sales,Paid=yes,Valid=1,Object=1,Comment=x")]
    [InlineData("ProviderName=Okta,Subject=x,Department=Sales,Note=x")]
    public void Other_columns_are_ignored(string row) => Assert.NotNull(Read(row));

    [Theory]
    [InlineData("Username=alice,ProviderName=,Subject=x", ErrorId.IncompleteRow)]
    [InlineData("Username=alice,ProviderName=Okta,Subject=", ErrorId.IncompleteRow)]
    [InlineData("Username=alice,ProviderName=", ErrorId.IncompleteRow)]
    [InlineData("Username=alice,ProviderName=Okta,ProviderAttributeName=,ProviderAttributeValue=x", ErrorId.IncompleteRow)]
    [InlineData("Username=alice,ProviderName=Okta,ProviderAttributeName=email", ErrorId.IncompleteRow)]
    [InlineData("Username=alice,SamlProvider=Okta,LinkedAttributeValue=x", ErrorId.IncompleteRow)]
    [InlineData("Username=alice,Subject=Maths", ErrorId.IncompleteRow)]
    [InlineData("Username=alice,userId=17", ErrorId.IncompleteRow)]
    [InlineData("Username=alice,ProviderType=SAML", ErrorId.IncompleteRow)]
    [InlineData("Username=,ProviderName=Okta,Subject=x", ErrorId.UsernameMissing)]
    [InlineData("Username=,email=a@b", ErrorId.UsernameMissing)]
    [InlineData("Username= ,ProviderName=Okta,Subject=x", ErrorId.UsernameMissing)]
    [InlineData("sub=,ProviderName=Okta,Subject=x", ErrorId.UsernameMissing)]
    [InlineData("email=,ProviderName=Okta,Subject=x", ErrorId.UsernameMissing)]
    [InlineData("sub=,email=,ProviderName=Okta,Subject=x", ErrorId.UsernameMissing)]
    [InlineData("Username=alice,ProviderName=Google,Subject=1.08204E+20", ErrorId.RowNotReadable)]
    [InlineData("ProviderName=Google,Subject=1E+15", ErrorId.RowNotReadable)]
    [InlineData("Department=Sales", ErrorId.NotAUser)]
    [InlineData("ProviderName=Okta", ErrorId.NotAUser)]
    [InlineData("Username=alice,cognito:username=bob", ErrorId.AmbiguousRow)]
    [InlineData("Username=alice,ProviderName=Okta,SamlProvider=Ping,NameId=x", ErrorId.AmbiguousRow)]
    [InlineData("Username=alice,ProviderName=Okta,ProviderAttributeValue=x,Subject=y", ErrorId.AmbiguousRow)]
    [InlineData("Username=alice,SamlProvider=Okta,NameId=1,LinkedAttributeName=email,LinkedAttributeValue=a@b", ErrorId.AmbiguousRow)]
    public void An_incomplete_unreadable_or_ambiguous_row_is_refused(string row, string id) => Assert.Equal(id, Refusal(row));

    [Fact]
    public void Cognito_itself_is_refused_as_the_provider_in_a_row() =>
        Assert.Equal(ErrorId.NativeNotAsked, Assert.Throws<UnlinkException>(() => Read("Username=alice,ProviderName=Cognito").CheckFilter(null, "none was given")).ErrorId);

    [Theory]
    [InlineData("Username=alice,Sub=s-2,ProviderName=Okta")]
    [InlineData("sub=s-2,ProviderName=Okta")]
    public void A_user_with_another_sub_is_refused(string row) =>
        Assert.Equal(ErrorId.OtherUser, Assert.Throws<UnlinkException>(() => Chosen(Read(row), null)).ErrorId);

    [Theory]
    [InlineData("ProviderName=Okta,Subject=x,UserPoolId=eu-west-1_Pool", ErrorId.UsernameMissing)]
    [InlineData("UserPoolId=eu-west-1_Pool,Username=alice", ErrorId.IncompleteRow)]
    [InlineData("UserPoolId=eu-west-1_Pool,Username=alice,ProviderName=Okta", ErrorId.IncompleteRow)]
    public void Only_a_row_with_a_user_and_an_identity_can_be_linked(string row, string id) =>
        Assert.Equal(id, Assert.Throws<UnlinkException>(() => Read(row).ToLinkItems(Pool)).ErrorId);

    [Fact]
    public void A_status_saved_as_an_object_is_read_from_its_value()
    {
        var user = new RowReader().Read(Json("""{"Username":"bob","UserStatus":{"Value":"FORCE_CHANGE_PASSWORD"},"Attributes":[{"Name":"sub","Value":"s"},{"Name":"identities","Value":"[{\"userId\":\"x\",\"providerName\":\"Okta\"}]"}]}""")).User;

        Assert.Equal(("FORCE_CHANGE_PASSWORD", "s"), (user?.UserStatus, user?.Sub));
        Assert.Equal(SignInAfterUnlink.None, Assert.Single(LinkedIdentities.Of(Pool, user!)).SignInAfterUnlink);
    }

    [Theory]
    [InlineData("""{"Username":"bob","UserStatus":"CONFIRMED","Attributes":[{"Name":"sub","Value":"s"},{"Name":"email","Value":"b@c"}]}""", false)]
    [InlineData("""{"Username":"bob","UserStatus":"CONFIRMED","UserAttributes":[{"Name":"sub","Value":"s"},{"Name":"email","Value":"b@c"}]}""", true)]
    [InlineData("""{"Username":"bob","UserStatus":"CONFIRMED","Attributes":[]}""", false)]
    [InlineData("""{"Username":"bob","UserStatus":"CONFIRMED","Attributes":null}""", false)]
    [InlineData("""{"Username":"bob","UserStatus":"CONFIRMED","identities":"[]"}""", true)]
    [InlineData("""{"Username":"bob","Attributes":[{"Name":"identities","Value":"[]"}]}""", true)]
    public void A_user_without_identities_is_relied_on_only_if_no_attribute_can_be_missing(string json, bool isKnown) =>
        Assert.Equal(isKnown, new RowReader().Read(Json(json)).User is not null);

    [Fact]
    public void A_listing_that_shows_identities_for_one_user_shows_them_for_all_in_that_pool()
    {
        var rows = new RowReader();
        bool IsKnown(string pool, string attributes) =>
            rows.Read(Json($$"""{"UserPoolId":"{{pool}}","Username":"bob","UserStatus":"CONFIRMED","Attributes":[{"Name":"sub","Value":"s"}{{attributes}}]}""")).User is not null;

        Assert.False(IsKnown(Pool, ""));
        Assert.True(IsKnown(Pool, """,{"Name":"identities","Value":"[]"}"""));
        Assert.True(IsKnown(Pool, ""));
        Assert.False(IsKnown("eu-west-1_Other", ""));
    }

    [Fact]
    public void A_user_with_fewer_attributes_than_the_others_may_be_from_another_listing()
    {
        var rows = new RowReader();
        bool IsKnown(string attributes) =>
            rows.Read(Json($$"""{"Username":"bob","UserStatus":"CONFIRMED","Attributes":[{"Name":"sub","Value":"s"}{{attributes}}]}""")).User is not null;

        Assert.True(IsKnown(""",{"Name":"email","Value":"b@c"},{"Name":"name","Value":"Bob"},{"Name":"identities","Value":"[]"}"""));
        Assert.False(IsKnown(""",{"Name":"email","Value":"b@c"}"""));
        Assert.True(IsKnown(""",{"Name":"email","Value":"b@c"},{"Name":"identities","Value":"[]"}"""));
        Assert.True(IsKnown(""",{"Name":"email","Value":"b@c"}"""));
    }

    [Theory]
    [InlineData("""{"Username":"bob","Attributes":[{"Name":"sub","Value":"s-1"},{"Name":"email","Value":"b@c"}]}""")]
    [InlineData("""{"Username":"bob","UserAttributes":[{"Name":"sub","Value":"s-1"}]}""")]
    [InlineData("""{"Username":"bob","ProviderName":"Okta","Subject":"x","Attributes":[{"Name":"sub","Value":"s-1"}]}""")]
    public void A_sub_among_the_attributes_identifies_the_user_like_a_column(string json)
    {
        var meaning = new RowReader().Read(Json(json));

        Assert.Equal("s-1", meaning.Sub);
        Assert.Equal(ErrorId.OtherUser, Assert.Throws<UnlinkException>(() => meaning.ItemsOf(Pool, s_alice with { Username = "bob", Sub = "s-2" }, null)).ErrorId);
    }

    [Theory]
    [InlineData("""{"sub":"s-1","cognito:username":"alice","email":"a@b","identities":[{"userId":"x","providerName":"Okta"}]}""")]
    [InlineData("""{"sub":"s-1","identities":[{"userId":"x","providerName":"Okta"}]}""")]
    [InlineData("""{"UserSub":"s-1","identities":[{"userId":"x","providerName":"Okta"}]}""")]
    [InlineData("""{"email":"a@b","identities":"[{\"userId\":\"x\",\"providerName\":\"Okta\"}]"}""")]
    [InlineData("""{"Username":"alice","identities":{"userId":"x","providerName":"Okta"}}""")]
    [InlineData("""{"Username":"alice","identities":"{\"userId\":\"x\",\"providerName\":\"Okta\"}"}""")]
    [InlineData("""{"Username":"alice","Attributes":{"sub":"s-1","identities":"[{\"userId\":\"x\",\"providerName\":\"Okta\"}]"}}""")]
    [InlineData("""{"Username":"alice","UserAttributes":{"sub":"s-1","identities":{"userId":"x","providerName":"Okta"}}}""")]
    [InlineData("""{"Username":"alice","Attributes":{"Name":"identities","Value":"[{\"userId\":\"x\",\"providerName\":\"Okta\"}]"}}""")]
    [InlineData("""{"Username":"alice","Attributes":[{"Name":"identities","Value":[{"userId":"x","providerName":"Okta"}]}]}""")]
    [InlineData("""{"Username":"alice","UserAttributes":[{"Name":"sub","Value":"s-1"}],"Attributes":[{"Name":"identities","Value":"[{\"userId\":\"x\",\"providerName\":\"Okta\"}]"}]}""")]
    public void A_row_that_shows_identities_means_only_those_however_it_names_its_user(string json) => Assert.Equal(["x"], Shown(Json(json)));

    [Theory]
    [InlineData("""{"Username":"alice","identities":null}""")]
    [InlineData("""{"Username":"alice","identities":""}""")]
    [InlineData("""{"Username":"alice","identities":" "}""")]
    [InlineData("""{"Username":"alice","Attributes":[{"Name":"identities","Value":null}]}""")]
    [InlineData("""{"Username":"alice","Attributes":{"identities":null}}""")]
    [InlineData("""{"sub":"s-1","UserStatus":"CONFIRMED","identities":null}""")]
    public void Empty_identities_mean_none(string json)
    {
        Assert.Empty(Shown(Json(json)));
        Assert.Equal(ErrorId.IncompleteRow, Assert.Throws<UnlinkException>(() => new RowReader().Read(Json(json)).ToLinkItems(Pool)).ErrorId);
    }

    [Fact]
    public void Empty_identities_in_CSV_mean_none() => Assert.Empty(Shown(TestRow.Of("Username=alice,identities=")));

    [Theory]
    [InlineData("""{"Username":"alice","Attributes":["@{Name=sub; Value=s-1}"]}""")]
    [InlineData("""{"Username":"alice","Attributes":["@{Name=sub; Value=s-1}","System.Object"]}""")]
    [InlineData("""{"Username":"alice","Attributes":"System.Object[] sub"}""")]
    [InlineData("""{"Username":"alice","Attributes":"alice.okta"}""")]
    [InlineData("""{"Username":"alice","Attributes":[null]}""")]
    [InlineData("""{"Username":"alice","Attributes":[{"Value":"s-1"}]}""")]
    [InlineData("""{"Username":"alice","Attributes":[{"Name":"sub","Value":["s-1"]}]}""")]
    [InlineData("""{"Username":"alice","Attributes":{"value":[{"Name":"sub","Value":"s-1"}],"Count":1}}""")]
    [InlineData("""{"Username":"alice","identities":{"userId":"x","userId":"y"}}""")]
    [InlineData("""{"Username":"alice","sub":["s-1"]}""")]
    [InlineData("""{"Username":"alice","sub":{"id":"s-1"},"ProviderName":"Okta","Subject":"x"}""")]
    [InlineData("""{"sub":["s-1"],"email":"a@b"}""")]
    [InlineData("""{"Username":["alice"],"cognito:username":"alice"}""")]
    [InlineData("""{"Username":"alice","ProviderName":"Okta","Subject":"x","NameId":["y"]}""")]
    [InlineData("""{"Username":"alice","UserPoolId":["eu-west-1_Other"]}""")]
    [InlineData("""{"ProviderName":"Okta","Subject":"x","UserPoolId":{"Id":"eu-west-1_Other"}}""")]
    public void A_value_that_could_narrow_the_row_and_cannot_be_read_is_refused(string json) =>
        Assert.Equal(ErrorId.RowNotReadable, Assert.Throws<UnlinkException>(() => new RowReader().Read(Json(json))).ErrorId);

    [Theory]
    [InlineData("\"System.Object[]\"")]
    [InlineData("\"System.Collections.Generic.List`1[Amazon.CognitoIdentityProvider.Model.AttributeType]\"")]
    [InlineData("[\"Amazon.CognitoIdentityProvider.Model.AttributeType\",\"Amazon.CognitoIdentityProvider.Model.AttributeType\"]")]
    [InlineData("\"Amazon.CognitoIdentityProvider.Model.AttributeType Amazon.CognitoIdentityProvider.Model.AttributeType\"")]
    public void Attributes_of_which_only_the_types_are_left_show_nothing(string attributes)
    {
        foreach (var column in (string[])["Attributes", "UserAttributes"])
        {
            var meaning = new RowReader().Read(Json($$"""{"Username":"alice","sub":"s-1","UserStatus":"CONFIRMED","{{column}}":{{attributes}}}"""));

            Assert.Equal(("alice", "s-1", null), (meaning.Username, meaning.Sub, meaning.User));
            Assert.Equal(["x"], Shown(Json($$"""{"Username":"alice","identities":[{"userId":"x","providerName":"Okta"}],"{{column}}":{{attributes}}}""")));
        }
    }

    [Theory]
    [InlineData("\"System.Object[]\"")]
    [InlineData("[\"System.Object\"]")]
    public void Identities_of_which_only_the_type_is_left_are_refused(string identities) =>
        Assert.Equal(ErrorId.MalformedIdentities, Assert.Throws<UnlinkException>(() => Shown(Json($$"""{"Username":"alice","identities":{{identities}}}"""))).ErrorId);

    [Theory]
    [InlineData("identities")]
    [InlineData("Attributes")]
    [InlineData("UserAttributes")]
    [InlineData("sub")]
    [InlineData("UserPoolId")]
    public void A_column_that_cannot_be_read_at_all_does_not_count_as_missing(string column) =>
        Assert.Equal(ErrorId.RowNotReadable, Assert.Throws<UnlinkException>(() => new RowReader().Read(new BrokenRow(column))).ErrorId);

    [Theory]
    [InlineData("""{"Username":"alice","UserAttributes":{"sub":"s-2"}}""")]
    [InlineData("""{"Username":"alice","Attributes":{"sub":"s-2"}}""")]
    [InlineData("""{"cognito:username":"alice","Attributes":[{"Name":"sub","Value":"s-2"}]}""")]
    [InlineData("""{"Username":"alice","UserSub":"s-2"}""")]
    public void Every_form_of_a_sub_identifies_the_user(string json) =>
        Assert.Equal(ErrorId.OtherUser, Assert.Throws<UnlinkException>(() => new RowReader().Read(Json(json)).ItemsOf(Pool, s_alice, null)).ErrorId);

    [Theory]
    [InlineData("""{"Username":"alice","sub":"s-1","UserSub":"s-2"}""")]
    [InlineData("""{"Username":"alice","sub":"s-1","Attributes":[{"Name":"sub","Value":"s-2"}]}""")]
    [InlineData("""{"Username":"alice","identities":[{"userId":"x","providerName":"Okta"}],"Attributes":[{"Name":"identities","Value":"[{\"userId\":\"y\",\"providerName\":\"Okta\"}]"}]}""")]
    [InlineData("""{"Username":"alice","identities":null,"Attributes":[{"Name":"identities","Value":"[{\"userId\":\"y\",\"providerName\":\"Okta\"}]"}]}""")]
    public void A_row_that_contradicts_itself_is_refused(string json) =>
        Assert.Equal(ErrorId.AmbiguousRow, Assert.Throws<UnlinkException>(() => new RowReader().Read(Json(json))).ErrorId);

    [Fact]
    public void The_same_identities_in_two_places_are_no_contradiction() => Assert.Equal(
        ["x"],
        Shown(Json("""{"Username":"alice","identities":[{"userId":"x","providerName":"Okta","primary":false}],"Attributes":[{"Name":"identities","Value":"[{\"providerName\":\"Okta\",\"userId\":\"x\"}]"}]}""")));

    [Theory]
    [InlineData("""{"Username":"alice","linkedIdentities":[{"userId":"x","providerName":"Okta"}]}""")]
    [InlineData("""{"Username":"alice","linkedIdentities":null}""")]
    [InlineData("""{"Username":"alice","identity":{"userId":"x","providerName":"Okta"}}""")]
    [InlineData("""{"Username":"alice","identity":{"provider":"Okta"}}""")]
    [InlineData("""{"Username":"alice","links":{"okta":{"user_id":"x"}}}""")]
    [InlineData("""{"Username":"alice","links":"[{\"userId\":\"x\",\"providerName\":\"Okta\"}]"}""")]
    [InlineData("""{"Username":"alice","ProviderName":"Okta","links":"{\"userId\":\"x\"}"}""")]
    [InlineData("""{"sub":"s-1","identity":{"userId":"x"}}""")]
    [InlineData("""{"Username":"alice","cognito_sub":"s-1"}""")]
    public void An_identity_in_an_unknown_column_is_refused(string json) =>
        Assert.Equal(ErrorId.UnknownColumn, Assert.Throws<UnlinkException>(() => new RowReader().Read(Json(json))).ErrorId);

    [Fact]
    public void A_provider_type_that_is_not_text_still_lacks_its_provider() =>
        Assert.Equal(ErrorId.IncompleteRow, Assert.Throws<UnlinkException>(() => new RowReader().Read(Json("""{"Username":"alice","ProviderType":["SAML"]}"""))).ErrorId);

    [Fact]
    public void A_computed_user_is_the_user_of_the_row()
    {
        var row = Json("""{"Login":"alice","UserSub":"s-1","identities":[{"userId":"x","providerName":"Okta"}]}""");

        Assert.Equal(["x"], Shown(row, new RowGiven { Username = "alice", IsUserComputed = true }));
        Assert.Equal("s-1", new RowReader().Read(row, new RowGiven { Username = "alice", IsUserComputed = true }).Sub);
        Assert.Equal("alice", new RowReader().Read(Json("""{"user":{"userId":"alice"}}"""), new RowGiven { Username = "alice", IsUserComputed = true }).Username);
    }

    [Fact]
    public void A_specified_user_has_the_identities_of_a_row_unless_it_is_about_somebody_else()
    {
        const string Shows = "\"identities\":[{\"userId\":\"x\",\"providerName\":\"Okta\"}]";
        var given = new RowGiven { Username = "alice" };

        Assert.Equal(["x"], Shown(Json($"{{{Shows}}}"), given));
        Assert.Equal(["x"], Shown(Json($"{{\"Username\":\"alice\",{Shows}}}"), given));
        Assert.Equal(ErrorId.AmbiguousRow, Assert.Throws<UnlinkException>(() => new RowReader().Read(Json($"{{\"Username\":\"bob\",{Shows}}}"), given)).ErrorId);
        Assert.Equal(ErrorId.AmbiguousRow, Assert.Throws<UnlinkException>(() => Read("Username=bob,ProviderName=Okta", given)).ErrorId);
    }

    [Fact]
    public void A_sub_in_the_row_counts_with_a_specified_identity_too() =>
        Assert.Equal("s-2", Read("Username=alice,Sub=s-2", new RowGiven { ProviderName = "Okta", AttributeValue = "x" }).ToUnlinkItem(Pool).SeenOnSub);

    [Theory]
    [InlineData("""{"UserPoolId":["eu-west-1_Other"],"Users":["alice"]}""", ErrorId.RowNotReadable)]
    [InlineData("""{"ProviderName":["Okta"],"Users":["alice"]}""", ErrorId.IncompleteRow)]
    [InlineData("""{"ProviderName":["Okta"],"Users":[{"Username":"alice","ProviderName":"Google"}]}""", ErrorId.RowNotReadable)]
    public void A_field_beside_a_list_that_is_not_text_is_not_ignored(string json, string id) =>
        Assert.Equal(id, Assert.Throws<UnlinkException>(() => new RowReader().Read(Assert.Single(RowShapes.Expand(Json(json)))!)).ErrorId);

    [Theory]
    [InlineData("""{"Users":["alice"],"link":{"subject":"x"}}""")]
    [InlineData("""{"Users":["alice"],"links":[{"provider":"Okta","id":"x"}]}""")]
    [InlineData("""{"Users":["alice"],"link":{"to":{"idp":"Okta"}}}""")]
    [InlineData("""{"Users":["alice"],"link":"{\"subject\":\"x\"}"}""")]
    [InlineData("""{"Users":[{"Username":"alice"}],"link":{"okta_sub_id":"x"}}""")]
    public void An_identity_in_an_object_beside_a_list_is_not_ignored(string json) =>
        Assert.Equal(ErrorId.UnknownColumn, Assert.Throws<UnlinkException>(() => new RowReader().Read(Assert.Single(RowShapes.Expand(Json(json)))!)).ErrorId);

    [Theory]
    [InlineData("""{"Username":"alice","Users":["bob"]}""")]
    [InlineData("""{"cognito:username":"alice","items":[{"Username":"bob"}]}""")]
    [InlineData("""{"Users":["bob"],"sub":"s-1"}""")]
    [InlineData("""{"Users":["bob"],"email":"a@b"}""")]
    [InlineData("""{"Users":["bob"],"items":["alice"]}""")]
    [InlineData("""{"Users":["bob"],"items":{"Username":"alice"}}""")]
    [InlineData("""{"Username":"alice","items":{"Username":"bob"}}""")]
    [InlineData("""{"Users":[{"Username":"alice","Users":["bob"]}]}""")]
    [InlineData("""{"Username":"alice","User":{"Username":"bob"}}""")]
    [InlineData("""{"cognito:username":"alice","User":{"Username":"bob"}}""")]
    [InlineData("""{"ProviderName":"Okta","User":{"ProviderName":"Google","ProviderAttributeValue":"1"}}""")]
    [InlineData("""{"identities":[],"User":{"Username":"alice","identities":"[{\"userId\":\"x\",\"providerName\":\"Okta\"}]"}}""")]
    [InlineData("""{"Username":"bob","SourceUser":{"ProviderName":"Okta","ProviderAttributeValue":"x"},"DestinationUser":{"ProviderName":"Cognito","ProviderAttributeValue":"alice"}}""")]
    public void A_user_beside_other_users_is_ambiguous(string json) =>
        Assert.Equal(ErrorId.AmbiguousRow, Assert.Throws<UnlinkException>(() => new RowReader().Read(Assert.Single(RowShapes.Expand(Json(json)))!)).ErrorId);

    [Theory]
    [InlineData("""{"items":[{"Username":"alice"}],"whatIf":false,"users":2,"identities":3,"withoutMatch":0}""")]
    [InlineData("""{"Users":[{"Username":"alice"}],"PaginationToken":"x","ResponseMetadata":{"RequestId":"1"},"Username":null}""")]
    [InlineData("""{"Users":["alice"],"$metadata":{"httpStatusCode":200,"requestId":"1","attempts":1},"made":{"by":{"name":"bob","id":7}},"link":{"subject":null}}""")]
    [InlineData("""{"Users":{"Username":"alice"}}""")]
    [InlineData("""{"Username":"alice","User":{"Username":"alice"}}""")]
    public void One_list_or_one_user_is_not_ambiguous(string json) => Assert.Equal("alice", new RowReader().Read(Assert.Single(RowShapes.Expand(Json(json)))!).Username);

    [Theory]
    [InlineData("""{"Username":"","ProviderName":null,"Note":" \u00a0"}""", true)]
    [InlineData("""{"Username":null}""", true)]
    [InlineData("""{"Username":"","Attributes":[]}""", false)]
    [InlineData("""{"Username":"","Enabled":false}""", false)]
    [InlineData("{}", false)]
    [InlineData("\"\"", false)]
    public void Rows_whose_columns_are_all_empty_are_left_out(string json, bool isBlank)
    {
        Assert.Equal(isBlank ? 0 : 1, RowShapes.Expand(Json(json)).Count());
        Assert.Equal(isBlank ? 1 : 2, RowShapes.Expand(Json($$"""{"Users":[{{json}},"alice"]}""")).Count());
    }

    [Theory]
    [InlineData("""{"ProviderName":"Okta","Users":["alice","bob"]}""")]
    [InlineData("""{"ProviderName":"Okta","Users":[{"Username":"alice"},{"Username":"bob","ProviderName":"Okta"}]}""")]
    public void Fields_beside_a_list_of_rows_apply_to_each_row(string json)
    {
        var rows = RowShapes.Expand(Json(json)).Select(row => new RowReader().Read(row!));

        Assert.Equal([("alice", "Okta"), ("bob", "Okta")], rows.Select(row => (row.Username, row.ProviderName)));
    }

    [Fact]
    public void A_pool_beside_a_list_applies_to_each_row_and_must_not_contradict_any()
    {
        Assert.Equal(Pool, new RowReader().Read(Assert.Single(RowShapes.Expand(Json("""{"UserPoolId":"eu-west-1_Pool","Users":["alice"]}""")))!).UserPoolId);
        var contradicted = Assert.Single(RowShapes.Expand(Json("""{"UserPoolId":"eu-west-1_A","items":[{"Username":"alice","UserPoolId":"eu-west-1_B"}]}""")))!;
        Assert.Equal(ErrorId.AmbiguousRow, Assert.Throws<UnlinkException>(() => new RowReader().Read(contradicted)).ErrorId);
        Assert.Equal("alice", new RowReader().Read(Assert.Single(RowShapes.Expand(Json("""{"PaginationToken":"x","Users":["alice"]}""")))!).Username);
    }

    [Theory]
    [InlineData("108204268033311000000", true)]
    [InlineData("108204268033311374519", false)]
    [InlineData("1020304050600000", false)]
    public void An_undo_refuses_a_subject_that_a_spreadsheet_rounded(string subject, bool isRefused)
    {
        var meaning = Read($"Username=alice,ProviderName=Google,Subject={subject}");

        if (isRefused)
        {
            Assert.Equal(ErrorId.RowNotReadable, Assert.Throws<UnlinkException>(() => meaning.ToLinkItems(Pool)).ErrorId);
        }
        else
        {
            Assert.Single(meaning.ToLinkItems(Pool));
        }
    }

    [Theory]
    [InlineData("""{"Outcome":"Unlinked","Username":"alice","ProviderName":"Okta","Subject":"'=2"}""", "'=2")]
    [InlineData("""{"Event":"unlinked","SignInAfterUnlink":null,"Username":"alice","ProviderName":"Okta","ProviderAttributeValue":"'=2"}""", "'=2")]
    public void Leading_apostrophes_are_removed_only_from_CSV_that_this_program_wrote(string json, string subject)
    {
        Assert.Equal(subject, Assert.Single(new RowReader().Read(Json(json)).ToLinkItems(Pool)).Source.ProviderAttributeValue);
        Assert.Equal("=2", Assert.Single(Read("Outcome=Unlinked,Username=alice,ProviderName=Okta,Subject='=2").ToLinkItems(Pool)).Source.ProviderAttributeValue);
    }

    /// <summary>A user with a column that cannot be read.</summary>
    private sealed class BrokenRow(string broken) : IRow
    {
        public IEnumerable<string> Names => ["Username", broken];

        public bool IsText => false;

        public bool Has(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

        public string? Text(string name) => name == "Username" ? "alice" : null;

        public IRow? Row(string name) => null;

        public IEnumerable<IRow?>? Rows(string name) => null;

        public bool IsBroken(string name) => name == broken;
    }
}
