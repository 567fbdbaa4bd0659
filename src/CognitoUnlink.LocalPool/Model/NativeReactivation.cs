namespace CognitoUnlink.LocalPool.Model;

/// <summary>What brings a native sign-in back that was deactivated.</summary>
internal enum NativeReactivation
{
    Never,

    EnableUser,

    SetPassword,
}
