using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Linking;

/// <summary>A journal that links are written to: one of links, or that of the unlinks which one of them repairs.</summary>
internal interface ILinkJournal
{
    /// <summary>The result of an item that an earlier run linked; null when it is to be done.</summary>
    LinkResult? FinishedBefore(LinkItem item);

    /// <summary>Writes that a request is about to be sent. When this returns, it is on disk.</summary>
    Task IntentAsync(LinkItem item, CognitoUser user);

    /// <summary>Writes what became of an item, without waiting for the disk.</summary>
    Task OutcomeAsync(LinkResult result, CognitoUnlinkException? error = null);
}
