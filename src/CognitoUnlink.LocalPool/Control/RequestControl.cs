using System.Globalization;
using CognitoUnlink.LocalPool.Documents;
using CognitoUnlink.LocalPool.Requests;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Control;

/// <summary>The request log: ?operation= &amp;username= &amp;providerName= &amp;since=number, each exact.</summary>
internal sealed class RequestControl(RequestLog log)
{
    private static readonly string[] s_filters = ["operation", "username", "providerName", "since"];

    public Answer List(ControlRequest request)
    {
        var query = request.Query;
        if (query.AllKeys.FirstOrDefault(static key => !s_filters.Contains(key)) is { } unknown)
        {
            throw new LocalUserPoolException($"'{unknown}' is not known; there are {string.Join(", ", s_filters)}.");
        }

        var since = 0L;
        if (query["since"] is { } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out since))
        {
            throw new LocalUserPoolException("since is the number of a request.");
        }

        return ControlAnswers.Ok(new
        {
            requests = log.Since(since).Where(entry =>
                Is("operation", entry.Operation) && Is("username", entry.Username) && Is("providerName", entry.ProviderName)),
        });

        bool Is(string name, string? value) => query[name] is not { } wanted || wanted == value;
    }

    public Answer Clear(ControlRequest request)
    {
        log.Clear();
        return ControlAnswers.Ok(new { requests = Array.Empty<string>() });
    }
}

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
