using System.Collections.Specialized;
using System.Text;
using CognitoUnlink.Fuzz.Generation;
using CognitoUnlink.LocalPool.Model;
using CognitoUnlink.LocalPool.Requests;

namespace CognitoUnlink.Fuzz.Targets;

/// <summary>The headers that say who signed a request; the first line is Authorization, the second X-Amz-Date. No made-up signature is accepted.</summary>
internal sealed class SignatureTarget : FuzzTarget
{
    private static readonly string[] s_codes =
        ["MissingAuthenticationTokenException", "IncompleteSignatureException", "InvalidSignatureException", "UnrecognizedClientException"];

    private readonly SignatureVerifier _verifier = new("local", "local", new ImpatientClock());

    public override string Name => "signature";

    protected override IReadOnlyList<string> Tokens =>
        ["Credential=", "SignedHeaders=", "Signature=", "AWS4-HMAC-SHA256 ", "aws4_request", "/us-east-1/", ",", ";host", ";x-amz-date", "20260304", "T050607Z", "=", "/"];

    public override void Check(byte[] input)
    {
        var lines = Encoding.Latin1.GetString(input).Split('\n');
        var headers = new NameValueCollection { ["Authorization"] = lines[0], ["Host"] = "127.0.0.1", ["X-Amz-Date"] = lines.ElementAtOrDefault(1) };
        _ = SignatureVerifier.Claimed(headers);
        try
        {
            _verifier.Verify(headers, input);
        }
        catch (ServiceException refusal)
        {
            Require(s_codes.Contains(refusal.Code) && refusal.StatusCode == 400, $"{refusal.StatusCode} {refusal.Code}: {refusal.Message}");
            return;
        }

        throw new PropertyBrokenException("A made-up signature is accepted.");
    }

    protected override byte[] Valid(Random random)
    {
        var signature = string.Concat(Enumerable.Range(0, 64).Select(_ => "0123456789abcdef"[random.Next(16)]));
        var headers = random.Pick(["host;x-amz-date", "content-type;host;x-amz-date;x-amz-target", "host", ""]);
        return Encoding.Latin1.GetBytes($"AWS4-HMAC-SHA256 Credential=local/20260304/{random.Pick(["us-east-1", "eu-west-1", "x"])}/cognito-idp/aws4_request, SignedHeaders={headers}, Signature={signature}\n20260304T050{random.Next(3, 9)}07Z");
    }
}
