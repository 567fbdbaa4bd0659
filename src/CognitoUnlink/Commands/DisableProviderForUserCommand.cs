using System.Management.Automation;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.PowerShell.Abstractions;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Input;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>
/// Takes external sign-ins away from users, or deactivates a native sign-in.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableProviderForUser.html"/>
/// </summary>
[Cmdlet(VerbsLifecycle.Disable, "CGIPProviderForUser", DefaultParameterSetName = UserSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(UnlinkResult))]
public sealed class DisableProviderForUserCommand : UnlinkCmdlet
{
    private const string UserSet = "User";
    private const string NativeSet = "Native";
    private const string SocialSet = "Social";
    private const string OidcSet = "Oidc";
    private const string SamlSet = "Saml";
    private const string SamlAsLinkedSet = "SamlAsLinked";
    private const string ExactSet = "Exact";

    private bool _isUserTyped;
    private bool _isUserComputed;
    private bool _areProvidersTyped;
    private bool _areProvidersComputed;
    private string? _typedAttributeName;
    private string? _typedAttributeValue;

    /// <summary>The user who loses the sign-in. Where it is optional it makes sure that nobody else does.</summary>
    [Parameter(ParameterSetName = UserSet, Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = NativeSet, Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = SocialSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = OidcSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = SamlSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = SamlAsLinkedSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ExactSet, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [UsernameTransformation(LetsRowsPass = true)]
    [ArgumentCompleter(typeof(UsernameCompleter))]
    public string? Username { get; set; }

    /// <summary>Provider names with wildcards, exact in case. With piped identities it chooses among them.</summary>
    [Parameter(ParameterSetName = UserSet, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ExactSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("User_ProviderName")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ProviderPatternCompleter))]
    public string[] ProviderName { get; set; } = [];

    /// <summary>Unlink every external identity of the user.</summary>
    [Parameter(ParameterSetName = UserSet)]
    public SwitchParameter AllProviders { get; set; }

    /// <summary>Deactivate the sign-in with username and password.</summary>
    [Parameter(ParameterSetName = NativeSet, Mandatory = true)]
    public SwitchParameter Native { get; set; }

    /// <summary>The social provider.</summary>
    [Parameter(ParameterSetName = SocialSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public SocialProvider SocialProvider { get; set; }

    /// <summary>The OIDC provider's name, exact in case.</summary>
    [Parameter(ParameterSetName = OidcSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OidcProviderCompleter))]
    public string OidcProvider { get; set; } = string.Empty;

    /// <summary>The subject at the provider, exact in case and without the provider's name before it.</summary>
    [Parameter(ParameterSetName = SocialSet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = OidcSet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Subject { get; set; } = string.Empty;

    /// <summary>The SAML provider's name, exact in case.</summary>
    [Parameter(ParameterSetName = SamlSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = SamlAsLinkedSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SamlProviderCompleter))]
    public string SamlProvider { get; set; } = string.Empty;

    /// <summary>The NameID of somebody who has signed in, exact in case.</summary>
    [Parameter(ParameterSetName = SamlSet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string NameId { get; set; } = string.Empty;

    /// <summary>The attribute name that the link was made with, of somebody who never signed in.</summary>
    [Parameter(ParameterSetName = SamlAsLinkedSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string LinkedAttributeName { get; set; } = string.Empty;

    /// <summary>The attribute value that the link was made with.</summary>
    [Parameter(ParameterSetName = SamlAsLinkedSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string LinkedAttributeValue { get; set; } = string.Empty;

    /// <summary>The attribute name of the request.</summary>
    [Parameter(ParameterSetName = ExactSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("User_ProviderAttributeName")]
    [ValidateNotNullOrEmpty]
    public string ProviderAttributeName { get; set; } = string.Empty;

    /// <summary>The attribute value of the request.</summary>
    [Parameter(ParameterSetName = ExactSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("User_ProviderAttributeValue")]
    [ValidateNotNullOrEmpty]
    public string ProviderAttributeValue { get; set; } = string.Empty;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();

        // Bound before any record: it was typed, and for piped identities a provider name is a filter. A script block counts as
        // bound too, but has no value before its record.
        _isUserTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Username));
        _isUserComputed = _isUserTyped && Username is null;
        _areProvidersTyped = MyInvocation.BoundParameters.ContainsKey(nameof(ProviderName));
        _areProvidersComputed = _areProvidersTyped && ProviderName.Length == 0;
        _typedAttributeName = ProviderAttributeName.Length > 0 ? ProviderAttributeName : null;
        _typedAttributeValue = ProviderAttributeValue.Length > 0 ? ProviderAttributeValue : null;
        if (Native)
        {
            WriteWarning("Deactivating the password sign-in cannot be undone with this module, and AWS does not document how to. The user still shows as CONFIRMED afterwards, so the lock-out guard will count on a password that is gone. Disable-CGIPUserAdmin and Enable-CGIPUserAdmin (AdminDisableUser) are the reversible way.");
        }

        BeforeRecords(UserPoolId, () => CheckUsername(MyInvocation.BoundParameters.ContainsKey(nameof(Username)), Username));
        BeforeRecords(ProviderName, () =>
        {
            CheckProviders(MyInvocation.BoundParameters.ContainsKey(nameof(ProviderName)), AllProviders);
            _ = new ProviderFilter(ParameterSetName == UserSet || MyInvocation.ExpectingInput ? ProviderName : []);
        });
        BeforeRecords(JournalPath, Prepare);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForRecord(InputObject ?? (object?)Username ?? UserPoolId, () =>
    {
        CheckUsername(_isUserTyped || PipedRow is null, Username);
        switch (ParameterSetName)
        {
            case NativeSet when !Native:
                throw new UnlinkException(ErrorId.NativeNotAsked, "Nothing was sent: -Native is false, and nothing else says what is to go.");
            case NativeSet:
                CheckUsername(true, Username);
                Unlink(Item(ProviderUser.Native(Username!)));
                break;
            case SocialSet:
                UnlinkSubject(SocialProvider.ToString(), null, Subject);
                break;
            case OidcSet:
                UnlinkSubject(OidcProvider, null, Subject);
                break;
            case SamlSet:
                UnlinkSubject(SamlProvider, null, NameId);
                break;
            case SamlAsLinkedSet:
                UnlinkSubject(SamlProvider, LinkedAttributeName, LinkedAttributeValue);
                break;
            case UserSet or ExactSet when PipedRow is { } piped:
                foreach (var row in RowShapes.Expand(piped))
                {
                    UnlinkRow(row ?? throw new UnlinkException(ErrorId.NotAUser, "What was piped holds something that is no user."), Given, RowFilter);
                }

                break;
            case ExactSet:
                UnlinkSubject(Item(new ProviderUser(OnlyProvider(), ProviderAttributeName, ProviderAttributeValue)) with { MayTryMappedAttributes = true });
                break;
            default:
                UnlinkUser(new RowMeaning { Username = Username }, RowFilter() ?? (ProviderName.Length > 0 ? Filter(UserPoolId, ProviderName) : null));
                break;
        }
    });

    // Strings and numbers are names of users.
    private PipelineRow? PipedRow => InputObject is { BaseObject: not (string or ValueType) } ? new PipelineRow(InputObject) : null;

    private RowGiven Given => new()
    {
        Username = _isUserTyped ? Username : null,
        IsUserComputed = _isUserComputed,
        IsProviderComputed = _areProvidersComputed,
        ProviderName = _areProvidersTyped && ProviderName is [var name] && !ProviderPattern.HasWildcards(name) ? name : null,
        AttributeName = _typedAttributeName,
        AttributeValue = _typedAttributeValue,
    };

    // What was typed, or comes from a script block, chooses among what rows say.
    private ProviderFilter? RowFilter() => AllProviders ? Filter(UserPoolId, []) : _areProvidersTyped ? Filter(UserPoolId, ProviderName) : null;

    // An empty username is a mistake somewhere before us; without this it would pass for "no user to check against".
    private static void CheckUsername(bool isMeant, string? username)
    {
        if (isMeant && username?.Length == 0)
        {
            throw new UnlinkException(ErrorId.UsernameMissing, "Nothing was sent: the username is empty.");
        }
    }

    private static void CheckProviders(bool isNamed, bool areAllMeant)
    {
        if (isNamed && areAllMeant)
        {
            throw new UnlinkException(ErrorId.ProviderNotSpecified, "-ProviderName and -AllProviders cannot go together.");
        }
    }

    private string OnlyProvider() => ProviderName is [var name]
        ? name
        : throw new UnlinkException(ErrorId.SeveralProviders, $"Nothing was sent: an identity has one provider, and {ProviderName.Length} were named.");

    private void UnlinkSubject(string providerName, string? attributeName, string value)
    {
        var target = new ProviderUser(providerName, attributeName ?? ProviderUser.CognitoSubject, value);
        if (PipedRow is not { } row)
        {
            UnlinkSubject(Item(target));
        }
        else if (ReadRow(row, Given with { ProviderName = providerName, AttributeName = attributeName, AttributeValue = value }) is { } meaning)
        {
            UnlinkSubject(Item(target) with { Username = meaning.Username });
        }
    }

    private UnlinkItem Item(ProviderUser target) => new() { UserPoolId = UserPoolId, Username = Username, Target = target };
}
