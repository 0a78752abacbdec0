using ReflectionBot.Adapters.Discord.Gateway;

namespace ReflectionBot.Adapters.Discord;

/// <summary>What troubles the shards have, put together.</summary>
internal sealed class ShardTroubles
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, string> _byShard = [];

    /// <returns>The trouble of the first shard that has one; null when all receive.</returns>
    public string? After(GatewayStatus status)
    {
        lock (_gate)
        {
            if (status.Trouble is { } trouble)
            {
                _byShard[status.ShardId] = trouble;
            }
            else
            {
                _byShard.Remove(status.ShardId);
            }

            return _byShard.Values.FirstOrDefault();
        }
    }
}
