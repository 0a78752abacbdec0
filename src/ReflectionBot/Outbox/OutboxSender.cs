using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Hosting;
using ReflectionBot.Storage;

namespace ReflectionBot.Outbox;

/// <summary>
/// Carries committed messages to the platforms. Fresh ones come straight from the turn's memory; the database is read only at the start
/// and when more waits than fits into memory. A row is claimed before it is sent and removed after, so that an end of the
/// process at any instant loses nothing: what was claimed is in doubt at the next start.
/// </summary>
public sealed partial class OutboxSender : IAsyncDisposable
{
    private readonly Dictionary<string, PlatformQueue> _queues;
    private readonly IOutboxStore _store;
    private readonly OutboxDelivery _delivery;
    private readonly OutboxBacklog _backlog;
    private readonly IClock _clock;
    private readonly SteadyTime _waits;
    private readonly ITimer _timer;
    private readonly ILogger<OutboxSender> _logger;
    private readonly OutboxMetrics _metrics;
    private readonly SemaphoreSlim _behind = new(0, 1);
    private readonly Lock _waking = new();
    private int _inFlight;
    private volatile bool _stopping;

    /// <summary>A platform said that a thread or topic is gone. Called once for each delivery that found it so; a lost call is made up for by the next.</summary>
    public Action<ThreadGoneInput>? ThreadGone { get; set; }

    /// <summary>A platform refused a nudge for good. A lost call is made up for by the next.</summary>
    public Action<ClosedInput>? NudgeRefused { get; set; }

    /// <summary>Something did not come to stand in a group. True when that is taken down; otherwise it is called again.</summary>
    public Func<PostLostInput, Task<bool>>? PostLost { get; set; }

    public OutboxSender(IOutboxStore store, IEnumerable<ISender> senders, IClock clock, TimeProvider time, OutboxMetrics metrics, ILogger<OutboxSender> logger, OutboxSettings settings)
    {
        var byPlatform = senders.ToDictionary(sender => sender.Platform, StringComparer.Ordinal);
        _queues = byPlatform.Values.ToDictionary(sender => sender.Platform, sender => new PlatformQueue(sender.Pace), StringComparer.Ordinal);
        _clock = clock;
        _waits = new SteadyTime(time);
        _logger = logger;
        _metrics = metrics;
        _backlog = new OutboxBacklog(store, metrics, platform => _queues.ContainsKey(platform));
        _store = store;
        _delivery = new OutboxDelivery(store, byPlatform, _backlog, clock, _waits, metrics, logger, settings)
        {
            ThreadGone = gone => ThreadGone?.Invoke(gone),
            NudgeRefused = closed => NudgeRefused?.Invoke(closed),
            // Nobody listens before the start is over and once the end has begun: then it is tried, and told, again.
            PostLost = lost => PostLost?.Invoke(lost) ?? Task.FromResult(false),
        };
        _timer = time.CreateTimer(static self => ((OutboxSender)self!).Pump(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Asked before a commit: true when its rows may be written as claimed because <see cref="Offer"/> will take them at once. Otherwise they are
    /// written as queued and found in the database.
    /// </summary>
    public bool HasRoomFor(Address address, int rows) => !_stopping && _backlog.HasRoomFor(rows) && _queues.ContainsKey(address.Platform);

    /// <summary>Deliveries on their way, until all that follows from their outcome is done or handed on.</summary>
    internal int UnderWay => Volatile.Read(ref _inFlight);

    /// <summary>Platforms for which more nudges wait than that.</summary>
    public IReadOnlyCollection<string> PlatformsWithNudgesWaiting(int moreThan) =>
        [.. _queues.Where(queue => queue.Value.NudgesWaiting > moreThan).Select(queue => queue.Key)];

    /// <summary>Counts nudges that a turn decided not to send; those that are given up here are counted here.</summary>
    public void NudgesDropped(ImmutableArray<string> reasons)
    {
        foreach (var reason in reasons)
        {
            _metrics.NudgesDropped(reason, 1);
        }
    }

    /// <summary>Takes over the rows of a commit, in their order; call it before the next turn of the same Address.</summary>
    public void Offer(ImmutableArray<OutboxRow> rows)
    {
        foreach (var row in rows)
        {
            if (row.Outgoing is ReplyRemoval { Keys.IsEmpty: true })
            {
                Supersede(row);
            }

            if (_backlog.TryHold(row))
            {
                _queues[row.Address.Platform].Add(row);
            }
        }

        // A turn's own thread sends what the turn says: to wake another for it costs more than sending does. The storage's thread has other things to do.
        if (Start(keepOne: Thread.CurrentThread.IsThreadPoolThread) is var (queue, first))
        {
            _ = DeliverAsync(queue, first);
        }
    }

    /// <summary>A commit failed that may stand all the same: its rows, if they are there, were written as queued.</summary>
    public void LeftBehind() => _backlog.LeftBehind();

    /// <summary>Sends from memory alone, because the storage does not answer. Lost when the process ends.</summary>
    public void OfferUnstored(Address address, string id, Outgoing outgoing, bool inDoubt = false)
    {
        if (_queues.TryGetValue(address.Platform, out var queue))
        {
            queue.Add(new OutboxRow(0, id, address, outgoing) { State = inDoubt ? OutboxState.Doubtful : OutboxState.Claimed });
            Pump();
        }
    }

    /// <summary>Which of our posts began the thread or topic that the platform calls so; null when it is none of ours.</summary>
    /// <exception cref="StorageUnavailableException">Not now; call again.</exception>
    public Task<string?> KeyOfAsync(Address address, string threadId, CancellationToken cancellationToken) => _store.KeyOfAsync(address, threadId, cancellationToken);

    /// <summary>A message of ours that is in no database, so that it, too, goes when everything is to go.</summary>
    public void SentPast(Address address, IReadOnlyList<string> messageIds) => _delivery.Stray(address, messageIds);

    /// <summary>The chat lives on under another Address: everything stored of it moves there, and what waits goes there.</summary>
    /// <exception cref="StorageUnavailableException">Not now; call again.</exception>
    public async Task MoveAsync(Address from, Address to, CancellationToken cancellationToken)
    {
        if (_queues.TryGetValue(from.Platform, out var queue))
        {
            await _delivery.MoveAsync(queue, from, to, cancellationToken);
            Pump();
        }
    }

    /// <summary>
    /// Once at the start and then every few seconds: takes up what an earlier process left, what did not fit into memory, and
    /// what could not be recorded.
    /// </summary>
    /// <exception cref="StorageUnavailableException">Not now; call again.</exception>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        await _backlog.RecoverAsync(_clock.GetCurrentInstant(), cancellationToken);
        await _delivery.RecordLeftOversAsync(cancellationToken);
        while (_backlog.WantsMore)
        {
            await _backlog.ReadAsync(row => _queues[row.Address.Platform].Add(row with { NotBefore = Waiting(row.NotBefore) }), cancellationToken);
            Pump();
        }
    }

    /// <summary>Completes when there is a reason to catch up before long.</summary>
    public Task WhenBehindAsync(CancellationToken cancellationToken) => _behind.WaitAsync(cancellationToken);

    /// <summary>Begins nothing new, waits for what is on its way, and marks what was never tried as such.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        while (Volatile.Read(ref _inFlight) > 0 && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }

        await _delivery.RecordLeftOversAsync(cancellationToken);
        await _backlog.ReturnAsync(_queues.Values.SelectMany(queue => queue.Waiting()), cancellationToken);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    /// <summary>
    /// What an earlier process wrote down by the wall clock, by ours of elapsed time. With the wall clock set back since, or forward, it waits no longer than it ever would after a
    /// failure; a platform that meant more says so again.
    /// </summary>
    private Instant? Waiting(Instant? until) =>
        until is { } wall ? _waits.GetCurrentInstant() + Duration.Max(Duration.Zero, Duration.Min(wall - _clock.GetCurrentInstant(), OutboxPolicy.LongestWait)) : null;

    /// <summary>Everything goes, says the person: what has not been sent yet is not sent only to be deleted.</summary>
    private void Supersede(OutboxRow removal)
    {
        if (_queues.TryGetValue(removal.Address.Platform, out var queue))
        {
            var superseded = queue.Remove(removal.Address, row => row.Outgoing is not ReplyRemoval);
            _delivery.Drop(superseded, "superseded");
        }
    }

    private void Pump() => Start(keepOne: false);

    /// <summary>Sends all that may go now, each on a thread of its own but for one that is kept for the caller, if they want it.</summary>
    private (PlatformQueue Queue, OutboxRow Row)? Start(bool keepOne)
    {
        if (_stopping)
        {
            return null;
        }

        (PlatformQueue, OutboxRow)? kept = null;

        if (_backlog.WantsMore && _behind.CurrentCount == 0)
        {
            Signal();
        }

        var now = _waits.GetCurrentInstant();
        foreach (var queue in _queues.Values)
        {
            while (queue.TryTake(now, out var row))
            {
                Interlocked.Increment(ref _inFlight);
                if (keepOne && kept is null)
                {
                    kept = (queue, row);
                }
                else
                {
                    _ = Task.Run(() => DeliverAsync(queue, row));
                }
            }
        }

        WakeForNext(now);
        return kept;
    }

    private void WakeForNext(Instant now)
    {
        // Looking and setting in one: what another thread put back after this look it looks at itself, and sets the timer later than this.
        lock (_waking)
        {
            Instant? next = null;
            foreach (var queue in _queues.Values)
            {
                if (queue.NextDue(now) is { } due && (next is null || due < next))
                {
                    next = due;
                }
            }

            if (next is { } at)
            {
                // A whole millisecond more than needed: a timer that fires a moment early would fire for nothing.
                _timer.Change(Duration.Max(at - now, Duration.Zero).ToTimeSpan() + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Signal()
    {
        try
        {
            _behind.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two at once: one signal is enough.
        }
    }

    private async Task DeliverAsync(PlatformQueue queue, OutboxRow row)
    {
        (PlatformQueue Queue, OutboxRow Row)? next = (queue, row);
        while (next is (var from, var one))
        {
            var delivery = DeliverOneAsync(from, one);
            var waits = !delivery.IsCompleted;
            await delivery;
            next = Start(keepOne: waits);
        }
    }

    private async Task DeliverOneAsync(PlatformQueue queue, OutboxRow row)
    {
        try
        {
            await _delivery.DeliverAsync(queue, row);
        }
        catch (Exception exception)
        {
            // A bug: the row stays in the database as claimed and is tried again at the next start; the Address goes on.
            LogBug(row.Id, exception.GetType().Name, exception.StackTrace);
            queue.Done(row.Address);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivering outbox row {Id} failed by a bug: {Type} {Stack}")]
    private partial void LogBug(string id, string type, string? stack);
}

/// <summary>What a test or a platform may set.</summary>
public sealed record OutboxSettings
{
    /// <summary>Where chance comes from: 0 to 1.</summary>
    public Func<double> Chance { get; init; } = static () => Random.Shared.NextDouble();
}
