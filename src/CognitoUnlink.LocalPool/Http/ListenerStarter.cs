using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CognitoUnlink.LocalUserPools;

namespace CognitoUnlink.LocalPool.Http;

/// <summary>Gets a listener on a port of 127.0.0.1.</summary>
internal static class ListenerStarter
{
    private const int Attempts = 20;

    /// <param name="port">0 for a free one.</param>
    public static (HttpListener Listener, int Port) Start(int port)
    {
        if (port is < 0 or > IPEndPoint.MaxPort)
        {
            throw new LocalUserPoolException(string.Create(CultureInfo.InvariantCulture, $"Port {port} does not exist; give one from 1 to {IPEndPoint.MaxPort}, or 0 for a free one."));
        }

        if (port != 0)
        {
            return (TryStart(port, out var error) ?? throw Taken(port, error), port);
        }

        Exception? last = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var free = FreePort();
            if (TryStart(free, out last) is { } listener)
            {
                return (listener, free);
            }
        }

        throw new LocalUserPoolException("No free port was found on 127.0.0.1.", last);
    }

    private static LocalUserPoolException Taken(int port, Exception? cause) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Port {port} on 127.0.0.1 is taken. Choose another one, or 0 for a free one. ({cause?.Message})"), cause);

    /// <summary>With the name localhost if it can be had: it may mean an IPv6 address that is not there or has the port taken.</summary>
    private static HttpListener? TryStart(int port, out Exception? error) =>
        TryStart(port, ["127.0.0.1", "localhost"], out error) ?? TryStart(port, ["127.0.0.1"], out error);

    private static HttpListener? TryStart(int port, string[] hosts, out Exception? error)
    {
        var listener = new HttpListener { IgnoreWriteExceptions = true };
        try
        {
            foreach (var host in hosts)
            {
                listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://{host}:{port}/"));
            }

            listener.Start();
            error = null;
            return listener;
        }
        catch (Exception cause) when (cause is HttpListenerException or SocketException)
        {
            listener.Close();
            error = cause;
            return null;
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
