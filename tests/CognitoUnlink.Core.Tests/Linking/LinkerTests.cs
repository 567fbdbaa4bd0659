using CognitoUnlink.Calling;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Linking;

namespace CognitoUnlink.Core.Tests.Linking;

public class LinkerTests
{
    private const string Merging = "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link";
    private const string InvalidSource = "Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a DestinationUser";
    private const string AlreadyLinked = "SourceUser is already linked to DestinationUser";
    private const string Okta = """[{"userId":"00u1","providerName":"Okta","providerType":"SAML","primary":"true"}]""";

    private static readonly ProviderUser s_google = new("Google", "Cognito_Subject", "1122");

    private readonly FakeGateway _gateway = new();

    private static LinkItem Item(ProviderUser? source = null, string username = "alice") =>
        new() { UserPoolId = FakeGateway.PoolId, Username = username, Source = source ?? s_google };

    private void SetAlice(string? identities, string status = "CONFIRMED") =>
        _gateway.Users["alice"] = new CognitoUser { Username = "alice", Sub = "s-1", UserStatus = status, Identities = identities };

    private Task<LinkReport> Link(LinkItem? item = null) => new Linker(new UserReader(new ServiceCaller(_gateway))).LinkAsync(item ?? Item(), CancellationToken.None);

    private void AnswerLinkWith(CognitoErrorKind kind, string message, bool takesEffect = false)
    {
        _gateway.LinkProblem = FakeGateway.Error(kind, message, "AdminLinkProviderForUser");
        _gateway.LinkTakesEffect = takesEffect;
    }

    private static void AssertNotPossible(LinkReport report, string reason)
    {
        Assert.Equal(LinkOutcome.NotPossible, report.Result.Outcome);
        Assert.Contains(reason, report.Result.Reason, StringComparison.Ordinal);
        Assert.Equal(ErrorId.LinkNotPossible, Assert.IsType<UnlinkException>(report.Error).ErrorId);
    }

    [Fact]
    public async Task A_native_user_is_linked_by_username_and_read_back()
    {
        SetAlice(null);

        var (result, error) = await Link(Item(new ProviderUser("Okta", "email", "alice@corp.example")));

        Assert.Null(error);
        Assert.Equal([(ProviderUser.Native("alice"), new ProviderUser("Okta", "email", "alice@corp.example"))], _gateway.Linked);
        Assert.Equal((LinkOutcome.Linked, true, "link-1", 1, null), (result.Outcome, result.Verified, result.RequestId, result.Attempts, result.Reason));
        Assert.Equal(["AdminGetUser", "AdminLinkProviderForUser", "AdminGetUser"], _gateway.Calls);
    }

    [Fact]
    public async Task A_federated_user_is_linked_by_their_own_identity()
    {
        SetAlice(Okta, "EXTERNAL_PROVIDER");

        var (result, _) = await Link();

        Assert.Equal(new ProviderUser("Okta", "Cognito_Subject", "00u1"), Assert.Single(_gateway.Linked).Destination);
        Assert.Equal(LinkOutcome.Linked, result.Outcome);
    }

    [Fact]
    public async Task Linking_to_a_federated_user_without_their_own_identity_is_not_possible()
    {
        SetAlice("[]", "EXTERNAL_PROVIDER");

        AssertNotPossible(await Link(), "without their own identity");
        Assert.Empty(_gateway.Linked);
    }

    [Fact]
    public async Task An_identity_that_the_user_already_has_is_not_requested()
    {
        SetAlice("""[{"userId":"1122","providerName":"Google"}]""");

        var (result, error) = await Link();

        Assert.Null(error);
        Assert.Equal((LinkOutcome.AlreadyLinked, true), (result.Outcome, result.Verified));
        Assert.Empty(_gateway.Linked);
    }

    [Fact]
    public async Task A_value_in_another_case_is_another_identity()
    {
        SetAlice("""[{"userId":"abc","providerName":"Okta"}]""");

        Assert.Equal(LinkOutcome.Linked, (await Link(Item(new ProviderUser("Okta", "Cognito_Subject", "ABC")))).Result.Outcome);
    }

    [Theory]
    [InlineData(CognitoErrorKind.InvalidParameter, InvalidSource)]
    [InlineData(CognitoErrorKind.InvalidParameter, Merging)]
    [InlineData(CognitoErrorKind.InvalidParameter, AlreadyLinked)]
    [InlineData(CognitoErrorKind.LimitExceeded, "five")]
    [InlineData(CognitoErrorKind.Unknown, "no idea")]
    public async Task A_link_that_was_made_counts_even_if_the_answer_is_an_error(CognitoErrorKind kind, string message)
    {
        SetAlice(null);
        AnswerLinkWith(kind, message, takesEffect: true);

        var (result, error) = await Link();

        Assert.Null(error);
        Assert.Equal((LinkOutcome.Linked, true), (result.Outcome, result.Verified));
        Assert.Contains(message, result.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CognitoErrorKind.InvalidParameter, Merging, "a separate federated user, for example because they signed in again")]
    [InlineData(CognitoErrorKind.InvalidParameter, AlreadyLinked, "another user")]
    [InlineData(CognitoErrorKind.LimitExceeded, "A user can have at most 5.", "five")]
    [InlineData(CognitoErrorKind.ResourceNotFound, "Identity provider Google does not exist.", "has no identity provider 'Google'")]
    [InlineData(CognitoErrorKind.UserNotFound, "User does not exist.", "user no longer exists")]
    public async Task The_reason_why_a_link_is_not_possible_is_reported(CognitoErrorKind kind, string message, string reason)
    {
        SetAlice(null);
        AnswerLinkWith(kind, message);

        var report = await Link();

        AssertNotPossible(report, reason);
        Assert.Equal(false, report.Result.Verified);
        Assert.Same(_gateway.LinkProblem, report.Error!.InnerException);
    }

    [Theory]
    [InlineData(CognitoErrorKind.InvalidParameter, InvalidSource)]
    [InlineData(CognitoErrorKind.AccessDenied, "not authorized to perform")]
    [InlineData(CognitoErrorKind.AliasExists, "An account with the email already exists.")]
    public async Task Any_other_error_is_a_failure_with_that_error(CognitoErrorKind kind, string message)
    {
        SetAlice(null);
        AnswerLinkWith(kind, message);

        var (result, error) = await Link();

        Assert.Same(_gateway.LinkProblem, error);
        Assert.Equal((LinkOutcome.Failed, message), (result.Outcome, result.Reason));
    }

    [Fact]
    public async Task An_accepted_link_that_the_user_does_not_show_is_a_failure()
    {
        SetAlice(null);
        _gateway.LinkTakesEffect = false;

        var (result, error) = await Link();

        Assert.Equal((LinkOutcome.Failed, false), (result.Outcome, result.Verified));
        Assert.Equal(ErrorId.LinkNotShown, Assert.IsType<UnlinkException>(error).ErrorId);
    }

    [Fact]
    public async Task An_accepted_link_that_cannot_be_read_back_is_a_failure()
    {
        SetAlice(null);
        _gateway.OnCall = operation =>
        {
            if (operation == "AdminLinkProviderForUser")
            {
                _gateway.Fail("AdminGetUser", FakeGateway.Error(CognitoErrorKind.CredentialsRefused, "expired"));
            }
        };

        var (result, error) = await Link();

        Assert.Equal((LinkOutcome.Failed, null), (result.Outcome, result.Verified));
        Assert.Equal(CognitoErrorKind.CredentialsRefused, Assert.IsType<CognitoException>(error).Kind);
        Assert.Contains("accepted the link, but it is not known whether it was made", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_throttled_request_is_retried()
    {
        SetAlice(null);
        _gateway.Fail("AdminLinkProviderForUser", FakeGateway.Error(CognitoErrorKind.Throttled, "Rate exceeded"));

        var (result, _) = await Link();

        Assert.Equal((LinkOutcome.Linked, 2), (result.Outcome, result.Attempts));
    }

    [Fact]
    public async Task Linking_to_a_user_who_no_longer_exists_is_not_possible()
    {
        AssertNotPossible(await Link(), "no longer exists");
        Assert.Equal(["AdminGetUser"], _gateway.Calls);
    }

    [Fact]
    public async Task A_different_user_with_the_same_name_does_not_get_the_link()
    {
        SetAlice(null);

        AssertNotPossible(await Link(Item() with { SeenOnSub = "s-0" }), "a different sub");
        Assert.Equal(LinkOutcome.Linked, (await Link(Item() with { SeenOnSub = "s-1" })).Result.Outcome);
    }

    [Fact]
    public async Task Linking_the_password_sign_in_is_not_possible()
    {
        SetAlice(null);

        AssertNotPossible(await Link(Item(ProviderUser.Native("alice"))), "password");
        Assert.Empty(_gateway.Linked);
    }

    [Fact]
    public void A_preview_shows_what_would_happen_to_an_item()
    {
        var alice = new CognitoUser { Username = "alice", UserStatus = "CONFIRMED", Identities = """[{"userId":"1122","providerName":"Google"}]""" };

        Assert.Equal(LinkOutcome.AlreadyLinked, Linker.Preview(Item() with { User = alice }).Result.Outcome);
        Assert.Equal(LinkOutcome.NotPossible, Linker.Preview(Item() with { IsUserGone = true }).Result.Outcome);
        Assert.Equal(LinkOutcome.WouldLink, Linker.Preview(Item(new ProviderUser("Okta", "email", "a@b")) with { User = alice }).Result.Outcome);
    }
}
