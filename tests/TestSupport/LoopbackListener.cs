using System.Net;
using System.Net.Sockets;

namespace CognitoUnlink.TestSupport;

/// <summary>Listens for HTTP on a free port. Another process may take a port that was free before it is used.</summary>
public static class LoopbackListener
{
    private const int MostAttempts = 10;

    /// <returns>The listener, which is started, and its host with the port.</returns>
    public static (HttpListener Listener, string Host) Start()
    {
        for (var attempt = 1; ; attempt++)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var host = $"127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            probe.Stop();
            var listener = new HttpListener { Prefixes = { $"http://{host}/" } };
            try
            {
                listener.Start();
                return (listener, host);
            }
            catch (HttpListenerException) when (attempt < MostAttempts)
            {
                listener.Close();
            }
        }
    }
}
