using CognitoUnlink.LocalPool.Model;

namespace CognitoUnlink.LocalPool.Filtering;

/// <summary>An attribute that ListUsers can search by, and whether case matters.</summary>
internal sealed record SearchAttribute(string Name, StringComparison Comparison, Func<User, string?> Read)
{
    private static readonly SearchAttribute[] s_all =
    [
        new("username", StringComparison.Ordinal, static user => user.Username) { FindOne = static (users, value) => users.FindByUsername(value) },
        new("sub", StringComparison.Ordinal, static user => user.Sub) { FindOne = static (users, value) => users.FindBySub(value) },
        new("status", StringComparison.Ordinal, static user => user.Enabled ? "Enabled" : "Disabled"),
        new("cognito:user_status", StringComparison.OrdinalIgnoreCase, static user => user.Status),
        Plain("email"),
        Plain("phone_number"),
        Plain("name"),
        Plain("given_name"),
        Plain("family_name"),
        Plain("preferred_username"),
    ];

    /// <summary>How an index finds the only user who can have a value; null where several can.</summary>
    public Func<UserStore, string, User?>? FindOne { get; private init; }

    public static SearchAttribute? Find(string name) => Array.Find(s_all, attribute => attribute.Name == name);

    private static SearchAttribute Plain(string name) =>
        new(name, StringComparison.OrdinalIgnoreCase, user => user.Attributes[name]);
}
