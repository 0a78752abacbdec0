namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>At most <see cref="GatewayLimits.MaxSends"/> in any <see cref="GatewayLimits.SendWindow"/> of one connection, some of them for what has to go out.</summary>
internal sealed class SendWindow(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Queue<long> _sent = new(GatewayLimits.MaxSends);

    /// <param name="mustGo">Heartbeats that are due, identify and resume: they may take the last places.</param>
    /// <returns>False when it would be one too many now.</returns>
    public bool TryTake(bool mustGo)
    {
        lock (_gate)
        {
            while (_sent.TryPeek(out var first) && clock.GetElapsedTime(first) >= GatewayLimits.SendWindow)
            {
                _sent.Dequeue();
            }

            var most = mustGo ? GatewayLimits.MaxSends : GatewayLimits.MaxSends - GatewayLimits.SendsForHeartbeats;
            if (_sent.Count >= most)
            {
                return false;
            }

            _sent.Enqueue(clock.GetTimestamp());
            return true;
        }
    }
}
