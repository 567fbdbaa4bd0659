using System.Globalization;
using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Operations;

/// <summary>This computer's clock may be wrong; the service's own decides whether a signature is good.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(-90)]
    [InlineData(-6)]
    [InlineData(6)]
    [InlineData(90)]
    public async Task Requests_are_signed_with_the_services_time_once_it_is_known(int minutes)
    {
        await using var stub = Service(TimeSpan.FromMinutes(minutes));
        using var gateway = stub.Gateway();

        await gateway.ListUserPoolsAsync(60, null, default);
        await gateway.ListUserPoolsAsync(60, null, default);

        Assert.Equal(3, stub.Requests.Count);
    }

    [Fact]
    public async Task Calls_in_flight_are_all_made_again()
    {
        await using var stub = Service(TimeSpan.FromHours(1));
        using var gateway = stub.Gateway();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => gateway.ListUserPoolsAsync(60, null, default)));
    }

    [Fact]
    public async Task A_signature_that_is_wrong_for_another_reason_is_sent_once()
    {
        await using var stub = new StubServer(_ => StubReply.Error("InvalidSignatureException") with { Date = DateTimeOffset.UtcNow });
        using var gateway = stub.Gateway();

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.ListUserPoolsAsync(60, null, default));

        Assert.Equal(CognitoErrorKind.CredentialsRefused, error.Kind);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task An_error_of_another_kind_says_nothing_of_the_clock()
    {
        await using var stub = new StubServer(_ => StubReply.Error("InvalidParameterException") with { Date = DateTimeOffset.UtcNow.AddHours(1) });
        using var gateway = stub.Gateway();

        await Assert.ThrowsAsync<CognitoException>(() => gateway.ListUserPoolsAsync(60, null, default));

        Assert.Single(stub.Requests);
    }

    private static StubServer Service(TimeSpan ahead) => new(request =>
    {
        var now = DateTimeOffset.UtcNow + ahead;
        var signed = DateTimeOffset.ParseExact(request.Header("X-Amz-Date")!, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return ((signed - now).Duration() < s_tolerance ? StubReply.Ok() : StubReply.Error("InvalidSignatureException", "Signature expired")) with { Date = now };
    });
}
