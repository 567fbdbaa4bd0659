using CognitoUnlink.Calling;
using CognitoUnlink.Core.Tests.Fakes;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Retirement;
using CognitoUnlink.Running;

namespace CognitoUnlink.Core.Tests.Retirement;

public sealed class RetirementAssessmentTests
{
    private UserPool _pool = new() { UserPoolId = FakeGateway.PoolId, RecoveryMechanisms = ["verified_email"] };
    private readonly FakeGateway _gateway;

    public RetirementAssessmentTests() => _gateway = new FakeGateway
    {
        OnDescribeUserPool = () => _pool,
        Providers = { ["Okta"] = new() { ProviderName = "Okta", ProviderType = "SAML" }, ["Google"] = new() { ProviderName = "Google", ProviderType = "Google" } },
    };

    private static string Link(string subject, string provider = "Okta", string primary = "false", string type = "SAML") =>
        $$"""{"userId":"{{subject}}","providerName":"{{provider}}","providerType":"{{type}}","primary":"{{primary}}"}""";

    private void Add(string name, string status, bool isVerified, params string[] identities) => _gateway.Users[name] = new CognitoUser
    {
        Username = name,
        Sub = $"sub-{name}",
        UserStatus = status,
        Enabled = true,
        HasVerifiedEmail = isVerified,
        HasVerifiedPhone = false,
        Identities = $"[{string.Join(',', identities)}]",
    };

    private void AddClient(string name, params string[] providers) => _gateway.AppClients.Add(new AppClient($"id-{name}", name, providers, default));

    private async Task<RetirementAssessment> AssessAsync(string provider = "Okta", bool isDetailed = false)
    {
        var assessment = new RetirementAssessment(new PoolClient(() => new ServiceCaller(_gateway)), FakeGateway.PoolId, provider, isDetailed);
        await assessment.ReadAsync(default);
        return assessment;
    }

    private async Task<RetirementFinding?> FindAsync(RetirementCheck check, bool isDetailed = false) =>
        (await AssessAsync(isDetailed: isDetailed)).Findings.SingleOrDefault(finding => finding.Check == check);

    [Fact]
    public async Task Users_are_judged_as_if_all_identities_from_the_provider_were_unlinked()
    {
        Add("fine", "CONFIRMED", true, Link("1"));
        Add("random", "CONFIRMED", false, Link("2"));
        Add("invited", "FORCE_CHANGE_PASSWORD", true, Link("3"), Link("4"));
        Add("both", "FORCE_CHANGE_PASSWORD", true, Link("5"), Link("6", "Google", type: "Google"));
        Add("odd", "ARCHIVED", true, Link("7"));
        Add("other", "FORCE_CHANGE_PASSWORD", false, Link("8", "Google", type: "Google"));

        var findings = (await AssessAsync()).Findings.ToDictionary(finding => finding.Check);

        Assert.Equal(["invited"], findings[RetirementCheck.WithoutWayIn].Examples);
        Assert.Equal(["random"], findings[RetirementCheck.WithoutRecovery].Examples);
        Assert.Equal(["odd"], findings[RetirementCheck.UnknownStatus].Examples);
        Assert.Equal((6, FindingSeverity.Information), (findings[RetirementCheck.Link].Count, findings[RetirementCheck.Link].Severity));
        Assert.Equal(5, findings[RetirementCheck.Cost].Count);
        Assert.Contains("$0.015 per user, this costs up to $0.08", findings[RetirementCheck.Cost].Message, StringComparison.Ordinal);
        Assert.Contains("September 2026", findings[RetirementCheck.Cost].Message, StringComparison.Ordinal);
        Assert.DoesNotContain(RetirementCheck.OwnProfile, findings.Keys);
        Assert.All(findings.Values, finding => Assert.NotEmpty(finding.Recommendation));
    }

    [Fact]
    public async Task Federated_users_from_the_provider_are_a_blocker_unless_disabled()
    {
        Add("Okta_1", "EXTERNAL_PROVIDER", true, Link("1", primary: "true"));
        Add("Okta_2", "EXTERNAL_PROVIDER", true, Link("2", primary: "true"));
        _gateway.Users["Okta_2"] = _gateway.Users["Okta_2"] with { Enabled = false };

        var finding = await FindAsync(RetirementCheck.OwnProfile);

        Assert.Equal((1, FindingSeverity.Blocker), (finding!.Count, finding.Severity));
        Assert.Equal(["Okta_1"], finding.Examples);
        Assert.Contains("1 more are disabled", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_federated_user_whose_identity_is_also_linked_is_found_in_either_order(bool isProfileFirst)
    {
        string[] order = isProfileFirst ? ["Okta_1", "alice"] : ["alice", "Okta_1"];
        foreach (var name in order)
        {
            Add(name, name == "alice" ? "CONFIRMED" : "EXTERNAL_PROVIDER", true, Link("1", primary: name == "alice" ? "false" : "true"));
        }

        Add("bob", "CONFIRMED", true, Link("2"));

        var finding = await FindAsync(RetirementCheck.Twin);

        Assert.Equal((1, FindingSeverity.Warning, order[1]), (finding!.Count, finding.Severity, Assert.Single(finding.Examples)));
    }

    [Fact]
    public async Task App_clients_with_no_other_provider_are_a_blocker_and_others_a_warning()
    {
        AddClient("web", "COGNITO", "Okta");
        AddClient("office", "Okta");
        AddClient("mobile", "COGNITO", "Google");
        AddClient("machine");

        var findings = (await AssessAsync()).Findings.ToDictionary(finding => finding.Check);

        Assert.Equal((FindingSeverity.Blocker, "office (id-office)"), (findings[RetirementCheck.LastProviderOfClient].Severity, Assert.Single(findings[RetirementCheck.LastProviderOfClient].Examples)));
        Assert.Equal((FindingSeverity.Warning, "web (id-web)"), (findings[RetirementCheck.AppClient].Severity, Assert.Single(findings[RetirementCheck.AppClient].Examples)));
    }

    [Theory]
    [InlineData("Okta", "Google", false)]
    [InlineData("Okta", "COGNITO", true)]
    public async Task A_remaining_provider_that_no_app_client_offers_is_a_blocker(string one, string other, bool isFound)
    {
        Add("amy", "FORCE_CHANGE_PASSWORD", true, Link("1"), Link("2", "Google", type: "Google"));
        AddClient("web", one, other);

        var finding = await FindAsync(RetirementCheck.WithUnofferedProvider);

        Assert.Equal(isFound ? ["amy"] : null, finding?.Examples);
    }

    [Fact]
    public async Task Pool_settings_lead_to_findings()
    {
        _pool = _pool with
        {
            Triggers = new Dictionary<string, string> { ["PreSignUp"] = "arn:1", ["InboundFederation"] = "arn:2", ["PostConfirmation"] = "arn:3" },
            MfaConfiguration = "ON",
            OnlyAdministratorsCreateUsers = true,
        };

        var findings = (await AssessAsync()).Findings.ToDictionary(finding => finding.Check);

        Assert.Equal(["PreSignUp: arn:1", "InboundFederation: arn:2"], findings[RetirementCheck.LinkingTrigger].Examples);
        Assert.Equal(
            (FindingSeverity.Warning, FindingSeverity.Warning, FindingSeverity.Information),
            (findings[RetirementCheck.LinkingTrigger].Severity, findings[RetirementCheck.MfaRequired].Severity, findings[RetirementCheck.OnlyAdministratorsCreateUsers].Severity));
    }

    [Theory]
    [InlineData("OFF")]
    [InlineData("OPTIONAL")]
    [InlineData(null)]
    public async Task Harmless_settings_and_users_give_no_findings(string? mfa)
    {
        _pool = _pool with { MfaConfiguration = mfa, OnlyAdministratorsCreateUsers = false, Triggers = new Dictionary<string, string> { ["PostConfirmation"] = "arn:3" } };
        Add("other", "CONFIRMED", false, Link("8", "Google", type: "Google"));

        var assessment = await AssessAsync();

        Assert.Empty(assessment.Findings);
        Assert.True(assessment.IsComplete);
        Assert.Contains("found no reason to keep the provider. Delete it with AWS's DeleteIdentityProvider", assessment.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_alone_prevent_deletion_but_not_unlinking()
    {
        Add("fine", "CONFIRMED", true, Link("1"));

        var described = (await AssessAsync()).Describe();

        Assert.Contains("0 blockers, 0 warnings. Nothing stands in the way of unlinking.", described, StringComparison.Ordinal);
        Assert.DoesNotContain("DeleteIdentityProvider", described, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ListUserPoolClients")]
    [InlineData("DescribeUserPoolClient")]
    [InlineData("ListUsersInGroup")]
    [InlineData("DescribeUserPool")]
    [InlineData("ListIdentityProviders")]
    public async Task A_denied_request_is_a_finding_and_makes_the_assessment_incomplete(string operation)
    {
        Add("fine", "CONFIRMED", true, Link("1"));
        AddClient("web", "COGNITO", "Okta");
        _gateway.Fail(operation, FakeGateway.Error(CognitoErrorKind.AccessDenied, $"The permission cognito-idp:{operation} is missing.", operation));

        var assessment = await AssessAsync();

        Assert.False(assessment.IsComplete);
        var finding = Assert.Single(assessment.Findings, finding => finding.Check == RetirementCheck.NotChecked);
        Assert.NotEmpty(finding.Message);
        Assert.Contains("Not everything could be checked", assessment.Describe(), StringComparison.Ordinal);
        Assert.Contains(assessment.Findings, each => each.Check == RetirementCheck.Link);
    }

    [Fact]
    public async Task A_user_who_cannot_be_read_makes_the_assessment_incomplete()
    {
        _gateway.Users["odd"] = new CognitoUser { Username = "odd", Sub = "sub-odd", Identities = "{" };

        var assessment = await AssessAsync();

        Assert.Equal(["odd"], Assert.Single(assessment.Findings).Examples);
        Assert.False(assessment.IsComplete);
    }

    [Fact]
    public async Task A_pool_that_cannot_be_listed_is_an_error()
    {
        _gateway.Fail("ListUsers", FakeGateway.Error(CognitoErrorKind.AccessDenied, "no", "ListUsers"));
        Assert.Equal(CognitoErrorKind.AccessDenied, (await Assert.ThrowsAsync<CognitoException>(() => AssessAsync())).Kind);
    }

    [Theory]
    [InlineData("okta")]
    [InlineData("Nobody")]
    public async Task An_unknown_provider_is_an_error(string provider)
    {
        Add("fine", "CONFIRMED", true, Link("1"));
        Assert.Equal(ErrorId.ProviderNotFound, (await Assert.ThrowsAsync<UnlinkException>(() => AssessAsync(provider))).ErrorId);
    }

    [Fact]
    public async Task A_deleted_provider_is_recognized_by_the_users_it_left_behind()
    {
        Add("fine", "CONFIRMED", true, Link("1", "Gone"));
        _gateway.DeletedProviders.Add("Gone");

        var findings = (await AssessAsync("Gone")).Findings;

        Assert.Equal((RetirementCheck.DeletedProvider, FindingSeverity.Blocker), (findings[0].Check, findings[0].Severity));
    }

    [Fact]
    public async Task The_worst_findings_are_first_and_name_five_examples_unless_all_are_requested()
    {
        AddClient("web", "COGNITO", "Okta");
        for (var i = 0; i < 9; i++)
        {
            Add($"invited-{i}", "FORCE_CHANGE_PASSWORD", true, Link($"{i}"));
        }

        var assessment = await AssessAsync();

        Assert.Equal(assessment.Findings.Select(finding => finding.Severity).Order(), assessment.Findings.Select(finding => finding.Severity));
        Assert.Equal((9, 5), (assessment.Findings[0].Count, assessment.Findings[0].Examples.Count));
        Assert.Equal(9, (await FindAsync(RetirementCheck.WithoutWayIn, isDetailed: true))!.Examples.Count);
        Assert.All(_gateway.Calls, call => Assert.DoesNotContain("AdminGet", call, StringComparison.Ordinal));
    }
}
