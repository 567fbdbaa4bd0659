using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CognitoUnlink.LocalPool;
using CognitoUnlink.LocalUserPools;
using CognitoUnlink.TestSupport;

namespace CognitoUnlink.Cli.Tests;

public sealed class FromTests : IDisposable
{
    private const string Header = "Username,ProviderName,ProviderAttributeName,ProviderAttributeValue\n";

    private const string Users = """
        {"username":"alice","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"a;b,\"c\""},{"providerName":"Google","value":"1"}]},
        {"username":"bob","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"=1+1"},{"providerName":"Google","value":"2"}]},
        {"username":"jörg","status":"CONFIRMED","identities":[{"providerName":"Okta","value":" Jörg\n2 "}]},
        {"username":"bare","status":"FORCE_CHANGE_PASSWORD","identities":[{"providerName":"Google","value":"3"}]}
        """;

    private readonly RowFolder _files = new();

    public void Dispose() => _files.Dispose();

    private static async Task<JsonElement> RunAsync(ILocalUserPoolServer server, int exitCode, params string[] arguments)
    {
        var run = await Cli.RunAsync(server.UserPool, ["unlink", "--yes", "--output", "json", .. arguments]);
        Assert.True(run.ExitCode == exitCode, run.ToString());
        return JsonDocument.Parse(run.Output).RootElement;
    }

    /// <summary>What was unlinked, not in order of time.</summary>
    private static string[] Sent(ILocalUserPoolServer server) =>
    [
        .. server.GetRequests()
            .Where(request => request.Operation == "AdminDisableProviderForUser" && request.StatusCode == 200)
            .Select(request => request.ProviderAttributeValue!)
            .Order(StringComparer.Ordinal),
    ];

    private static string[] Outcomes(JsonElement run) =>
        [.. run.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("errorId").GetString() ?? item.GetProperty("outcome").GetString()!)];

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task Unlinking_from_list_output_gives_the_same_counts_as_unlinking_the_pool(string form)
    {
        using var server = new LocalUserPoolFactory().Start(new LocalUserPoolOptions { UserCount = 80 });
        var plan = _files.Write("plan", await Cli.RunAsync(server.UserPool, "list", "--provider", "Okta", "--provider", "Google", "--output", form));
        var expected = await RunAsync(server, 5, "--provider", "Okta", "--what-if");

        var run = await Cli.RunAtAsync(server.UserPool, ["unlink", "--from", plan, "--provider", "Okta", "--yes", "--output", "json"]);

        Assert.True(run.ExitCode == 5, run.ToString());
        var result = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(expected.GetProperty("wouldUnlink").GetInt32(), result.GetProperty("unlinked").GetInt32());
        Assert.Equal(expected.GetProperty("skipped").GetInt32(), result.GetProperty("skipped").GetInt32());
        Assert.All(result.GetProperty("items").EnumerateArray(), item => Assert.Equal("Okta", item.GetProperty("providerName").GetString()));

        // A plan can be run again: its rows say which user each identity belonged to.
        var again = await RunAsync(server, 5, "--from", plan, "--provider", "Okta");
        Assert.Equal(result.GetProperty("unlinked").GetInt32(), again.GetProperty("alreadyUnlinked").GetInt32());
    }

    public static TheoryData<string, string> Forms => new()
    {
        { "comma", Header + "alice,Okta,Cognito_Subject,\"a;b,\"\"c\"\"\"\nbob,Okta,Cognito_Subject,=1+1\njörg,Okta,Cognito_Subject,\" Jörg\n2 \"\n" },
        { "a byte order mark, semicolons and CRLF, as Excel writes", "\uFEFFUsername;ProviderName;ProviderAttributeName;ProviderAttributeValue\r\nalice;Okta;Cognito_Subject;\"a;b,\"\"c\"\"\"\r\nbob;Okta;Cognito_Subject;=1+1\r\njörg;Okta;Cognito_Subject;\" Jörg\n2 \"\r\n;;;\r\n" },
        { "tabs, and columns in any case and order", "SUBJECT\tnote\tprovidername\tusername\na;b,\"c\"\tx\tOkta\talice\n=1+1\t\tOkta\tbob\n\" Jörg\n2 \"\t\tOkta\tjörg\n" },
        { "all in quotes, without a last line break", "\"Username\",\"ProviderName\",\"Subject\"\r\n\"alice\",\"Okta\",\"a;b,\"\"c\"\"\"\r\n\"bob\",\"Okta\",\"=1+1\"\r\n\"jörg\",\"Okta\",\" Jörg\n2 \"" },
        { "Excel's line that names the delimiter", "sep=;\r\nUsername;SamlProvider;NameId\r\nalice;Okta;\"a;b,\"\"c\"\"\"\r\nbob;Okta;=1+1\r\njörg;Okta;\" Jörg\n2 \"\r\n" },
        { "what Windows PowerShell writes", "#TYPE System.Object\r\n\"Username\",\"ProviderName\",\"Subject\"\r\n\"alice\",\"Okta\",\"a;b,\"\"c\"\"\"\r\n\"bob\",\"Okta\",\"=1+1\"\r\n\"jörg\",\"Okta\",\" Jörg\n2 \"\r\n" },
        { "JSON", """[{"username":"alice","providerName":"Okta","subject":"a;b,\"c\""},{"username":"bob","providerName":"Okta","subject":"=1+1"},{"username":"j\u00f6rg","providerName":"Okta","subject":" Jörg\n2 "}]""" },
        { "JSON Lines", """
            {"Username":"alice","ProviderName":"Okta","ProviderAttributeName":"Cognito_Subject","ProviderAttributeValue":"a;b,\"c\""}

            {"Username":"bob","ProviderName":"Okta","ProviderAttributeName":"Cognito_Subject","ProviderAttributeValue":"=1+1"}
            {"Username":"jörg","ProviderName":"Okta","ProviderAttributeName":"Cognito_Subject","ProviderAttributeValue":" Jörg\n2 "}
            """ },
        { "objects on several lines", """
            {
              "username": "alice", "providerName": "Okta", "subject": "a;b,\"c\""
            }
            { "username": "bob", "providerName": "Okta", "subject": "=1+1" }
            [ { "username": "jörg", "providerName": "Okta", "subject": " Jörg\n2 " } ]
            """ },
        { "a run's output, its fields sorted", """
            {"failed": 0,
             "items": [{"username":"alice","providerName":"Okta","subject":"a;b,\"c\""},{"username":"bob","providerName":"Okta","subject":"=1+1"},
                       {"username":"jörg","providerName":"Okta","subject":" Jörg\n2 "}], "more": {"x": [1]}}
            """ },
        { "a run's output", """
            {
              "items": [{"username":"alice","providerName":"Okta","subject":"a;b,\"c\""},{"username":"bob","providerName":"Okta","subject":"=1+1"},
                        {"username":"jörg","providerName":"Okta","subject":" Jörg\n2 "}],
              "failed": 0, "more": {"x": [1]}
            }
            """ },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Values_are_read_verbatim_from_each_file_format(string form, string text)
    {
        using var server = _files.Start(Users);

        await RunAsync(server, 0, "--from", _files.Write(form, text));

        Assert.Equal([" Jörg\n2 ", "=1+1", "a;b,\"c\""], Sent(server));
    }

    [Fact]
    public async Task Values_are_read_verbatim_from_UTF_16()
    {
        using var server = _files.Start(Users);

        await RunAsync(server, 0, "--from", _files.Write("u.csv", "Username\tProviderName\tSubject\r\njörg\tOkta\t\" Jörg\n2 \"\r\n", Encoding.Unicode));
        await RunAsync(server, 0, "--from", _files.Write("u.json", """[{"username":"bob","providerName":"Okta","subject":"=1+1"}]""", Encoding.BigEndianUnicode));

        Assert.Equal([" Jörg\n2 ", "=1+1"], Sent(server));
    }

    [Fact]
    public async Task UTF_16_without_a_byte_order_mark_is_also_read()
    {
        using var server = _files.Start(Users);

        await RunAsync(server, 0, "--from", _files.Write("u.csv", "Username\tProviderName\tSubject\r\nbob\tOkta\t=1+1\r\n", new UnicodeEncoding(bigEndian: false, byteOrderMark: false)));
        await RunAsync(server, 0, "--from", _files.Write("u.json", """[{"username":"bob","providerName":"Google","subject":"2"}]""", new UnicodeEncoding(bigEndian: true, byteOrderMark: false)));

        Assert.Equal(["2", "=1+1"], Sent(server));
    }

    public static TheoryData<string, string> Listings => new()
    {
        { "one name per line", "alice\r\n\nbob\n" },
        { "names with tabs between them", "alice\tbob\n" },
        { "pages of names", $"alice{string.Concat(Enumerable.Range(1, 59).Select(i => $"\tnobody-{i}"))}\nbob\n" },
        { "an array of names", """["alice", "bob"]""" },
        { "an array of names on one line", "[\"alice\",\"bob\"]\n" },
        { "e-mail addresses", "email\nalice@example.com\nbob@example.com\n" },
        { "the header of an import file", "name,email,phone_number_verified,cognito:mfa_enabled,cognito:username\nAlice,,FALSE,FALSE,alice\nBob,,FALSE,FALSE,bob\n" },
        { "a listing", Listing(string.Empty) },
        { "part of a listing", Listing(""", "PaginationToken": "next" """) },
        { "part of a listing, on one line", Listing(""", "NextToken": "next" """).ReplaceLineEndings(string.Empty) },
        { "a listing whose token comes first", """{"PaginationToken": "next", """ + Listing(string.Empty)[1..] },
        { "users as ConvertTo-Json writes them", Listing(string.Empty)[(Listing(string.Empty).IndexOf('[', StringComparison.Ordinal))..^1].Replace("\"CONFIRMED\"", "{\"Value\": \"CONFIRMED\"}", StringComparison.Ordinal) },
        { "users with identities in a column", "Username;UserStatus;identities\nalice;CONFIRMED;\"[{\"\"userId\"\":\"\"1\"\",\"\"providerName\"\":\"\"Google\"\"}]\"\nbob;CONFIRMED;\"[{\"\"userId\"\":\"\"2\"\",\"\"providerName\"\":\"\"Google\"\"}]\"\n" },
    };

    [Theory]
    [InlineData("""{"ProviderName":"Google","Users":["alice","bob"]}""", "1,2")]
    [InlineData("""{"Users":["alice","bob"],"ProviderName":"Google"}""", "1,2")]
    [InlineData("""{"ProviderName":"Okta","Users":["alice","bob"]}""", "")]
    [InlineData("""{"Users":["alice","bob"],"ProviderName":"Okta"}""", "")]
    public async Task A_provider_next_to_a_list_of_users_applies_to_each_of_them(string text, string sent)
    {
        using var server = _files.Start(UsersWithMail);

        await Cli.RunAsync(server.UserPool, "unlink", "--from", _files.Write("users.json", text), "--all-providers", "--yes");

        Assert.Equal(sent, string.Join(',', Sent(server)));
    }

    [Theory]
    [InlineData("Google", "1,2", false)]
    [InlineData("Okta", "", false)]
    [InlineData("Google", "1,2", true)]
    [InlineData("Okta", "", true)]
    [InlineData("Okta", "", false, "[]\n")]
    [InlineData("Okta", "", true, "[]\n")]
    [InlineData("Okta", "", false, "", 17 * 1024 * 1024)]
    public async Task A_provider_after_a_long_list_of_users_applies_to_each_of_them(string provider, string sent, bool isStdin, string before = "", int longest = 100)
    {
        using var server = _files.Start(UsersWithMail);
        var rows = string.Join(",\n", (string[])["\"alice\"", "\"bob\"", .. Enumerable.Range(1, 700).Select(i => $"\"nobody-{i}-{new string('x', i == 700 ? longest : 100)}\"")]);
        var text = before + $$"""{"Users":[{{rows}}],"ProviderName":"{{provider}}"}""";
        var file = isStdin ? "-" : _files.Write("users.json", text);

        await Cli.RunAtAsync(
            server.UserPool, ["unlink", "--user-pool-id", server.UserPool.UserPoolId, "--from", file, "--all-providers", "--yes"], isStdin ? text : null);

        Assert.Equal(sent, string.Join(',', Sent(server)));
    }

    [Theory]
    [InlineData("""{"IdP":"Okta","Users":["alice","bob"]}""")]
    [InlineData("""{"Users":["alice","bob"],"Provder":"Okta"}""")]
    [InlineData("""{"link":{"subject":"1"},"Users":["alice","bob"]}""")]
    [InlineData("""{"Users":["alice","bob"],"link":{"subject":"1"}}""")]
    [InlineData("""{"Users":["alice","bob"],"n":1,"links":[{"to":{"idp":"Okta"}}]}""")]
    [InlineData("""{"Users":["alice","bob"],"link":"{\"subject\":\"1\"}"}""")]
    public async Task A_misspelled_field_next_to_a_list_of_users_is_refused(string text)
    {
        using var server = _files.Start(UsersWithMail);

        Assert.Equal(["UnknownColumn", "UnknownColumn"], Outcomes(await RunAsync(server, 1, "--from", _files.Write("users.json", text), "--all-providers")));
        Assert.Empty(Sent(server));
    }

    [Theory]
    [InlineData("""{"Username":"alice","Users":["bob"]}""")]
    [InlineData("""{"Users":["bob"],"Username":"alice"}""")]
    [InlineData("""{"Users":[],"items":["bob"]}""")]
    [InlineData("""{"items":[{"Username":"alice"}],"Users":["bob"]}""")]
    [InlineData("""{"items":["alice"],"users":{"Username":"bob"}}""")]
    [InlineData("""{"Users":["alice"],"failed":0,"items":["bob"]}""")]
    public async Task A_user_beside_a_list_or_a_second_list_is_refused(string text)
    {
        using var server = _files.Start(UsersWithMail);

        Assert.Equal(["AmbiguousRow"], Outcomes(await RunAsync(server, 1, "--from", _files.Write("users.json", text), "--all-providers")));
        Assert.Equal(["AmbiguousRow"], Outcomes(await RunAsync(server, 1, "--from", _files.Write("users.json", text.Replace(":[", ":\n[", StringComparison.Ordinal)), "--all-providers")));
        Assert.Empty(Sent(server));
    }

    [Fact]
    public async Task A_second_list_after_a_long_first_one_is_refused()
    {
        using var server = _files.Start(UsersWithMail);
        var text = $$"""{"Users":[{{string.Join(",\n", (string[])["\"alice\"", .. Enumerable.Range(1, 1500).Select(i => $"\"nobody-{i}-{new string('x', 100)}\"")])}}],"items":["bob"]}""";

        Assert.Equal(["AmbiguousRow"], Outcomes(await RunAsync(server, 1, "--from", _files.Write("users.json", text), "--all-providers")));
        Assert.Empty(Sent(server));
    }

    [Theory]
    [InlineData("Username,ProviderName,Note\r\n,,\r\n , ,\t\r\nbob,Google,\r\n,,,,\r\n , , , ,\r\n")]
    [InlineData("{\"Username\":\"\",\"ProviderName\":null}\n{\"Username\":\"bob\",\"ProviderName\":\"Google\"}\n")]
    [InlineData("[{\"Username\":\" \"},{\"Username\":\"bob\",\"ProviderName\":\"Google\"}]")]
    public async Task Blank_rows_are_left_out(string text)
    {
        using var server = _files.Start(Users);

        Assert.Equal(["Unlinked"], Outcomes(await RunAsync(server, 0, "--from", _files.Write("rows", text))));
        Assert.Equal(["2"], Sent(server));
    }

    [Theory]
    [InlineData("\"User\nname\",ProviderName\nbob,Google\n", "UnknownColumn", 3)]
    [InlineData("Username,\"Google\r\nSubject ID\"\r\nbob,2\r\n", "UnknownColumn", 1)]
    [InlineData("Username;\"Provider\nName\"\nbob;Google\n", "UnknownColumn", 3)]
    [InlineData("Username,\"Google\nbob,2\n", "UnknownFileForm", 3)]
    [InlineData("Username,\uFEFFProviderName\nbob,Google\n", "UnknownColumn", 3)]
    public async Task A_header_with_line_breaks_is_read_to_its_end(string text, string id, int exitCode)
    {
        using var server = _files.Start(Users);

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--from", _files.Write("rows.csv", text), "--all-providers", "--yes");

        Assert.True(run.ExitCode == exitCode, run.ToString());
        Assert.Contains($"cognito-unlink: {id}: ", run.Error, StringComparison.Ordinal);
        Assert.Empty(Sent(server));
    }

    [Theory]
    [InlineData("Username,\"Cost\n\"\"center\"\"\",ProviderName\nbob,1,Google\nalice,1,\n", 4)]
    [InlineData("Username,Screen (19\"),ProviderName\nbob,1,Google\nalice,1,\n", 3)]
    [InlineData(" Username\u00a0, ProviderName \nbob,Google\nalice,\n", 3)]
    public async Task Rows_below_such_a_header_are_read_with_their_line_numbers(string text, int line)
    {
        using var server = _files.Start(Users);

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--from", _files.Write("rows.csv", text), "--yes");

        Assert.Contains($"IncompleteRow: Line {line} of ", run.Error, StringComparison.Ordinal);
        Assert.Equal(["2"], Sent(server));
    }

    [Theory]
    [MemberData(nameof(Listings))]
    public async Task Users_are_read_from_each_kind_of_list(string form, string text)
    {
        using var server = _files.Start(UsersWithMail);
        var isPart = form.Contains("part", StringComparison.Ordinal) || form.Contains("token", StringComparison.Ordinal);

        var rehearsal = await Cli.RunAsync(server.UserPool, "unlink", "--from", _files.Write("users", text), "--provider", "Google", "--what-if");
        Assert.All(server.GetRequests(), request => Assert.Contains(request.Operation, (string[])["ListUsers", "DescribeUserPool", "ListIdentityProviders"]));
        var run = await Cli.RunAsync(server.UserPool, "unlink", "--from", _files.PathOf("users"), "--provider", "Google", "--yes");

        Assert.Contains("2 would be unlinked", rehearsal.Error, StringComparison.Ordinal);
        Assert.Equal(form == "pages of names" ? 1 : 0, run.ExitCode);
        Assert.Equal(["1", "2"], Sent(server));
        Assert.Equal(isPart, run.Error.Contains("is one page of a listing", StringComparison.Ordinal));
    }

    private const string UsersWithMail = """
        {"username":"alice","sub":"aaaaaaaa-0000-4000-8000-000000000001","status":"CONFIRMED","attributes":{"email":"alice@example.com","email_verified":"true"},"identities":[{"providerName":"Google","value":"1"}]},
        {"username":"bob","sub":"aaaaaaaa-0000-4000-8000-000000000002","status":"CONFIRMED","attributes":{"email":"bob@example.com","email_verified":"true"},"identities":[{"providerName":"Google","value":"2"}]}
        """;

    private static string Listing(string more) => $$"""
        {
          "Users": [
            {"Username": "alice", "Attributes": [{"Name": "sub", "Value": "aaaaaaaa-0000-4000-8000-000000000001"}, {"Name": "identities", "Value": "[{\"userId\":\"1\",\"providerName\":\"Google\"}]"}, {"Name": "email", "Value": "alice@example.com"}, {"Name": "email_verified", "Value": "true"}], "Enabled": true, "UserStatus": "CONFIRMED"},
            {"Username": "bob", "Attributes": [{"Name": "sub", "Value": "aaaaaaaa-0000-4000-8000-000000000002"}, {"Name": "identities", "Value": "[{\"userId\":\"2\",\"providerName\":\"Google\"}]"}, {"Name": "email", "Value": "bob@example.com"}, {"Name": "email_verified", "Value": "true"}], "Enabled": true, "UserStatus": "CONFIRMED"}
          ]{{more}}
        }
        """;

    [Fact]
    public async Task A_table_without_a_header_is_not_read_as_a_list_of_names()
    {
        using var server = _files.Start(Users);

        Assert.Equal(["RowNotReadable"], Outcomes(await RunAsync(server, 1, "--from", _files.Write("table", "alice\tbob\nbare\tjörg\n"), "--all-providers")));
        Assert.Empty(Sent(server));
    }

    [Fact]
    public async Task A_table_row_below_a_name_is_not_read_as_a_list_of_names()
    {
        using var server = _files.Start(Users);

        Assert.Equal(["RowNotReadable"], Outcomes(await RunAsync(server, 1, "--from", _files.Write("table", "alice\nbare\tbob\n"), "--provider", "Google")).Where(outcome => outcome != "Unlinked"));
        Assert.Equal(["1"], Sent(server));
    }

    [Fact]
    public async Task Identities_in_one_listing_say_nothing_about_users_in_another_listing()
    {
        using var server = _files.Start(UsersWithMail);
        var whole = _files.Write("whole.json", """[{"Username": "alice", "UserStatus": "CONFIRMED", "Attributes": [{"Name": "identities", "Value": "[{\"userId\":\"1\",\"providerName\":\"Google\"}]"}]}]""");
        var part = _files.Write("part.json", """[{"Username": "bob", "UserStatus": "CONFIRMED", "Attributes": [{"Name": "sub", "Value": "aaaaaaaa-0000-4000-8000-000000000002"}]}]""");

        await RunAsync(server, 0, "--from", whole, "--from", part, "--provider", "Google");

        Assert.Equal(["1", "2"], Sent(server));
    }

    [Theory]
    [InlineData("user\nalice\n", "UnknownColumn")]
    [InlineData("id\n1\n", "UnknownFileForm")]
    [InlineData("Name\nalice\n", "UnknownFileForm")]
    [InlineData("Login\nalice\n", "UnknownFileForm")]
    [InlineData("EmployeeId\nalice\n", "UnknownFileForm")]
    [InlineData("employee_id\nalice\n", "UnknownFileForm")]
    [InlineData("First name\nalice\n", "UnknownFileForm")]
    [InlineData("\"alice\"\nbob\n", "UnknownFileForm")]
    public async Task A_line_that_looks_like_a_header_is_not_a_username(string text, string id)
    {
        using var server = _files.Start(Users);

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--from", _files.Write("list", text), "--all-providers", "--yes");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"cognito-unlink: {id}: ", run.Error, StringComparison.Ordinal);
        Assert.Empty(server.GetRequests());
    }

    [Theory]
    [InlineData("Name;Idp;Key\nbob;Google;2\n", "Username=Name", "ProviderName=Idp", "Subject=Key")]
    [InlineData("Name,Username,Idp\nbob,nobody,Google\n", "Username=Name", "ProviderName=Idp")]
    public async Task Columns_can_be_mapped(string text, params string[] columns)
    {
        using var server = _files.Start(Users);

        await RunAsync(server, 0, ["--from", _files.Write("plan.csv", text), .. columns.SelectMany(column => (string[])["--column", column])]);

        Assert.Equal(["2"], Sent(server));
    }

    [Theory]
    [InlineData("Usernam=Name", 2)]
    [InlineData("Username", 2)]
    [InlineData("Username=Other", 3)]
    public async Task A_column_map_that_cannot_be_used_stops_the_run_before_any_request(string column, int exitCode)
    {
        using var server = _files.Start(Users);

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--from", _files.Write("plan.csv", "Name\nbob\n"), "--column", column, "--all-providers", "--yes");

        Assert.True(run.ExitCode == exitCode, run.ToString());
        Assert.Empty(server.GetRequests());
    }

    [Theory]
    [InlineData("list")]
    [InlineData("unlink")]
    public async Task Values_that_look_like_formulas_are_escaped_in_CSV_and_read_back_unchanged(string command)
    {
        using var server = _files.Start("""
            {"username":"+15551234567","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"=cmd|' /C calc'!A0"},{"providerName":"Google","value":"-1"}]},
            {"username":"@bob","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"'=2"},{"providerName":"Google","value":"@3"}]}
            """);
        string[] expected = ["'=2", "-1", "=cmd|' /C calc'!A0", "@3"];

        var written = await Cli.RunAsync(server.UserPool, [command, "--output", "csv", .. command == "list" ? Array.Empty<string>() : ["--all-providers", "--what-if"]]);
        Assert.DoesNotMatch("(?m)(^|[,\"])[=+@-]", written.Output.Replace("\r", string.Empty, StringComparison.Ordinal));
        var rehearsal = await RunAsync(server, 0, "--from", _files.Write("plan.csv", written), "--what-if");
        Assert.All(Outcomes(rehearsal), outcome => Assert.Equal("WouldUnlink", outcome));
        var run = await RunAsync(server, 0, "--from", _files.PathOf("plan.csv"));

        Assert.Equal(expected, Sent(server));
        Assert.All(Outcomes(run), outcome => Assert.Equal("Unlinked", outcome));
    }

    [Fact]
    public async Task A_run_over_escaped_rows_can_be_resumed_and_undone()
    {
        using var server = _files.Start("""{"username":"bob","status":"CONFIRMED","identities":[{"providerName":"Okta","value":"-1"}]}""");
        var plan = _files.Write("plan.csv", Header + "bob,Okta,Cognito_Subject,'-1\n");

        Assert.Equal(["Unlinked"], Outcomes(await RunAsync(server, 0, "--from", plan, "--journal", _files.PathOf("j.jsonl"))));
        Assert.Equal(["AlreadyUnlinked"], Outcomes(await RunAsync(server, 0, "--from", plan, "--journal", _files.PathOf("j.jsonl"))));
        var undo = await Cli.RunAsync(server.UserPool, "relink", "--from", _files.PathOf("j.jsonl"), "--yes");

        Assert.Equal(["bob/Okta/-1"], await PoolState.IdentitiesAsync(server));
        Assert.Equal(0, undo.ExitCode);
    }

    [Fact]
    public async Task An_escaped_subject_is_taken_literally_if_the_row_names_no_user()
    {
        using var server = _files.Start("""{"username":"bob","status":"CONFIRMED","identities":[{"providerName":"Google","value":"-1"}]}""");

        Assert.Equal(["IdentityNotLinked"], Outcomes(await RunAsync(server, 1, "--from", _files.Write("plan.csv", "ProviderName,Subject\nGoogle,'-1\n"))));
    }

    [Fact]
    public async Task Files_are_read_in_order_and_stdin_can_be_one_of_them()
    {
        using var server = _files.Start(Users);
        var first = _files.Write("1.csv", Header + "bob,Google,Cognito_Subject,2\n");

        var run = await Cli.RunAtAsync(
            server.UserPool,
            ["unlink", "--from", first, "--from", "-", "--user-pool-id", server.UserPool.UserPoolId, "--yes"],
            """{"username":"alice","providerName":"Google","subject":"1"}""");

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(["1", "2"], Sent(server));
        Assert.Matches(@"(?s)Unlinked +bob.*Unlinked +alice", run.Output);
    }

    [Fact]
    public async Task For_rows_with_only_a_user_the_provider_option_chooses_the_identities()
    {
        using var server = _files.Start(Users);
        var users = _files.Write("users.csv", "Username;Department\nalice;Sales\nbob;\nnobody;x\n");

        var one = await RunAsync(server, 1, "--from", users, "--provider", "Goo*");
        Assert.Equal(["Unlinked", "Unlinked", "UserNotFound"], Outcomes(one));
        var all = await RunAsync(server, 0, "--from", users, "--username", "bob", "--all-providers");

        Assert.Equal(["Unlinked"], Outcomes(all));
        Assert.Equal(["1", "2", "=1+1"], Sent(server));
    }

    [Fact]
    public async Task Rows_with_only_a_user_are_wrong_usage_without_a_provider_option()
    {
        using var server = _files.Start(Users);

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--from", _files.Write("users.csv", "Username\nalice\n"), "--yes");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("ProviderNotSpecified", run.Error, StringComparison.Ordinal);
        Assert.Empty(Sent(server));
    }

    [Fact]
    public async Task Rows_without_a_user_must_name_a_valid_linked_identity()
    {
        using var server = _files.Start(Users);
        var rows = _files.Write("rows.csv", "ProviderName,Subject\nGoogle,1\nGoogle,google_2\nOcta,1\nCognito,alice\nGoogle,9\n");

        var run = await RunAsync(server, 1, "--from", rows);

        Assert.Equal(["Unlinked", "SubjectHasProviderPrefix", "ProviderNotFound", "NativeNotAsked", "IdentityNotLinked"], Outcomes(run));
        Assert.Equal(["1"], Sent(server));
    }

    [Fact]
    public async Task The_safety_checks_also_apply_to_rows()
    {
        using var server = _files.Start(Users);
        var rows = _files.Write("rows.csv", Header + "bare,Google,Cognito_Subject,3\nbob,Google,Cognito_Subject,1\n");

        Assert.Equal(["WouldLockOut", "IdentityNotOwned"], Outcomes(await RunAsync(server, 1, "--from", rows)));
        Assert.Equal(["WouldLockOut", "IdentityNotOwned"], Outcomes(await RunAsync(server, 1, "--from", rows, "--what-if")));
        Assert.Empty(Sent(server));
    }

    public static TheoryData<string, string, string, int> BadRows => new()
    {
        { "IncompleteRow", "a.csv", Header + "alice,Okta,Cognito_Subject,\n", 2 },
        { "IncompleteRow", "a.csv", Header + "\nalice,Okta\n", 3 },
        { "UsernameMissing", "a.csv", Header + ",Google,Cognito_Subject,1\n", 2 },
        { "IncompleteRow", "a.csv", "Username,ProviderName\nalice,\n", 2 },
        { "UnknownColumn", "a.csv", "Username,ProviderName,EmployeeId\nalice,Google,1\n", 2 },
        { "UnknownColumn", "a.json", "[\n{\"username\":\"alice\",\"providerName\":\"Google\",\"subjekt\":\"1\"}]", 2 },
        { "AmbiguousRow", "a.csv", "Username,ProviderName,Subject,ProviderAttributeValue\nalice,Google,1,2\n", 2 },
        { "RowNotReadable", "a.csv", Header + "alice,Google,Cognito_Subject,1,2\n", 2 },
        { "RowNotReadable", "a.csv", "Username,ProviderName,\nalice,Google,1\n", 2 },
        { "RowNotReadable", "a.csv", "Username;;ProviderName\nalice;1;Google\n", 2 },
        { "RowNotReadable", "a.csv", Header + "\"al\nice\",Google,Cognito_Subject,\"1\"2\n", 2 },
        { "OtherUserPool", "a.csv", "UserPoolId,Username,ProviderName,Subject\neu-west-1_Other,alice,Google,1\n", 2 },
        { "RowNotReadable", "a.jsonl", "{\"username\":\"x\",\"providerName\":\"y\",\"subject\":\"z\"}\n{\"username\":\n", 2 },
        { "RowNotReadable", "a.jsonl", "{\"username\":\"x\",\"providerName\":\"y\",\"subject\":\"z\"}\n[1]\n", 2 },
        { "UsernameMissing", "a.json", "[\n{\"username\":null,\"providerName\":\"Google\",\"subject\":\"1\"}]", 2 },
        { "RowNotReadable", "a.json", "[\n[\"alice\"]]", 2 },
        { "RowNotReadable", "a.json", "[\n17]", 2 },
        { "RowNotReadable", "a.json", "[\n{\"username\":\"alice\",\"Username\":\"bob\"}]", 2 },
        { "NotAUser", "a.json", "[\n{\"foo\":1}]", 2 },
    };

    [Theory]
    [MemberData(nameof(BadRows))]
    public async Task A_bad_row_is_an_error_with_file_and_line_and_the_other_rows_are_processed(string id, string name, string text, int line)
    {
        using var server = _files.Start(Users);
        var good = _files.Write("good.csv", Header + "bob,Google,Cognito_Subject,2\n");

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--from", _files.Write(name, text), "--from", good, "--yes");

        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains($"cognito-unlink: {id}: Line {line} of '{_files.PathOf(name)}': ", run.Error, StringComparison.Ordinal);
        Assert.Equal(["2"], Sent(server));
    }

    [Fact]
    public async Task A_row_with_bytes_that_are_not_UTF_8_is_a_bad_row()
    {
        using var server = _files.Start(Users);
        var rows = _files.Write("ansi.csv", "Username;ProviderName;Subject\njörg;Okta;x\nbob;Google;2\n", Encoding.Latin1);

        Assert.Equal(["RowNotReadable", "Unlinked"], Outcomes(await RunAsync(server, 1, "--from", rows)));
    }

    [Fact]
    public async Task An_unclosed_quote_does_not_swallow_the_file()
    {
        using var server = _files.Start(Users);
        var rows = _files.Write("rows.csv", $"{Header}bob,Google,Cognito_Subject,2\nalice,Okta,Cognito_Subject,\"a\n{new StringBuilder().Insert(0, "x,y,z,1\n", 20_000)}");

        Assert.Equal(["Unlinked", "RowTooLong"], Outcomes(await RunAsync(server, 1, "--from", rows)));
    }

    [Fact]
    public async Task A_file_whose_first_line_is_too_long_is_refused()
    {
        using var server = _files.Start(Users);
        var rows = _files.Write("rows.csv", "Username," + new string('x', 3 * 1024 * 1024));

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--from", rows, "--yes");

        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.Contains($"No rows can be read from '{rows}'. Its first line is longer than 1048576 bytes.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none.csv", null, "FileNotReadable")]
    [InlineData("plan.xlsx", "PK\u0003\u0004", "UnknownFileForm")]
    [InlineData("plan.csv", "Name;Department\nalice;Sales\n", "UnknownFileForm")]
    [InlineData("plan.csv", "Username,username\nalice,bob\n", "UnknownFileForm")]
    [InlineData("plan.csv", "User,ProviderName,Subject\nalice,Google,1\n", "UnknownColumn")]
    [InlineData("plan.csv", "Username,ProviderName,Subjekt\nalice,Google,1\n", "UnknownColumn")]
    [InlineData("plan.csv", "E-mail\nalice\n", "UnknownColumn")]
    [InlineData("run.jsonl", """{"time":"2026-03-29T01:30:00.0000000Z","run":"5f0c","event":"run-started"}""", "UnknownFileForm")]
    [InlineData("users.json", "[{\"username\":\"alice\",\"providerName\":\"Google\"},\n{\"username\":\"bob\",\"providerName\":\"Goo", "UnknownFileForm")]
    [InlineData("users.json", "[]\n{\"Users\":[\"alice\",\"bob\"],\"Prov", "UnknownFileForm")]
    [InlineData("users.json", "{\"Users\":[{\"Username\":\"alice\"}],\"ProviderName\":\"Google\"}]", "UnknownFileForm")]
    public async Task A_file_that_cannot_be_used_stops_the_run_before_any_request(string name, string? text, string id)
    {
        using var server = _files.Start(Users);
        var good = _files.Write("good.csv", Header + "bob,Google,Cognito_Subject,2\n");
        if (text is not null)
        {
            _files.Write(name, text);
        }

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--from", good, "--from", _files.PathOf(name), "--journal", _files.PathOf("new.jsonl"), "--yes");

        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.StartsWith(
            id == "FileNotReadable" ? $"cognito-unlink: {id}: '{_files.PathOf(name)}' cannot be read: " : $"cognito-unlink: {id}: No rows can be read from '{_files.PathOf(name)}'. ", run.Error, StringComparison.Ordinal);
        Assert.Empty(server.GetRequests());
        Assert.False(File.Exists(_files.PathOf("new.jsonl")));
    }

    [Theory]
    [InlineData("unlink", "")]
    [InlineData("unlink", "\r\n \n")]
    [InlineData("relink", "")]
    public async Task An_empty_file_or_empty_stdin_gives_exit_code_3_before_any_request(string command, string text)
    {
        using var server = _files.Start(Users);
        var path = _files.Write("plan.csv", text);

        var run = await Cli.RunAtAsync(server.UserPool, [command, "--from", path, "--yes"]);
        var piped = await Cli.RunAtAsync(server.UserPool, [command, "--from", "-", "--yes"], text);

        Assert.Equal((3, 3), (run.ExitCode, piped.ExitCode));
        Assert.StartsWith($"cognito-unlink: UnknownFileForm: No rows can be read from '{path}'. It is empty. ", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("cognito-unlink: UnknownFileForm: No rows can be read from stdin. It is empty. ", piped.Error, StringComparison.Ordinal);
        Assert.Empty(server.GetRequests());
    }

    [Theory]
    [InlineData("unlink", Header)]
    [InlineData("unlink", "[]")]
    [InlineData("relink", Header)]
    [InlineData("relink", "{\"items\": []}")]
    public async Task A_file_without_rows_causes_a_warning(string command, string text)
    {
        using var server = _files.Start(Users);
        var path = _files.Write("plan", text);

        var run = await Cli.RunAsync(server.UserPool, command, "--from", path, "--yes");

        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith($"cognito-unlink: Warning: '{path}' contains no rows.\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unlink")]
    [InlineData("relink")]
    public async Task Rows_without_a_pool_column_are_wrong_usage(string command)
    {
        using var server = _files.Start(Users);
        var path = _files.Write("plan.csv", Header + "bob,Google,Cognito_Subject,2\n");

        var run = await Cli.RunAtAsync(server.UserPool, [command, "--from", path, "--yes"]);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"cognito-unlink: Error: Give --user-pool-id ID, because '{path}' has no column UserPoolId.", run.Error, StringComparison.Ordinal);
        Assert.Empty(server.GetRequests());
    }

    [Fact]
    public async Task A_row_that_names_no_user_pool_is_an_error_that_names_the_missing_option()
    {
        using var server = _files.Start(Users);
        var path = _files.Write("plan.json", """[{"username":"bob","providerName":"Google","subject":"2"}]""");

        var run = await Cli.RunAtAsync(server.UserPool, ["unlink", "--from", path, "--yes"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"Line 1 of '{path}': Nothing was sent: the row of user 'bob' does not name its user pool, and --user-pool-id was not given. ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unusable_header_is_shown_along_with_the_known_columns()
    {
        using var server = _files.Start(Users);
        var path = _files.Write("plan.csv", "Name;Department\nalice;x\n");

        var run = await Cli.RunAsync(server.UserPool, "unlink", "--from", path, "--yes");

        Assert.StartsWith($"cognito-unlink: UnknownFileForm: No rows can be read from '{path}'. It has no header that names a user or an identity. The columns are 'Name', 'Department'. Known columns are Username, ", run.Error, StringComparison.Ordinal);
        Assert.Contains("a ProviderName and a Subject", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_used_from_a_long_listing_that_is_cut_off(bool isStdin)
    {
        using var server = _files.Start(Users);
        var text = $$"""{"Users":[{{string.Join(",\n", (string[])["\"alice\"", "\"bob\"", .. Enumerable.Range(1, 700).Select(i => $"\"nobody-{i}-{new string('x', 100)}\"")])}}""";
        var file = isStdin ? "-" : _files.Write("users.json", text);

        var run = await Cli.RunAtAsync(
            server.UserPool, ["unlink", "--user-pool-id", server.UserPool.UserPoolId, "--from", file, "--all-providers", "--yes"], isStdin ? text : null);

        Assert.True(run.ExitCode == 3, run.ToString());
        Assert.StartsWith(
            $"cognito-unlink: UnknownFileForm: No rows can be read from {(isStdin ? "stdin" : $"'{file}'")}. It is not valid JSON at byte 114 of line 702. It may be incomplete, so nothing in it is used. ",
            run.Error,
            StringComparison.Ordinal);
        Assert.Empty(server.GetRequests());
    }

    [Fact]
    public async Task A_path_error_names_the_path_that_was_given()
    {
        using var server = _files.Start(Users);
        var folder = Directory.CreateDirectory(_files.PathOf("folder")).FullName;
        var none = _files.PathOf("none");
        var csv = _files.Write("plan.csv", Header + "bob,Google,Cognito_Subject,2\n");
        var start = new[] { "unlink", "--user-pool-id", server.UserPool.UserPoolId, "--all-providers", "--yes" };

        await SaysAsync($"FileNotReadable: '{folder}' cannot be read: it is a folder.", [.. start[..3], "--from", folder, "--yes"]);
        await SaysAsync($"FileNotReadable: '{none}/plan.csv' cannot be read: the folder '{none}' does not exist.", [.. start[..3], "--from", $"{none}/plan.csv", "--yes"]);
        await SaysAsync($"JournalNotWritable: The journal '{folder}' cannot be written: it is a folder.", [.. start, "--journal", folder]);
        await SaysAsync($"JournalNotWritable: The journal '{none}/j.jsonl' cannot be written: the folder '{none}' does not exist.", [.. start, "--journal", $"{none}/j.jsonl"]);
        await SaysAsync($"JournalDamaged: '{csv}' is not a journal: its first line looks like the header of a CSV file. Check the path. For CSV rows, use 'unlink --from' ", [.. start, "--journal", csv]);
        Assert.Contains($"'{csv}' is not a journal: ", (await Cli.RunAsync("report", csv, "--out", _files.PathOf("r.html"))).Error, StringComparison.Ordinal);
        Assert.Contains("cannot be read: it is a folder.", (await Cli.RunAsync("report", folder, "--out", _files.PathOf("r.html"))).Error, StringComparison.Ordinal);

        async Task SaysAsync(string says, string[] arguments)
        {
            var run = await Cli.RunAtAsync(server.UserPool, arguments);
            Assert.Equal(3, run.ExitCode);
            Assert.StartsWith($"cognito-unlink: {says}", run.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task A_failed_list_does_not_look_like_an_empty_one(string form)
    {
        using var server = _files.Start(Users);
        var pool = server.UserPool;

        var none = await Cli.RunAsync(pool, "list", "--provider", "Okta", "--username", "bare", "--output", form);
        var failed = await Cli.RunAsync(pool with { UserPoolId = "us-east-1_Other" }, "list", "--output", form);

        Assert.Equal((0, 3, string.Empty), (none.ExitCode, failed.ExitCode, failed.Output));
        Assert.Equal(0, (await Cli.RunAsync(pool, "unlink", "--from", _files.Write("none", none), "--yes")).ExitCode);
        Assert.Equal(3, (await Cli.RunAsync(pool, "unlink", "--from", _files.Write("failed", failed), "--yes")).ExitCode);
    }

    [Fact]
    public async Task A_run_over_rows_is_resumed_from_its_journal()
    {
        using var server = _files.Start(Users);
        var plan = _files.Write("plan.csv", await Cli.RunAsync(server.UserPool, "list", "--provider", "Google", "--output", "csv"));
        string[] arguments = ["--from", plan, "--journal", _files.PathOf("run.jsonl")];

        await RunAsync(server, 4, [.. arguments, "--maximum-change", "1"]);
        var rest = await RunAsync(server, 5, arguments);

        Assert.Equal(["AlreadyUnlinked", "Unlinked", "WouldLockOut"], Outcomes(rest));
        Assert.Equal(["1", "2"], Sent(server));
    }
}
