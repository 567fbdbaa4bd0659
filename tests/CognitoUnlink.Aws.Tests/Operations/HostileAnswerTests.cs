using System.Globalization;
using System.Net;
using Amazon.Runtime;
using CognitoUnlink.Aws.Client;
using CognitoUnlink.Aws.Credentials;
using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Operations;

/// <summary>No answer can cause more than an error of the call that received it.</summary>
public sealed class HostileAnswerTests
{
    private const string PoolId = "eu-west-1_AbCdEfGhI";

    private static readonly ProviderUser s_identity = new("Okta", "Cognito_Subject", "1");

    private static readonly Dictionary<string, Func<ICognitoGateway, Task>> s_operations = new()
    {
        ["ListUsers"] = gateway => gateway.ListUsersAsync(PoolId, null, 60, null, default),
        ["ListUsersInGroup"] = gateway => gateway.ListUsersInGroupAsync(PoolId, "g", 60, null, default),
        ["AdminGetUser"] = gateway => gateway.AdminGetUserAsync(PoolId, "carlos", default),
        ["ListIdentityProviders"] = gateway => gateway.ListIdentityProvidersAsync(PoolId, 60, null, default),
        ["DescribeIdentityProvider"] = gateway => gateway.DescribeIdentityProviderAsync(PoolId, "Okta", default),
        ["ListUserPools"] = gateway => gateway.ListUserPoolsAsync(60, null, default),
        ["DescribeUserPool"] = gateway => gateway.DescribeUserPoolAsync(PoolId, default),
        ["ListUserPoolClients"] = gateway => gateway.ListUserPoolClientsAsync(PoolId, 60, null, default),
        ["DescribeUserPoolClient"] = gateway => gateway.DescribeUserPoolClientAsync(PoolId, "1", default),
    };

    public static TheoryData<string, string> Answers
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var operation in s_operations.Keys)
            {
                foreach (var text in (string[])["\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\u00C3\u0028\""])
                {
                    data.Add(operation, text);
                }
            }

            return data;
        }
    }

    // The text as the main name in every answer, and in the other fields.
    private static string[] BodiesWith(string text) =>
    [
        """{"Username":TEXT,"Users":[{"Username":TEXT}],"Providers":[{"ProviderName":TEXT}],"IdentityProvider":{"ProviderName":TEXT},"UserPools":[{"Id":TEXT}],"UserPool":{"Id":TEXT},"UserPoolClients":[{"ClientId":TEXT}],"UserPoolClient":{"ClientId":TEXT}}""".Replace("TEXT", text, StringComparison.Ordinal),
        """{"Username":"a","UserAttributes":[{"Name":"sub","Value":TEXT}],"Users":[{"Username":"a","Attributes":[{"Name":"sub","Value":TEXT}]}],"Providers":[{"ProviderName":"a","ProviderType":TEXT}],"IdentityProvider":{"ProviderName":"a","AttributeMapping":{"x":TEXT}},"UserPools":[{"Id":"a","Name":TEXT}],"UserPool":{"Id":"a","Name":TEXT},"UserPoolClients":[{"ClientId":"a","Unknown":TEXT}],"UserPoolClient":{"ClientId":"a","Unknown":TEXT}}""".Replace("TEXT", text, StringComparison.Ordinal),
    ];

    private static CognitoGateway Gateway(Func<HttpResponseMessage> answer) => new(
        new NamedCredentials(new BasicAWSCredentials(StubServer.AccessKey, StubServer.SecretKey), "a test"),
        "eu-west-1", new Uri("http://127.0.0.1:9/"), null, TimeSpan.FromSeconds(60), null, new Answering(answer));

    private static HttpResponseMessage Answer(int status, byte[] body) => new((HttpStatusCode)status) { Content = new ByteArrayContent(body) };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Invalid_Unicode_is_an_error_for_that_call_only(string operation, string text)
    {
        foreach (var body in BodiesWith(text))
        {
            // Each char becomes one byte, which can be invalid UTF-8.
            using var gateway = Gateway(() => Answer(200, System.Text.Encoding.Latin1.GetBytes(body)));

            var error = await Assert.ThrowsAsync<CognitoException>(() => s_operations[operation](gateway));

            Assert.Equal((CognitoErrorKind.UnexpectedResponse, FailureScope.Item, operation), (error.Kind, error.Scope, error.Operation));
            Assert.Contains($"to {operation} cannot be read: it has text that is not Unicode", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_error_code_is_read_even_if_the_message_is_invalid_Unicode()
    {
        using var gateway = Gateway(() => Answer(400, """{"__type":"UserNotFoundException","message":"\ud800"}"""u8.ToArray()));
        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.AdminGetUserAsync(PoolId, "carlos", default));
        Assert.Equal(CognitoErrorKind.UserNotFound, error.Kind);

        using var other = Gateway(() => Answer(400, """{"__type":"\ud800","\ud800":"x"}"""u8.ToArray()));
        Assert.Equal(CognitoErrorKind.UnexpectedResponse, (await Assert.ThrowsAsync<CognitoException>(() => other.AdminGetUserAsync(PoolId, "carlos", default))).Kind);
    }

    [Fact]
    public async Task A_long_message_from_the_service_is_shortened()
    {
        var long_ = new string('w', 300_000);
        using var gateway = Gateway(() =>
        {
            var answer = Answer(400, System.Text.Encoding.UTF8.GetBytes($$"""{"__type":"{{long_}}","message":"{{long_}}"}"""));
            answer.Headers.TryAddWithoutValidation("x-amzn-RequestId", long_[..5000]);
            return answer;
        });

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.AdminGetUserAsync(PoolId, "carlos", default));

        Assert.InRange(error.Message.Length, 100, 3000);
        Assert.InRange(error.RequestId!.Length, 100, 201);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, CognitoErrorKind.UnexpectedResponse)]
    public async Task An_answer_of_more_than_64_MiB_is_refused(int more, CognitoErrorKind? kind)
    {
        using var gateway = Gateway(() =>
        {
            var body = new byte[HttpClients.LongestAnswer + more];
            body.AsSpan().Fill((byte)' ');
            "{\"Username\":\"a\"}"u8.CopyTo(body);

            // Without a Content-Length, the bytes have to be counted.
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new UnknownLength(body)) };
        });

        var error = await Record.ExceptionAsync(() => gateway.AdminGetUserAsync(PoolId, "carlos", default)) as CognitoException;

        Assert.Equal(kind, error?.Kind);
        Assert.Equal(64 * 1024 * 1024, HttpClients.LongestAnswer);
        if (error is not null)
        {
            Assert.False(error.IsTransient);
            Assert.Contains("64 MiB", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT")]
    public async Task An_impossible_date_from_the_service_does_not_affect_later_calls(string date)
    {
        var sent = 0;
        using var gateway = Gateway(() =>
        {
            var refused = Answer(400, """{"__type":"InvalidSignatureException"}"""u8.ToArray());
            refused.Headers.Date = DateTimeOffset.Parse(date, CultureInfo.InvariantCulture);
            return ++sent == 1 ? refused : Answer(200, """{"Username":"a"}"""u8.ToArray());
        });

        await Assert.ThrowsAsync<CognitoException>(() => gateway.AdminGetUserAsync(PoolId, "carlos", default));

        Assert.Equal(1, sent);
        Assert.Equal("a", (await gateway.AdminGetUserAsync(PoolId, "carlos", default)).Username);
    }

    private sealed class Answering(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer());
    }

    private sealed class UnknownLength(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
