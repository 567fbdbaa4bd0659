using CognitoUnlink.Errors;
using CognitoUnlink.Texts;

namespace CognitoUnlink.Input;

/// <summary>How long a row may be: as long as the longest text that the service takes, and short enough for a line of a journal whatever it is made of.</summary>
public static class RowLengthRule
{
    /// <summary>The longest row, in characters of all its values. <see href="https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ProviderUserIdentifierType.html"/></summary>
    public const int Longest = 131_072;

    private const int Shown = 40;

    /// <summary>Refuses a row that is too long, before anything is sent.</summary>
    /// <param name="values">Its values; null for none.</param>
    /// <exception cref="UnlinkException"><see cref="ErrorId.RowTooLong"/>.</exception>
    public static void Check(params ReadOnlySpan<string?> values)
    {
        var (length, longest) = (0L, string.Empty);
        foreach (var value in values)
        {
            length += value?.Length ?? 0;
            longest = value?.Length > longest.Length ? value : longest;
        }

        if (length > Longest)
        {
            throw new UnlinkException(
                ErrorId.RowTooLong,
                $"Nothing was sent: the row has {length} characters, and no more than {Longest} are possible. Its longest value begins with '{Printable.Of(ShortText.Of(longest, Shown)!)}'.");
        }
    }
}
