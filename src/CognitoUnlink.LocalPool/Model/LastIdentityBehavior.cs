namespace CognitoUnlink.LocalPool.Model;

/// <summary>What is left of the attribute <c>identities</c> after its last entry went.</summary>
internal enum LastIdentityBehavior
{
    RemoveAttribute,

    EmptyArray,
}
