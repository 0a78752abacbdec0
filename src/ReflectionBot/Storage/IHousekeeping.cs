using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Storage;

/// <summary>What the schedule reads and clears away. Every method may throw <see cref="StorageUnavailableException"/>.</summary>
public interface IHousekeeping
{
    /// <summary>Conversations that want to be woken by now, the longest due first; at most <paramref name="max"/>.</summary>
    Task<ImmutableArray<DueWake>> DueAsync(Instant now, int max, CancellationToken cancellationToken);

    /// <summary>Forgets a wake-up that was taken already, so that it is not found due for ever. The conversation itself does not change.</summary>
    Task ClearAsync(DueWake wake, CancellationToken cancellationToken);

    /// <summary>Removes what has outlived its use and gives the space back.</summary>
    Task<Pruned> PruneAsync(Instant now, CancellationToken cancellationToken);
}

public sealed record DueWake(Address Address, Instant WakesAt);

/// <summary>How many rows of each kind were removed.</summary>
public sealed record Pruned(int Inputs, int SentMessages, int FlowSources);

/// <summary>How long things are kept.</summary>
public static class Retention
{
    /// <summary>No platform redelivers an update after this long.</summary>
    public static readonly Duration Inputs = Duration.FromDays(14);

    /// <summary>Platforms let a bot edit or delete its messages for 48 hours to about this long.</summary>
    public static readonly Duration SentMessages = Duration.FromDays(60);

    /// <summary>How long a Run may stand on a flow revision after it was replaced.</summary>
    public static readonly Duration FlowSources = Duration.FromDays(365);
}

/// <summary>Sources of flows, for Runs that began on a revision that is no longer in the Pack.</summary>
public interface IFlowSourceStore
{
    /// <summary>Remembers the flows of today; ones that are known only become younger.</summary>
    Task RememberAsync(IReadOnlyList<FlowSource> flows, Instant now, CancellationToken cancellationToken);

    Task<FlowSource?> FindAsync(string flowId, string revision, CancellationToken cancellationToken);
}

/// <param name="Source">What the content compiler makes the flow from.</param>
public sealed record FlowSource(string FlowId, string Revision, string Source);
