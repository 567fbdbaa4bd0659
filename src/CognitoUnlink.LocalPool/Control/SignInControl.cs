using CognitoUnlink.LocalPool.Documents;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Requests;
using static CognitoUnlink.LocalPool.Documents.DocumentReader;

namespace CognitoUnlink.LocalPool.Control;

/// <summary>Does what a sign-in through an identity provider does to a pool.</summary>
internal sealed class SignInControl(StateKeeper state, string defaultPoolId, TimeProvider clock)
{
    private const int Refused = 403;

    public Answer SignIn(ControlRequest request)
    {
        var asked = DocumentFormat.Read<SignInRequest>(request.Body);
        Require(!string.IsNullOrEmpty(asked.Subject), "$.subject", "This must not be empty.");
        try
        {
            return ControlAnswers.Ok(state.Use(current => SignIn(current, asked)));
        }
        catch (ServiceException refusal)
        {
            return ControlAnswers.Error(Refused, refusal.Message);
        }
    }

    private SignInResult SignIn(ServerState current, SignInRequest asked)
    {
        var id = asked.UserPoolId ?? defaultPoolId;
        var pool = current.Find(id);
        Require(pool is not null, "$.userPoolId", $"There is no user pool '{id}'.");
        var provider = pool.FindProvider(asked.ProviderName);
        Require(provider is not null, "$.providerName", $"The pool has no provider '{asked.ProviderName}'.");
        var attributes = asked.Attributes ?? new Dictionary<string, string>();
        return new FederatedSignIn(current, pool, provider, ServiceTime.Of(clock.GetUtcNow())).SignIn(asked.Subject, attributes);
    }
}

/// <summary>What an identity provider says of somebody who signs in.</summary>
internal sealed record SignInRequest
{
    /// <summary>The pool that is served by default, unless given.</summary>
    public string? UserPoolId { get; init; }

    public required string ProviderName { get; init; }

    /// <summary>The NameID or sub.</summary>
    public required string Subject { get; init; }

    public IReadOnlyDictionary<string, string>? Attributes { get; init; }
}
