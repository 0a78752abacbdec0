using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Storage;

/// <summary>What the schedule reads and clears away. Every method may throw <see cref="StorageUnavailableException"/>.</summary>
public interface IHousekeeping
{
    /// <summary>
    /// Conversations that want to be woken by now, the longest due first; at most <paramref name="max"/>. Among those due at the same
    /// instant the order is another one for each instant, so that nobody is always the last.
    /// </summary>
    /// <param name="now">Due at this instant or before.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="except">Platforms whose conversations are left out.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<ImmutableArray<DueWake>> DueAsync(Instant now, int max, IReadOnlyCollection<string> except, CancellationToken cancellationToken);

    /// <summary>Nudges that were due and were not sent, by UTC day and reason, oldest day first.</summary>
    Task<ImmutableArray<NudgeDrops>> NudgeDropsAsync(CancellationToken cancellationToken);

    /// <summary>Removes what has outlived its use and gives the space back.</summary>
    Task<Pruned> PruneAsync(Instant now, CancellationToken cancellationToken);

    /// <summary>Does again what failed when somebody's remains were to go; nothing to do when it did not.</summary>
    Task MakeUpAsync(CancellationToken cancellationToken);
}

public sealed record DueWake(Address Address, Instant WakesAt);

/// <param name="Day">In UTC.</param>
/// <param name="Reason">One of <see cref="NudgeDropReasons"/>.</param>
public sealed record NudgeDrops(LocalDate Day, string Reason, int Count);

/// <summary>How many rows of each kind were removed.</summary>
public sealed record Pruned(int Inputs, int SentMessages, int FlowSources, int NudgeDrops, int Outbox);

/// <summary>How long things are kept.</summary>
public static class Retention
{
    /// <summary>No platform redelivers an update after this long.</summary>
    public static readonly Duration Inputs = Duration.FromDays(14);

    /// <summary>Platforms let a bot edit or delete its messages for 48 hours to about this long.</summary>
    public static readonly Duration SentMessages = Duration.FromDays(60);

    /// <summary>How long the counts of nudges that were not sent are kept.</summary>
    public static readonly Duration NudgeDrops = Duration.FromDays(400);

    /// <summary>
    /// What could not be sent for so long is not sent any more, help included: nobody is waiting for it, and nobody may serve
    /// its platform ever again.
    /// </summary>
    public static readonly Duration Outbox = Duration.FromDays(7);

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
