using System.Net;
using System.Net.Sockets;

namespace ReflectionBot.Tests.LocalChat;

/// <summary>
/// Ports for hosts that come back under the same address. One that the system picks may be given to another test, or to somebody's connection, while the host is
/// away: these are below those that it gives out.
/// </summary>
internal static class OwnPort
{
    private const int First = 20_000;
    private const int Range = 10_000;
    private static int _last = Environment.ProcessId % Range;

    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _last) % Range);
            try
            {
                using var trial = new TcpListener(IPAddress.Loopback, port);
                trial.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody else's.
            }
        }
    }
}
