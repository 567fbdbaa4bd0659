using System.Text.RegularExpressions;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Validation;

namespace CognitoUnlink.LocalPool.Operations;

internal sealed class ListUsers : Operation
{
    private const int MaximumLimit = 60;

    public override StructureShape Input { get; } = new(
        new("UserPoolId", Shapes.UserPoolIdType, Required: true),
        new("AttributesToGet", Shapes.SearchedAttributeNamesListType),
        new("Limit", Shapes.QueryLimitType),
        new("PaginationToken", Shapes.PaginationKeyType),
        new("Filter", Shapes.UserFilterType));

    public override void Execute(OperationCall call)
    {
        var pool = call.Pool;
        var list = $"ListUsers {pool.Id} {call.Text("Filter")}";
        var token = call.ReadToken("PaginationToken", list);
        var filter = UserFilter.Parse(call.Text("Filter"));
        var (users, next) = Page(pool, filter, token, call.Now, call.Integer("Limit") is { } limit and > 0 ? limit : MaximumLimit);
        var attributesToGet = call.Member("AttributesToGet") is null ? null : call.Texts("AttributesToGet");
        CheckAttributes(pool, users, attributesToGet ?? []);

        call.Output.WriteStartArray("Users");
        foreach (var user in users)
        {
            UserWriter.Write(call.Output, user, pool, attributesToGet);
        }

        call.Output.WriteEndArray();
        if (next is { } position)
        {
            call.WriteToken("PaginationToken", new PageToken(position, token.Page + 1), list);
        }
    }

    private static (List<User> Users, int? Next) Page(Pool pool, UserFilter? filter, PageToken token, DateTime now, int limit)
    {
        if (!pool.ListLag.IsOn && filter is not null && filter.TryFindOne(pool.Users, out var user))
        {
            return (user is null ? [] : [user], null);
        }

        if (pool.Settings.Behavior.ShortPages)
        {
            // Pages shorter than Limit, and now and then an empty one: https://github.com/aws/aws-sdk-js-v3/issues/7071
            limit = (token.Page % 4) == 2 ? 0 : Math.Max(1, limit * (1 + (token.Page % 3)) / 3);
        }

        return pool.ListLag.Page(pool.Users.InOrder, now, token.Position, limit, filter is null ? null : filter.Matches);
    }

    /// <summary>An attribute that cannot be searched by must have a value for every listed user.</summary>
    private static void CheckAttributes(Pool pool, List<User> users, IReadOnlyList<string> attributesToGet)
    {
        var strict = attributesToGet.Where(static name => SearchAttribute.Find(name) is null).ToList();
        if (strict.Count > 0 && users.Any(user => strict.Exists(name => UserWriter.AttributesOf(user, pool).All(attribute => attribute.Key != name))))
        {
            throw ServiceErrors.RequestedAttributeMissing();
        }
    }
}

/// <summary>
/// The filter of ListUsers: one attribute, in quotation marks or not, = or ^=, a value in quotation marks.
/// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html
/// </summary>
internal sealed partial class UserFilter
{
    private readonly SearchAttribute _attribute;
    private readonly string _value;
    private readonly bool _prefix;

    private UserFilter(SearchAttribute attribute, string value, bool prefix)
    {
        _attribute = attribute;
        _value = value;
        _prefix = prefix;
    }

    /// <summary>Null for an empty filter, which lets all users pass.</summary>
    public static UserFilter? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var match = Grammar().Match(text);
        if (!match.Success)
        {
            throw ServiceErrors.FilterNotParsed();
        }

        var name = match.Groups["name"].Value;
        var attribute = SearchAttribute.Find(name) ?? throw ServiceErrors.InvalidSearchAttribute(name);
        return new(attribute, Escape().Replace(match.Groups["value"].Value, "$1"), match.Groups["operator"].Value == "^=");
    }

    public bool Matches(User user) =>
        _attribute.Read(user) is { } value
        && (_prefix ? value.StartsWith(_value, _attribute.Comparison) : value.Equals(_value, _attribute.Comparison));

    /// <summary>Whether an index can answer the filter; if so, gives the user, or null.</summary>
    public bool TryFindOne(UserStore users, out User? user)
    {
        user = _attribute.FindOne?.Invoke(users, _value);
        user = user is not null && Matches(user) ? user : null;
        return _attribute.FindOne is not null && !_prefix;
    }

    [GeneratedRegex("""\A\s*(?:"(?<name>[^\s=^"]+)"|(?<name>[^\s=^"]+))\s*(?<operator>\^?=)\s*"(?<value>(?:[^"\\]|\\.)*)"\s*\z""", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Grammar();

    [GeneratedRegex(@"\\(.)", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Escape();
}

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
