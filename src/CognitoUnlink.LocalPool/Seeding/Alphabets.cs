namespace CognitoUnlink.LocalPool.Seeding;

internal static class Alphabets
{
    public const string Digits = "0123456789";
    public const string Hex = "0123456789abcdef";
    public const string UpperAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    public const string LowerAlphanumeric = "abcdefghijklmnopqrstuvwxyz" + Digits;
    public const string Alphanumeric = "abcdefghijklmnopqrstuvwxyz" + UpperAlphanumeric;
    public const string Base64Url = Alphanumeric + "-_";
}
