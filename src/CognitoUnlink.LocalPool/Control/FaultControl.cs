using CognitoUnlink.LocalPool.Documents;
using CognitoUnlink.LocalPool.Faults;
using CognitoUnlink.LocalPool.Http;
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
