namespace CognitoUnlink.LocalPool.Seeding;

/// <summary>A name, and its letters for usernames and e-mail addresses.</summary>
internal sealed record Person(string Name, string Handle)
{
    private static readonly Person[] s_first =
    [
        new("Amelia", "amelia"), new("Noah", "noah"), new("Zoë", "zoe"), new("Liam", "liam"), new("Jürgen", "juergen"), new("Priya", "priya"),
        new("Mateo", "mateo"), new("Søren", "soeren"), new("Aisha", "aisha"), new("Łucja", "lucja"), new("Kenji", "kenji"), new("José", "jose"),
        new("Grace", "grace"), new("Андрей", "andrey"), new("Olivia", "olivia"), new("美咲", "misaki"),
    ];

    private static readonly Person[] s_last =
    [
        new("Hughes", "hughes"), new("Müller", "mueller"), new("Nakamura", "nakamura"), new("García", "garcia"), new("Okafor", "okafor"),
        new("Novák", "novak"), new("Singh", "singh"), new("O'Brien", "obrien"), new("Andersson", "andersson"), new("Rossi", "rossi"), new("Kowalski", "kowalski"),
    ];

    /// <summary>Every first name with every last name, made once: a million users share them.</summary>
    private static readonly Person[] s_all =
        [.. from first in s_first from last in s_last select new Person($"{first.Name} {last.Name}", $"{first.Handle}.{last.Handle}")];

    public static Person Pick(ref SplitMix64 random) => s_all[random.Next(s_all.Length)];
}
