using System.Management.Automation;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;
using CognitoUnlink.Identities;
using CognitoUnlink.Input;
using CognitoUnlink.Journaling;
using CognitoUnlink.PowerShell.Abstractions;
using CognitoUnlink.PowerShell.Completion;
using CognitoUnlink.PowerShell.Input;
using CognitoUnlink.Running;
using CognitoUnlink.Unlinking;

namespace CognitoUnlink.PowerShell.Commands;

/// <summary>
/// Removes external sign-ins from users, or deactivates a native sign-in.
/// <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableProviderForUser.html"/>
/// </summary>
[Cmdlet(VerbsLifecycle.Disable, "CGIPProviderForUser", DefaultParameterSetName = UserSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, HelpUri = ProjectLinks.Cmdlets + "Disable-CGIPProviderForUser.md")]
[OutputType(typeof(UnlinkResult))]
public sealed class DisableProviderForUserCommand : UserChangeCmdlet<UnlinkItem, UnlinkReport>
{
    private const string UserSet = "User";
    private const string NativeSet = "Native";
    private const string SocialSet = "Social";
    private const string OidcSet = "Oidc";
    private const string SamlSet = "Saml";
    private const string SamlAsLinkedSet = "SamlAsLinked";
    private const string ExactSet = "Exact";

    private UnlinkRun? _run;
    private long _lines;
    private string? _heldLine;
    private bool _isTable;
    private bool _isPaged;
    private bool _isUserTyped;
    private bool _isUserComputed;
    private bool _areProvidersTyped;
    private bool _areProvidersComputed;
    private string? _typedAttributeName;
    private string? _typedAttributeValue;

    /// <summary>The user pool's id.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [UserPoolIdTransformation]
    [ArgumentCompleter(typeof(UserPoolIdCompleter))]
    public string UserPoolId { get; set; } = string.Empty;

    /// <summary>The user who loses the sign-in. Where it is optional, it makes sure that no other user is affected.</summary>
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
    public string[] Username { get; set; } = [];

    /// <summary>Provider names with wildcards, case-sensitive. They filter piped identities.</summary>
    [Parameter(ParameterSetName = UserSet, Position = 2)]
    [Parameter(ParameterSetName = ExactSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("User_ProviderName", "Provider")]
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
    [SocialProviderTransformation]
    public SocialProvider SocialProvider { get; set; }

    /// <summary>The OIDC provider's name, case-sensitive.</summary>
    [Parameter(ParameterSetName = OidcSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(OidcProviderCompleter))]
    public string OidcProvider { get; set; } = string.Empty;

    /// <summary>The subject at the provider, case-sensitive and without the provider's name in front.</summary>
    [Parameter(ParameterSetName = SocialSet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = OidcSet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Subject { get; set; } = string.Empty;

    /// <summary>The SAML provider's name, case-sensitive.</summary>
    [Parameter(ParameterSetName = SamlSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = SamlAsLinkedSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SamlProviderCompleter))]
    public string SamlProvider { get; set; } = string.Empty;

    /// <summary>The NameID of a user who has signed in, case-sensitive.</summary>
    [Parameter(ParameterSetName = SamlSet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string NameId { get; set; } = string.Empty;

    /// <summary>The attribute name that the link was made with, for a user who has never signed in.</summary>
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

    /// <summary>Users or identities, as Get-CGIPUserList, Get-CGIPUserAdmin or Get-CGIPLinkedIdentity write them.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Unlink even if the user is left with no way to sign in, and also a federated user's own identity.</summary>
    [Parameter]
    public SwitchParameter AllowLockout { get; set; }

    /// <summary>Unlink even users who would be left with a password that they cannot reset; -AllowLockout implies it.</summary>
    [Parameter]
    public SwitchParameter AllowNoRecovery { get; set; }

    /// <summary>Before refusing a user, read whether they have a passkey or a one-time code. Each of these reads may be billed.</summary>
    [Parameter]
    public SwitchParameter CheckFactors { get; set; }

    /// <summary>Link an identity again at once if a read afterwards shows that another change left the user without a way to sign in. Not with -AllowLockout.</summary>
    [Parameter]
    public SwitchParameter Repair { get; set; }

    /// <summary>Read each user afterwards to verify that the identity is gone. For SAML and OIDC identities, with -Repair, and if only another federated identity is left, this is always done.</summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <summary>Revoke each user's tokens afterwards (AdminUserGlobalSignOut).</summary>
    [Parameter]
    public SwitchParameter SignOut { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();

        // Bound before any record: it was typed, and for piped identities a provider name is a filter. A script block counts as
        // bound too, but has no value before its record.
        _isUserTyped = MyInvocation.BoundParameters.ContainsKey(nameof(Username));
        _isUserComputed = _isUserTyped && Username.Length == 0;
        _areProvidersTyped = MyInvocation.BoundParameters.ContainsKey(nameof(ProviderName));
        _areProvidersComputed = _areProvidersTyped && ProviderName.Length == 0;
        _typedAttributeName = ProviderAttributeName.Length > 0 ? ProviderAttributeName : null;
        _typedAttributeValue = ProviderAttributeValue.Length > 0 ? ProviderAttributeValue : null;
        if (Native)
        {
            WriteWarning("Deactivating the password sign-in cannot be undone with this module, and AWS documents neither how to do that nor what status the user has afterwards. Only runs of this session, and runs with the same journal, know that the password is gone. Disable-CGIPUserAdmin and Enable-CGIPUserAdmin (AdminDisableUser) are the reversible alternative.");
        }

        if (Repair && AllowLockout)
        {
            throw new PSArgumentException("-Repair and -AllowLockout cannot be combined: with -AllowLockout, users who are locked out are not linked again.", nameof(Repair));
        }

        BeforeRecords(UserPoolId, () => CheckUsername(_isUserTyped && !_isUserComputed));
        BeforeRecords(ProviderName, () =>
        {
            CheckProviders(MyInvocation.BoundParameters.ContainsKey(nameof(ProviderName)), AllProviders);
            GivenIdentityRule.CheckProviders(_areProvidersTyped ? ProviderName : []);
            _ = new ProviderFilter(ParameterSetName == UserSet || MyInvocation.ExpectingInput ? ProviderName : []);
        });
        BeforeRecords(JournalPath, Prepare);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!IsHeld(InputObject, list => Add(list, UserPoolId, null, () => throw PipelineRow.IsTable())))
        {
            AddPiped();
        }
    }

    private void AddPiped()
    {
        if (ListOf(InputObject) is not { } list)
        {
            AddInput();
            return;
        }

        foreach (var element in OneByOne(list))
        {
            Bind(element);
            if (element is null)
            {
                Add(() => throw PipelineRow.NotAUser());
            }
            else
            {
                AddInput();
            }
        }
    }

    // As the engine would, if the object were piped by itself.
    private void Bind(PSObject? element)
    {
        InputObject = element;
        if (!IsPoolTyped)
        {
            UserPoolId = PipedRow is { } row ? row.Text(nameof(UserPoolId)) ?? string.Empty : PipedName ?? string.Empty;
        }

        if (!_isUserTyped)
        {
            Username = [PipedRow is { } row ? row.Text(nameof(Username)) ?? string.Empty : PipedName ?? string.Empty];
        }
    }

    private void AddInput()
    {
        if (PipedRow is { } blank && RowShapes.IsBlank(blank))
        {
            return;
        }

        Add(() =>
        {
            PipelineRow.CheckForm(InputObject);
            PipedCredential.Refuse(InputObject);
            CheckUsername(_isUserTyped || (PipedRow is null && MyInvocation.BoundParameters.ContainsKey(nameof(Username))));
            if (PipedRow is null)
            {
                CheckPool();
                CheckPipedName();
                AddRecord(null);
            }
        });
        if (PipedRow is not { IsNoRow: false } piped)
        {
            return;
        }

        foreach (var row in Expand(piped))
        {
            Add(() =>
            {
                if (row is null)
                {
                    throw PipelineRow.NotAUser();
                }
                else if (ParameterSetName is UserSet or ExactSet)
                {
                    AddRow(row);
                }
                else
                {
                    UserPoolId = IsPoolTyped ? UserPoolId : row.Text(nameof(UserPoolId)) ?? string.Empty;
                    CheckPool();
                    AddRecord(row);
                }
            });
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_heldLine is { } line)
        {
            Add(() => AddUsers(NameLine.Split(line)));
        }

        if (TakeHeld() is { } list)
        {
            InputObject = list;
            AddPiped();
        }

        base.EndProcessing();
    }

    private protected override int ActivityId => 720_402;

    private protected override RunSettings Settings => base.Settings with
    {
        AllProviders = MyInvocation.BoundParameters.ContainsKey(nameof(AllProviders)) ? true : null,
        AllowLockout = AllowLockout,
        AllowNoRecovery = AllowNoRecovery,
        CheckFactors = CheckFactors,
        Repair = Repair,
        Verify = Verify,
        SignOut = SignOut,
    };

    private protected override RunTask RunTask => RunTask.Unlink;

    private protected override string Describe(UnlinkReport report)
    {
        var result = report.Result;
        var what = result.ProviderName == ProviderUser.CognitoProvider ? "Deactivate the password sign-in of" : $"Unlink {result.ProviderName} identity '{result.ProviderAttributeValue}'";
        var by = result.ProviderAttributeName == ProviderUser.CognitoSubject ? string.Empty : $" (linked by {result.ProviderAttributeName})";
        var whose = result.Username is null ? "whoever has it" : $"user '{result.Username}'";
        var next = result.Outcome switch
        {
            UnlinkOutcome.AlreadyUnlinked => "it is already unlinked",
            UnlinkOutcome.Skipped or UnlinkOutcome.Failed => $"this will be refused: {Why(result)}",
            _ => $"{Afterwards(result)}{(SignOut ? "; tokens will be revoked" : string.Empty)}",
        };
        return $"{what}{by}{(result.ProviderName == ProviderUser.CognitoProvider ? string.Empty : " from")} {whose} in user pool {result.UserPoolId}{At(report)} ({next})";
    }

    private static string? Why(UnlinkResult result) => result.ErrorId switch
    {
        ErrorId.WouldLockOut => "it is the user's only way to sign in",
        ErrorId.NoRecovery => "the user would have only a password that cannot be reset",
        ErrorId.OwnIdentity => "it is the federated user itself, not a link",
        ErrorId.UnknownStatus => "the user's status does not show how they could sign in",
        ErrorId.IdentityNotOwned => "the user does not have it",
        _ => result.ErrorId,
    };

    private static string Afterwards(UnlinkResult result) => result.SignInAfterUnlink switch
    {
        SignInAfterUnlink.None => "the user will have no way to sign in",
        SignInAfterUnlink.Unknown => "how the user can sign in afterwards is not known",
        _ => $"can still sign in with: {result.SignInAfterUnlink}{Reset(result)}",
    };

    private static string Reset(UnlinkResult result) => (result.SignInAfterUnlink, result.Recovery) switch
    {
        (SignInAfterUnlink.Password, Recovery.VerifiedEmail) => " (reset by verified e-mail)",
        (SignInAfterUnlink.Password, Recovery.VerifiedPhone) => " (reset by verified phone number)",
        (SignInAfterUnlink.Passwordless, _) => " (a passkey or a one-time code)",
        (SignInAfterUnlink.Password, Recovery.None) => " (which cannot be reset)",
        _ => string.Empty,
    };

    private protected override string Question(UnlinkReport report) => $"{Describe(report)}?";

    private void Prepare()
    {
        var unlinking = new UnlinkOptions { AllowLockout = AllowLockout, AllowNoRecovery = AllowNoRecovery, CheckFactors = CheckFactors, Repair = Repair, Verify = Verify, SignOut = SignOut };
        Start(_run = new UnlinkRun(this, Options, unlinking, OpenJournal(UnlinkJournal.OpenAsync), StopToken));
    }

    private void Add(Action add) => Add(InputObject ?? (object?)Username.FirstOrDefault() ?? UserPoolId, UserPoolId, Username.FirstOrDefault(), add);

    // Arguments, usernames, and rows whose parameter set binds single values.
    private void AddRecord(IRow? row)
    {
        switch (ParameterSetName)
        {
            case NativeSet when !Native:
                throw new UnlinkException(ErrorId.NativeNotAsked, "Nothing was sent: -Native is false, and nothing else says what to unlink.");
            case NativeSet:
                Username = row is null || _isUserTyped ? Username : [row.Text(nameof(Username)) ?? string.Empty];
                CheckUsername(isMeant: true);
                foreach (var user in row is not null ? [Read(row, Given)] : Username.Select(name => new RowMeaning { Username = name }))
                {
                    _run!.Add(ClientFor(UserPoolId), new UnlinkItem { UserPoolId = UserPoolId, Username = user.Username, Target = ProviderUser.Native(user.Username!), SeenOnSub = user.Sub });
                }

                break;
            case SocialSet:
                AddSubject(row, SocialProvider.ToString(), null, Subject);
                break;
            case OidcSet:
                AddSubject(row, OidcProvider, null, Subject);
                break;
            case SamlSet:
                AddSubject(row, SamlProvider, null, NameId);
                break;
            case SamlAsLinkedSet:
                AddSubject(row, SamlProvider, LinkedAttributeName, LinkedAttributeValue);
                break;
            case ExactSet:
                AddIdentity(OnlyUser(), new ProviderUser(OnlyProvider(), ProviderAttributeName, ProviderAttributeValue), mayTryMappedAttributes: true);
                break;
            case UserSet when InputObject?.BaseObject is string line && !_isUserTyped:
                AddLine(line);
                break;
            default:
                AddUsers(Username);
                break;
        }
    }

    private RowMeaning Read(IRow row, RowGiven given)
    {
        var meaning = Rows.Read(row, given);
        if (IsPoolTyped)
        {
            RowReader.CheckPool(meaning.UserPoolId, UserPoolId);
        }

        return meaning;
    }

    private void AddRow(IRow row)
    {
        var meaning = Read(row, Given);
        if (!IsPoolTyped)
        {
            UserPoolId = meaning.UserPoolId ?? (row.Has(nameof(UserPoolId)) ? throw RowReader.Lacking(row, nameof(UserPoolId)) : string.Empty);
        }

        CheckPool();
        AddMeaning(meaning, RowFilter());
    }

    // Several names in one line are a list if it is the only line, or a whole page.
    private void AddLine(string line)
    {
        var isFirst = _lines++ == 0;
        if (isFirst && NameLine.MayBeTable(line))
        {
            _heldLine = line;
        }
        else if (_heldLine is not null)
        {
            (_heldLine, _isTable) = (null, true);
            throw JsonRow.NotReadable(NameLine.IsTable);
        }
        else if (!_isTable && !_isPaged && NameLine.MayBeTable(line))
        {
            throw JsonRow.NotReadable(NameLine.IsTable);
        }
        else if (!_isTable)
        {
            _isPaged |= isFirst && NameLine.IsPage(line);
            AddUsers(NameLine.Split(line));
        }
    }

    private void AddUsers(IReadOnlyList<string> usernames)
    {
        foreach (var username in usernames)
        {
            AddMeaning(new RowMeaning { Username = username }, RowFilter() ?? (ProviderName.Length > 0 ? Filter(UserPoolId, ProviderName) : null));
        }
    }

    private void AddMeaning(RowMeaning row, ProviderFilter? filter)
    {
        row.CheckFilter(filter, "neither -ProviderName nor -AllProviders was given");
        _run!.AddRow(ClientFor(UserPoolId), UserPoolId, row, filter, isNamed: InputObject is null, InputObject?.BaseObject as LinkedIdentity);
    }

    private void AddIdentity(string? username, ProviderUser target, bool mayTryMappedAttributes = false, string? seenOnSub = null) => _run!.AddIdentity(
        ClientFor(UserPoolId),
        new UnlinkItem { UserPoolId = UserPoolId, Username = username, Target = target, MayTryMappedAttributes = mayTryMappedAttributes, SeenOnSub = seenOnSub });

    private void LeaveAlone(RowMeaning row) =>
        WriteVerbose($"Skipped because its provider was not specified: user '{row.Username}', {row.ProviderName} '{row.Identity?.ProviderAttributeValue}'.");

    // Any piped string binds as the pool too.
    private void CheckPool()
    {
        if (!IsPoolTyped && (UserPoolId.Length == 0 || InputObject?.BaseObject is string))
        {
            throw new UnlinkException(ErrorId.UserPoolNotSpecified, "Nothing was sent: the pipeline input does not name its user pool, and none was given.");
        }
    }

    // Strings and numbers are usernames.
    private PipelineRow? PipedRow => InputObject is { BaseObject: not (string or ValueType) } ? new PipelineRow(InputObject) : null;

    private RowGiven Given => new()
    {
        Username = _isUserTyped ? OnlyUser() : null,
        IsUserComputed = _isUserComputed,
        IsProviderComputed = _areProvidersComputed,
        ProviderName = _areProvidersTyped && ProviderName is [var name] && !ProviderPattern.HasWildcards(name) ? name : null,
        AttributeName = _typedAttributeName,
        AttributeValue = _typedAttributeValue,
    };

    // Arguments and script blocks filter what the rows name.
    private ProviderFilter? RowFilter() => AllProviders ? Filter(UserPoolId, []) : _areProvidersTyped ? Filter(UserPoolId, ProviderName) : null;

    // An empty username is a mistake; without this check it would mean "no user to compare with".
    private void CheckUsername(bool isMeant)
    {
        if (isMeant && (Username.Length == 0 || Username.Contains(string.Empty)))
        {
            throw new UnlinkException(ErrorId.UsernameMissing, "Nothing was sent: the username is empty.");
        }
    }

    // Text in the pipeline is always a user, also where a subject says which identity is meant.
    private void CheckPipedName()
    {
        if (PipedRow is not null || !MyInvocation.ExpectingInput || _isUserComputed)
        {
            return;
        }

        if (PipedName is not { Length: > 0 } name)
        {
            throw new UnlinkException(ErrorId.UsernameMissing, "Nothing was sent: the pipeline input is empty.");
        }

        if (_isUserTyped && !Username.Contains(name))
        {
            throw new UnlinkException(ErrorId.AmbiguousRow, $"Nothing was sent: the pipeline input is user '{name}', but -Username is '{string.Join("', '", Username)}'.");
        }
    }

    private string? PipedName => InputObject is null ? null : LanguagePrimitives.ConvertTo<string>(InputObject.BaseObject);

    private string? OnlyUser() => Username switch
    {
        [] when PipedRow is null => PipedName,
        [] => null,
        [var username] => username,
        _ => throw new UnlinkException(ErrorId.AmbiguousRow, $"Nothing was sent: an identity has one user, and {Username.Length} were named."),
    };

    private static void CheckProviders(bool isNamed, bool areAllMeant)
    {
        if (isNamed && areAllMeant)
        {
            throw new UnlinkException(ErrorId.ProviderNotSpecified, "-ProviderName and -AllProviders cannot be combined.");
        }
    }

    private string OnlyProvider() => ProviderName is [var name]
        ? name
        : throw new UnlinkException(ErrorId.SeveralProviders, $"Nothing was sent: an identity has one provider, and {ProviderName.Length} were named.");

    private void AddSubject(IRow? row, string providerName, string? attributeName, string value)
    {
        var target = new ProviderUser(providerName, attributeName ?? ProviderUser.CognitoSubject, value);
        if (row is null)
        {
            AddIdentity(OnlyUser(), target);
            return;
        }

        var said = Read(row, Given with { ProviderName = providerName, AttributeName = attributeName, AttributeValue = value });
        if (said.ProviderName == providerName)
        {
            AddIdentity(said.Username, target, seenOnSub: said.Sub);
        }
        else
        {
            LeaveAlone(said);
        }
    }
}
