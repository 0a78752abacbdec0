namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>One event that Discord dispatched (op 0).</summary>
/// <param name="ShardId">The shard it came over.</param>
/// <param name="Sequence">Its <c>s</c>; grows within a session.</param>
/// <param name="Name">Its <c>t</c>, such as <c>INTERACTION_CREATE</c>.</param>
/// <param name="Data">Its <c>d</c> as UTF-8 JSON, well formed. Pooled: gone when the handler's task has completed.</param>
internal readonly record struct GatewayEvent(int ShardId, long Sequence, string Name, ReadOnlyMemory<byte> Data)
{
    /// <summary>It happened while there was no connection and came after a resume: how fast such events come says nothing about who caused them.</summary>
    public bool Replayed { get; init; }
}

/// <summary>Takes the events of all shards.</summary>
/// <remarks>
/// The calls of one shard are made in the order of its events, one after the other: the next one when the former has returned its task,
/// not when that has completed. Whoever needs order must therefore take its place in the queue before the first await.
/// Shards call side by side.
///
/// A completed task says: this event need not come again. Complete it when the turn is durable: the sequence a later process resumes
/// from is the last one behind which nothing is left open, so what a kill interrupts comes again (and may come twice: deduplicate by the
/// id of the message or interaction). At most <see cref="GatewayLimits.MaxOpenEvents"/> may be open in a shard; beyond it the socket is not
/// read, while heartbeats go on. Storage that is gone for long should therefore not keep tasks open: nobody behind them would be seen.
///
/// An exception is logged by its type and counts as completed. READY and RESUMED are handed over like all others; after a resume
/// in a new process READY does not come, so ids of the application are better asked for over REST.
/// </remarks>
/// <param name="dispatched">The event.</param>
/// <param name="cancellationToken">Cancelled when the shards stop; not when a connection breaks.</param>
internal delegate ValueTask GatewayHandler(GatewayEvent dispatched, CancellationToken cancellationToken);
