using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Running;

/// <summary>How far a failure reaches.</summary>
public enum FailureScope
{
    /// <summary>One item; the others go on.</summary>
    Item,

    /// <summary>Whatever else is in the same user pool.</summary>
    Pool,

    /// <summary>Whatever else the run is given.</summary>
    Run,
}

/// <summary>Tells how far failures reach.</summary>
public static class FailureScopes
{
    /// <summary>How far a failure reaches.</summary>
    /// <param name="problem">An exception that this product throws.</param>
    public static FailureScope Of(Exception problem) => problem switch
    {
        CognitoException { DoomsEveryCall: true } or UnlinkException { DoomsTheRun: true } => FailureScope.Run,
        CognitoException { DoomsThePool: true } or UnlinkException { ErrorId: ErrorId.InvalidUserPoolId } => FailureScope.Pool,
        _ => FailureScope.Item,
    };
}
