using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoUnlink.Aws;
using CognitoUnlink.Errors;
using CognitoUnlink.Probe.Pools;

namespace CognitoUnlink.Probe.Experiments;

/// <summary>What an experiment works with: requests to the probe's own pool, and the findings so far.</summary>
/// <param name="pool">The pool.</param>
/// <param name="experiment">The experiment.</param>
/// <param name="moment">Long enough for the service's clock to show that time has gone by.</param>
internal sealed class Lab(ProbePool pool, Experiment experiment, TimeSpan moment)
{
    public const string Subject = "Cognito_Subject";

    private readonly Dictionary<string, Finding> _findings = new(StringComparer.Ordinal);
    private readonly List<string> _secrets = [pool.Password];

    public ProbePool Pool => pool;

    public string Password => pool.Password;

    /// <summary>The answers so far, by question.</summary>
    public IReadOnlyDictionary<string, Finding> Findings => _findings;

    /// <summary>Reports the answer to a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="answer">The answer; for a switch its value, if it is one.</param>
    /// <param name="requestIds">The requests that it comes from.</param>
    public void Found(Question question, string answer, params string?[] requestIds)
    {
        var text = Strike.From(answer, [.. _secrets, pool.ClientId]);
        _findings[question.Id] = new Finding(question, text == question.Assumed ? FindingResult.Same : FindingResult.Different, text, [.. requestIds.OfType<string>()]);
    }

    /// <summary>Reports the outcome of a request that is itself the question.</summary>
    public void Found(Question question, Trial trial) => Found(question, trial.Text, trial.RequestId);

    public string SubjectOf(string name) => $"subject-{experiment.Name}-{name}";

    /// <summary>Calls an operation that must succeed.</summary>
    public Task<RawAnswer> DoAsync(string operation, JsonObject input, CancellationToken cancellationToken) => pool.SendAsync(operation, input, cancellationToken);

    /// <summary>Calls an operation whose failure is also an answer.</summary>
    /// <exception cref="CognitoException">There was no answer, or none from that operation: it is missing, forbidden or broken.</exception>
    public async Task<Trial> TryAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await pool.SendAsync(operation, input, cancellationToken).ConfigureAwait(false);
            return new Trial(answer.Json, answer.RequestId, null);
        }
        catch (CognitoException error) when (IsAnswer(error))
        {
            return new Trial(default, error.RequestId, error);
        }
    }

    /// <summary>Creates a user with a verified e-mail address and a password, without sending messages.</summary>
    /// <param name="name">What distinguishes it from the experiment's other users.</param>
    /// <param name="permanent">Whether the password is permanent, so that the status is CONFIRMED; else FORCE_CHANGE_PASSWORD.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The username.</returns>
    public async Task<string> UserAsync(string name, CancellationToken cancellationToken, bool permanent = true)
    {
        var username = $"probe-{experiment.Name}-{name}";
        await DoAsync(
            "AdminCreateUser",
            new()
            {
                ["Username"] = username,
                ["MessageAction"] = "SUPPRESS",
                ["TemporaryPassword"] = Password,
                ["UserAttributes"] = new JsonArray(Attribute("email", $"{username}@example.com"), Attribute("email_verified", "true")),
            },
            cancellationToken).ConfigureAwait(false);
        if (permanent)
        {
            await SetPasswordAsync(username, permanent: true, cancellationToken).ConfigureAwait(false);
        }

        return username;
    }

    public Task SetPasswordAsync(string username, bool permanent, CancellationToken cancellationToken) =>
        DoAsync("AdminSetUserPassword", new() { ["Username"] = username, [nameof(Password)] = Password, ["Permanent"] = permanent }, cancellationToken);

    public Task VerifyEmailAsync(string username, CancellationToken cancellationToken) =>
        DoAsync("AdminUpdateUserAttributes", new() { ["Username"] = username, ["UserAttributes"] = new JsonArray(Attribute("email", $"{username}@example.com"), Attribute("email_verified", "true")) }, cancellationToken);

    public Task<Trial> LinkAsync(string username, string provider, string attribute, string value, CancellationToken cancellationToken) =>
        TryAsync("AdminLinkProviderForUser", Link(username, provider, attribute, value), cancellationToken);

    /// <summary>Links an identity, which must succeed.</summary>
    public async Task MustLinkAsync(string username, string provider, string attribute, string value, CancellationToken cancellationToken)
    {
        var trial = await LinkAsync(username, provider, attribute, value, cancellationToken).ConfigureAwait(false);
        if (!trial.IsDone)
        {
            throw new UndecidedException($"The initial link was refused: {trial.Text}");
        }
    }

    public Task<Trial> UnlinkAsync(string provider, string attribute, string value, CancellationToken cancellationToken) =>
        TryAsync("AdminDisableProviderForUser", new() { ["User"] = Identity(provider, attribute, value) }, cancellationToken);

    /// <summary>Unlinks an identity, which must succeed.</summary>
    public async Task<Trial> MustUnlinkAsync(string provider, string attribute, string value, CancellationToken cancellationToken)
    {
        var trial = await UnlinkAsync(provider, attribute, value, cancellationToken).ConfigureAwait(false);
        return trial.IsDone ? trial : throw new UndecidedException($"The link could not be removed: {trial.Text}");
    }

    public Task<Trial> DeactivateAsync(string username, CancellationToken cancellationToken) => UnlinkAsync("Cognito", Subject, username, cancellationToken);

    /// <summary>Deactivates a native user, which must succeed.</summary>
    public async Task<Trial> MustDeactivateAsync(string username, CancellationToken cancellationToken)
    {
        var trial = await DeactivateAsync(username, cancellationToken).ConfigureAwait(false);
        return trial.IsDone ? trial : throw new UndecidedException($"A native user cannot be deactivated: {trial.Text}");
    }

    public async Task<UserState> GetUserAsync(string username, CancellationToken cancellationToken)
    {
        var answer = await DoAsync("AdminGetUser", new() { ["Username"] = username }, cancellationToken).ConfigureAwait(false);
        var user = answer.Json;
        return new UserState(
            user.GetProperty("UserStatus").GetString()!,
            user.GetProperty("Enabled").GetBoolean(),
            user.GetProperty("UserLastModifiedDate").GetDouble(),
            user.GetProperty("UserAttributes").EnumerateArray().ToDictionary(attribute => attribute.GetProperty("Name").GetString()!, attribute => attribute.GetProperty("Value").GetString()!),
            answer.RequestId);
    }

    public async Task<Trial> SignInAsync(string username, CancellationToken cancellationToken)
    {
        var trial = await AuthenticateAsync("ADMIN_USER_PASSWORD_AUTH", new() { ["USERNAME"] = username, ["PASSWORD"] = Password }, cancellationToken).ConfigureAwait(false);
        if (trial.IsDone && RefreshToken(trial) is { } token)
        {
            _secrets.Add(token);
        }

        return trial;
    }

    /// <summary>Signs in, which must succeed.</summary>
    /// <returns>The refresh token.</returns>
    public async Task<string> MustSignInAsync(string username, CancellationToken cancellationToken)
    {
        var trial = await SignInAsync(username, cancellationToken).ConfigureAwait(false);
        return trial.IsDone && RefreshToken(trial) is { } token
            ? token
            : throw new UndecidedException($"The user could not sign in with the right password at the start: {(trial.IsDone ? "there was no refresh token" : trial.Text)}");
    }

    public Task<Trial> RefreshAsync(string token, CancellationToken cancellationToken) =>
        AuthenticateAsync("REFRESH_TOKEN_AUTH", new() { ["REFRESH_TOKEN"] = token }, cancellationToken);

    /// <summary>Refreshes, which must succeed.</summary>
    public async Task MustRefreshAsync(string token, CancellationToken cancellationToken)
    {
        if (await RefreshAsync(token, cancellationToken).ConfigureAwait(false) is { IsDone: false } refused)
        {
            throw new UndecidedException($"The refresh token did not work at the start: {refused.Text}");
        }
    }

    public Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(moment, cancellationToken);

    public static JsonObject Attribute(string name, string value) => new() { ["Name"] = name, ["Value"] = value };

    private static string? RefreshToken(Trial trial) =>
        trial.Json.TryGetProperty("AuthenticationResult", out var result) && result.ValueKind == JsonValueKind.Object && result.TryGetProperty("RefreshToken", out var token) ? token.GetString() : null;

    private static JsonObject Link(string username, string provider, string attribute, string value) => new()
    {
        ["DestinationUser"] = Identity("Cognito", Subject, username),
        ["SourceUser"] = Identity(provider, attribute, value),
    };

    private static JsonObject Identity(string provider, string attribute, string value) =>
        new() { ["ProviderName"] = provider, ["ProviderAttributeName"] = attribute, ["ProviderAttributeValue"] = value };

    private async Task<Trial> AuthenticateAsync(string flow, JsonObject parameters, CancellationToken cancellationToken) => await TryAsync(
        "AdminInitiateAuth",
        new() { [nameof(ProbePool.ClientId)] = await pool.ClientIdAsync(cancellationToken).ConfigureAwait(false), ["AuthFlow"] = flow, ["AuthParameters"] = parameters },
        cancellationToken).ConfigureAwait(false);

    // Errors that say nothing about the operation itself are not answers.
    private static bool IsAnswer(CognitoException error) => error.Kind is CognitoErrorKind.UserNotFound or CognitoErrorKind.ResourceNotFound or CognitoErrorKind.InvalidParameter
        or CognitoErrorKind.NotAuthorized or CognitoErrorKind.AliasExists or CognitoErrorKind.LimitExceeded || (error.Kind == CognitoErrorKind.Unknown && error.ErrorCode is not null);
}
