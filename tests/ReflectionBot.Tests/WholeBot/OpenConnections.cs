using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;

namespace ReflectionBot.Tests.WholeBot;

/// <summary>
/// Counts who is connected to a loopback. When a killed bot is not any more, all that it had sent has been carried out: until then its next life could ask about a message that was still
/// to come, and send it again.
/// </summary>
internal sealed class OpenConnections
{
    private int _count;

    public bool Any => Volatile.Read(ref _count) > 0;

    public void Of(IWebHostBuilder host) =>
        host.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => CountedAsync(next, connection))));

    private async Task CountedAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        Interlocked.Increment(ref _count);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
