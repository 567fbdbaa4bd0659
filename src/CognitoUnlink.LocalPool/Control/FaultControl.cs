using CognitoUnlink.LocalPool.Documents;
using CognitoUnlink.LocalPool.Http;
using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Control;

/// <summary>The faults; every answer lists them.</summary>
internal sealed class FaultControl(FaultList faults)
{
    public Answer List(ControlRequest request) => ControlAnswers.Ok(new { faults = faults.All });

    public Answer Add(ControlRequest request)
    {
        faults.Add(DocumentFormat.Read<LocalUserPoolFault>(request.Body));
        return List(request);
    }

    public Answer Clear(ControlRequest request)
    {
        faults.Clear();
        return List(request);
    }
}

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
