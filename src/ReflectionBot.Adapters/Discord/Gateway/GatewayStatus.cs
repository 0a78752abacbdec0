namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>Where a shard stands.</summary>
internal enum GatewayPhase
{
    /// <summary>Not yet, or no longer, receiving; it is being worked on.</summary>
    Connecting,

    /// <summary>A session began (READY): whatever was said while there was none is lost.</summary>
    Ready,

    /// <summary>The session goes on (RESUMED): what was missed has come.</summary>
    Resumed,

    /// <summary>Stopped as told.</summary>
    Closed,

    /// <summary>Discord refuses for good; an operator has to act. All shards stop.</summary>
    Refused,
}

/// <summary>Told on every change. Comes from the shard's own loop: return at once.</summary>
/// <param name="ShardId">Which; -1 when it is about all of them.</param>
/// <param name="ShardCount">Of how many; 0 when that is not known yet.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Trouble">Why it does not receive, in plain words for an operator; null when it does.</param>
internal readonly record struct GatewayStatus(int ShardId, int ShardCount, GatewayPhase Phase, string? Trouble = null);
