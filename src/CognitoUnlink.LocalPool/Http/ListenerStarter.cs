using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Http;

/// <summary>Gets a listener on a port of 127.0.0.1, for this computer only.</summary>
internal static class ListenerStarter
{
    private const int Backlog = 512;

    /// <param name="port">0 for a free one.</param>
    public static (TcpListener Listener, int Port) Start(int port)
    {
        if (port is < 0 or > IPEndPoint.MaxPort)
        {
            throw new LocalUserPoolException(string.Create(CultureInfo.InvariantCulture, $"Port {port} does not exist; give one from 1 to {IPEndPoint.MaxPort}, or 0 for a free one."));
        }

        var listener = new TcpListener(IPAddress.Loopback, port);
        if (OperatingSystem.IsWindows())
        {
            // Two programs could listen on one port otherwise.
            listener.ExclusiveAddressUse = true;
        }

        try
        {
            listener.Start(Backlog);
            return (listener, ((IPEndPoint)listener.LocalEndpoint).Port);
        }
        catch (SocketException error)
        {
            listener.Dispose();
            throw new LocalUserPoolException(
                string.Create(CultureInfo.InvariantCulture, $"Port {port} on 127.0.0.1 is taken. Choose another one, or 0 for a free one. ({error.Message})"), error);
        }
    }
}
