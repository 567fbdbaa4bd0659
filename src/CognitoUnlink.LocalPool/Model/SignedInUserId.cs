namespace CognitoUnlink.LocalPool.Model;

/// <summary>What <c>identities</c> shows as userId once somebody signed in through a link that was made by another attribute.</summary>
internal enum SignedInUserId
{
    Subject,

    LinkedValue,
}
