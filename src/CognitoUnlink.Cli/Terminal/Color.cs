namespace CognitoUnlink.Cli.Terminal;

/// <summary>A colour, or another look, as ANSI's SGR parameter.</summary>
internal enum Color
{
    None = 0,
    Bold = 1,
    Dim = 2,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Cyan = 36,
}
