namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>Bounds of the gateway: Discord's (topics/rate-limits and events/gateway of its documentation) and our own.</summary>
internal static class GatewayLimits
{
    /// <summary>Discord's: larger ones end the connection with 4002.</summary>
    public const int MaxSentBytes = 4096;

    /// <summary>Discord's: payloads per connection and <see cref="SendWindow"/>, heartbeats included, else 4008.</summary>
    public const int MaxSends = 120;

    /// <summary>Kept free for the heartbeats that are due.</summary>
    public const int SendsForHeartbeats = 10;

    /// <summary>Our own, for one message after decompression. The largest are servers with very many channels.</summary>
    public const int MaxMessageBytes = 16 * 1024 * 1024;

    /// <summary>Our own: events of one shard that are handed over or wait for it, and are not completed.</summary>
    public const int MaxOpenEvents = 1_000;

    /// <summary>Our own, for the same events; a single larger one still passes.</summary>
    public const int MaxOpenBytes = 32 * 1024 * 1024;

    public static readonly TimeSpan SendWindow = TimeSpan.FromSeconds(60);

    /// <summary>Discord's 5 s between the identifies of one bucket, and a little for what the network adds or takes.</summary>
    public static readonly TimeSpan BetweenIdentifies = TimeSpan.FromSeconds(5.25);
}
