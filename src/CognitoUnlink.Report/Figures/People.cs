using CognitoUnlink.Identities;
using CognitoUnlink.Journaling;

namespace CognitoUnlink.Report.Figures;

/// <summary>How a person can sign in after everything in the journals.</summary>
public enum SignInNow
{
    /// <summary>As before: nothing was taken from them, it was given back, or one of several is left.</summary>
    AsBefore,

    /// <summary>With a password that can be reset through a verified address.</summary>
    ResettablePassword,

    /// <summary>With a password that has no known way to reset it.</summary>
    Password,

    /// <summary>With another provider.</summary>
    OtherProvider,

    /// <summary>With a passkey or a one-time code.</summary>
    Passwordless,

    /// <summary>Not at all.</summary>
    None,

    /// <summary>The journals do not say.</summary>
    Unknown,
}

/// <summary>The people that items belong to, by pool and username.</summary>
internal sealed class People
{
    private readonly Dictionary<JournalItemKey, int> _indexes = [];
    private readonly List<Person> _all = [];

    public int Count => _all.Count;

    public int IndexOf(JournalRecord record)
    {
        var key = KeyOf(record);
        if (!_indexes.TryGetValue(key, out var index))
        {
            index = _indexes[key] = _all.Count;
            _all.Add(default);
        }

        return index;
    }

    /// <summary>Adds what a line says about how a person can sign in.</summary>
    public void Note(JournalRecord record)
    {
        if (record.Username is not null
            && record.Event is JournalEvent.Unlinked or JournalEvent.AlreadyUnlinked or JournalEvent.PasswordSet
            && _indexes.TryGetValue(KeyOf(record), out var index))
        {
            _all[index] = _all[index] with { Left = LeftBy(record) };
        }
    }

    /// <summary>Adds the state of one of the person's identities.</summary>
    public void Note(LinkState state)
    {
        var person = _all[state.Person];
        _all[state.Person] = person with
        {
            KeepsOne = person.KeepsOne || state.After == LinkKnowledge.Linked,
            IsUncertain = person.IsUncertain || state.MayBeUnlinked,
            IsTouched = person.IsTouched || state.UnlinkedBy is not null || state.Outcome == ItemOutcome.AlreadyUnlinked,
        };
    }

    /// <summary>How each can sign in, by index.</summary>
    public SignInNow[] Ways() => [.. _all.Select(WayOf)];

    private static SignInNow WayOf(Person person) => person switch
    {
        { KeepsOne: true } => SignInNow.AsBefore,
        { IsUncertain: true } => SignInNow.Unknown,
        { IsTouched: false } => SignInNow.AsBefore,
        _ => person.Left ?? SignInNow.Unknown,
    };

    private static JournalItemKey KeyOf(JournalRecord record) => JournalItemKey.Of(new JournalItem(record.UserPoolId!, record.Username, string.Empty, string.Empty));

    private static SignInNow LeftBy(JournalRecord record) => record.Event == JournalEvent.PasswordSet ? PasswordBy(record) : record.SignInAfterUnlink switch
    {
        nameof(SignInAfterUnlink.Password) => PasswordBy(record),
        nameof(SignInAfterUnlink.Federated) => SignInNow.OtherProvider,
        nameof(SignInAfterUnlink.Passwordless) => SignInNow.Passwordless,
        nameof(SignInAfterUnlink.None) => SignInNow.None,
        _ => SignInNow.Unknown,
    };

    private static SignInNow PasswordBy(JournalRecord record) =>
        record.Recovery is nameof(Recovery.VerifiedEmail) or nameof(Recovery.VerifiedPhone) ? SignInNow.ResettablePassword : SignInNow.Password;

    /// <param name="Left">What was left to sign in with, according to the latest line about it; null if there is none.</param>
    /// <param name="KeepsOne">Whether a requested identity is still there.</param>
    /// <param name="IsUncertain">Whether a request to unlink may have been carried out.</param>
    /// <param name="IsTouched">Whether a requested identity is gone.</param>
    private readonly record struct Person(SignInNow? Left, bool KeepsOne, bool IsUncertain, bool IsTouched);
}
