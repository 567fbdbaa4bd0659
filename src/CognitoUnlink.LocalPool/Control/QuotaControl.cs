using CognitoUnlink.LocalPool.Documents;
using CognitoUnlink.LocalPool.Http;
using CognitoUnlink.LocalPool.Quotas;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Control;

/// <summary>The quotas, replaced as a whole.</summary>
internal sealed class QuotaControl(QuotaGate quotas)
{
    public Answer Show(ControlRequest request) => ControlAnswers.Ok(quotas.Quotas);

    public Answer Replace(ControlRequest request)
    {
        quotas.Quotas = DocumentFormat.Read<LocalUserPoolQuotas>(request.Body);
        return Show(request);
    }
}
