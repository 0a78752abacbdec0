using System.Net.WebSockets;
using System.Text.Json;

namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>Everything that one connection sends. What cannot be written keeps a heartbeat from being answered, and that ends the connection.</summary>
internal sealed class GatewayWriter(WebSocket socket, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly SendWindow _window = new(clock);

    /// <param name="sequence">The last one received, or null.</param>
    /// <param name="due">It is time for it; otherwise the server asked for it in between.</param>
    /// <param name="cancellationToken">Ends the connection with the call.</param>
    /// <returns>False when the minute is used up and it was not sent.</returns>
    public Task<bool> HeartbeatAsync(long? sequence, bool due, CancellationToken cancellationToken) =>
        SendAsync(JsonSerializer.SerializeToUtf8Bytes(new Sent<long?>(Op.Heartbeat, sequence), GatewayWire.Default.SentNullableInt64), due, cancellationToken);

    public Task IdentifyAsync(Identify identify, CancellationToken cancellationToken) =>
        SendAsync(JsonSerializer.SerializeToUtf8Bytes(new Sent<Identify>(Op.Identify, identify), GatewayWire.Default.SentIdentify), mustGo: true, cancellationToken);

    public Task ResumeAsync(Resume resume, CancellationToken cancellationToken) =>
        SendAsync(JsonSerializer.SerializeToUtf8Bytes(new Sent<Resume>(Op.Resume, resume), GatewayWire.Default.SentResume), mustGo: true, cancellationToken);

    public void Dispose() => _one.Dispose();

    private async Task<bool> SendAsync(byte[] payload, bool mustGo, CancellationToken cancellationToken)
    {
        if (payload.Length > GatewayLimits.MaxSentBytes)
        {
            throw new InvalidOperationException($"A payload of {payload.Length} bytes is more than the gateway takes.");
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!_window.TryTake(mustGo))
            {
                return false;
            }

            await socket.SendAsync(payload, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            return true;
        }
        finally
        {
            _one.Release();
        }
    }
}
