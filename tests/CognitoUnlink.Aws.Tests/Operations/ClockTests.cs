using System.Globalization;
using CognitoUnlink.Aws.Tests.Stub;
using CognitoUnlink.Errors;
using CognitoUnlink.Gateway;

namespace CognitoUnlink.Aws.Tests.Operations;

/// <summary>The clock of this computer may be wrong; whether a signature is valid depends on the clock of the service.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan s_tolerance = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(-90)]
    [InlineData(-6)]
    [InlineData(6)]
    [InlineData(90)]
    public async Task Requests_are_signed_with_the_time_of_the_service_once_it_is_known(int minutes)
    {
        await using var stub = Service(TimeSpan.FromMinutes(minutes));
        using var gateway = stub.Gateway();

        await gateway.ListUserPoolsAsync(60, null, default);
        await gateway.ListUserPoolsAsync(60, null, default);

        Assert.Equal(3, stub.Requests.Count);
    }

    [Fact]
    public async Task All_concurrent_calls_succeed_after_the_clock_is_corrected()
    {
        await using var stub = Service(TimeSpan.FromHours(1));
        using var gateway = stub.Gateway();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => gateway.ListUserPoolsAsync(60, null, default)));
    }

    [Fact]
    public async Task A_wrong_signature_is_not_retried_if_the_clock_is_right()
    {
        await using var stub = new StubServer(_ => StubReply.Error("InvalidSignatureException") with { Date = DateTimeOffset.UtcNow });
        using var gateway = stub.Gateway();

        var error = await Assert.ThrowsAsync<CognitoException>(() => gateway.ListUserPoolsAsync(60, null, default));

        Assert.Equal(CognitoErrorKind.CredentialsRefused, error.Kind);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task An_error_that_is_not_about_the_signature_is_not_retried_even_if_the_clock_is_wrong()
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
