using System.Collections.Concurrent;
using System.Collections.Immutable;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;

namespace ReflectionBot.Outbox;

/// <summary>One attempt at one row, and what follows from its outcome.</summary>
internal sealed partial class OutboxDelivery(
    IOutboxStore store,
    IReadOnlyDictionary<string, ISender> senders,
    OutboxBacklog backlog,
    IClock clock,
    IClock waits,
    OutboxMetrics metrics,
    ILogger logger,
    OutboxSettings settings)
{
    /// <summary>How long a message waits when the database does not let it be claimed.</summary>
    private static readonly Duration StorageWait = Duration.FromSeconds(2);

    /// <summary>What one chat is told to wait can be long; the others do not wait with it.</summary>
    private static readonly Duration LongestHold = Duration.FromSeconds(1);

    /// <summary>Addresses with stray messages, and stray messages of one of them; what is more stays in its chat.</summary>
    private const int MaxStray = 1000;

    /// <summary>What the database did not take down yet; done again by <see cref="RecordLeftOversAsync"/>.</summary>
    private readonly ConcurrentQueue<Func<CancellationToken, Task>> _leftOvers = new();

    /// <summary>Carried out and not taken down yet: to do it again changes nothing, so it goes with the next row that is sent.</summary>
    private readonly ConcurrentQueue<OutboxRow> _done = new();

    /// <summary>Ids of messages that no database knows, for a removal of everything: sent while it was down, or after their Address was forgotten.</summary>
    private readonly ConcurrentDictionary<Address, ImmutableArray<string>> _stray = new();

    public Action<ThreadGoneInput> ThreadGone { get; init; } = static _ => { };

    /// <summary>False: not now; it is asked again with the next attempt.</summary>
    public Func<PostLostInput, Task<bool>> PostLost { get; init; } = static _ => Task.FromResult(true);

    public Action<ClosedInput> NudgeRefused { get; init; } = static _ => { };

    public async Task DeliverAsync(PlatformQueue queue, OutboxRow row)
    {
        if (row.Outgoing.UsefulUntil is { } until && until < clock.GetCurrentInstant())
        {
            await DropAsync(row, "expired");
            queue.Done(row.Address);
            return;
        }

        IReadOnlyList<string> target;
        IReadOnlyList<string> back = [];
        try
        {
            if (row is { Seq: > 0, State: not OutboxState.Claimed } && !await store.ClaimAsync(row.Seq, CancellationToken.None))
            {
                // Forgotten meanwhile.
                backlog.Release(row.Seq);
                queue.Done(row.Address);
                return;
            }

            target = await TargetAsync(row);
            back = row.Outgoing is Reply { Back: { } way } ? await store.TargetsAsync(Address.Parse(way.Group), [way.Key], CancellationToken.None) : [];
        }
        catch (StorageUnavailableException) when (row.Outgoing is not Reply { Urgency: Urgency.Help })
        {
            queue.Return(row, waits.GetCurrentInstant() + StorageWait, platformSaidSo: false);
            return;
        }
        catch (StorageUnavailableException)
        {
            // Help goes out all the same. Twice is better than never.
            target = [];
        }

        var outcome = await AttemptAsync(row, target, back);
        metrics.Attempted(row.Address.Platform, outcome);
        await FollowAsync(queue, row with { Attempts = row.Attempts + 1 }, outcome);
    }

    /// <summary>Counts rows as given up and removes them from the database.</summary>
    public void Drop(IReadOnlyList<OutboxRow> rows, string reason)
    {
        if (rows.Count == 0)
        {
            return;
        }

        metrics.Dropped(rows[0].Address.Platform, reason, rows.Count);
        metrics.NudgesDropped(reason, rows.Count(row => row.Outgoing.Urgency is Urgency.Nudge));
        var seqs = rows.Where(row => row.Seq > 0).Select(row => row.Seq).ToList();
        foreach (var seq in seqs)
        {
            backlog.Release(seq);
        }

        var at = clock.GetCurrentInstant();
        _ = RecordAsync(token => store.DropAsync(seqs, reason, at, token));
    }

    /// <summary>Moves what is stored under one Address to another, and what waits in memory behind it.</summary>
    /// <exception cref="StorageUnavailableException">Nothing was moved.</exception>
    public async Task MoveAsync(PlatformQueue queue, Address from, Address to, CancellationToken cancellationToken)
    {
        await store.MoveAsync(from, to, cancellationToken);
        foreach (var row in queue.Remove(from, row => !row.LastWord))
        {
            queue.Add(row with { Address = to });
        }
    }

    public void Stray(Address address, IReadOnlyList<string> messageIds)
    {
        if (messageIds.Count > 0 && (_stray.Count < MaxStray || _stray.ContainsKey(address)))
        {
            _stray.AddOrUpdate(address, _ => [.. messageIds], (_, known) => [.. known.TakeLast(MaxStray - 1), .. messageIds]);
        }
    }

    /// <exception cref="StorageUnavailableException">The database still takes nothing.</exception>
    public async Task RecordLeftOversAsync(CancellationToken cancellationToken)
    {
        if (TakeDone() is [var first, .. var others])
        {
            _leftOvers.Enqueue(token => store.SentAsync(first, null, [], [.. others], clock.GetCurrentInstant(), token));
        }

        while (_leftOvers.TryPeek(out var record))
        {
            await record(cancellationToken);
            _leftOvers.TryDequeue(out _);
        }
    }

    private async Task<SendOutcome> AttemptAsync(OutboxRow row, IReadOnlyList<string> target, IReadOnlyList<string> back)
    {
        var delivery = new Delivery(row.Id, row.Address, row.Outgoing, target)
        {
            InDoubt = row.State is OutboxState.Doubtful,
            LastWord = row.LastWord,
            Back = back,
        };
        try
        {
            return await senders[row.Address.Platform].SendAsync(delivery, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // The message of an exception may repeat what was sent; its type does not.
            LogSenderBug(row.Address.Platform, row.Id, exception.GetType().Name);
            return new SendOutcome.Doubtful(exception.GetType().Name);
        }
    }

    private async Task RecordSentAsync(PlatformQueue queue, OutboxRow row, IReadOnlyList<string> messageIds, Instant at)
    {
        if (row.Seq == 0)
        {
            Stray(row.Address, messageIds);
            return;
        }

        if (row is { Outgoing: ReplyRetirement, LastWord: false } && queue.HasMore(row.Address))
        {
            _done.Enqueue(row);
            backlog.Release(row.Seq);
            return;
        }

        var alsoDone = TakeDone();
        await RecordAsync(async token =>
        {
            var replyKey = row.Outgoing switch
            {
                Reply reply => reply.Key,
                ThreadOpening opening => opening.Key,
                _ => null,
            };
            if (!await store.SentAsync(row, replyKey, messageIds, alsoDone, at, token))
            {
                Stray(row.Address, messageIds);
            }
        });
        backlog.Release(row.Seq);
    }

    private ImmutableArray<OutboxRow> TakeDone()
    {
        if (_done.IsEmpty)
        {
            return [];
        }

        var rows = ImmutableArray.CreateBuilder<OutboxRow>();
        while (_done.TryDequeue(out var row))
        {
            rows.Add(row);
        }

        return rows.ToImmutable();
    }

    private async Task DropAsync(OutboxRow row, string reason)
    {
        metrics.Dropped(row.Address.Platform, reason);
        metrics.NudgesDropped(reason, row.Outgoing.Urgency is Urgency.Nudge ? 1 : 0);
        if (row.Seq > 0)
        {
            var at = clock.GetCurrentInstant();
            await RecordAsync(token => store.DropAsync([row.Seq], reason, at, token));
            backlog.Release(row.Seq);
        }
    }

    private async Task RecordAsync(Func<CancellationToken, Task> record)
    {
        try
        {
            await record(CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            _leftOvers.Enqueue(record);
        }
    }

    private async Task<IReadOnlyList<string>> TargetAsync(OutboxRow row)
    {
        if (row.Outgoing is ReplyRemoval { Keys: var keys } wide && (wide.Strays || keys.IsEmpty))
        {
            var known = row.Target ?? await store.TargetsAsync(row.Address, keys, CancellationToken.None);
            return _stray.TryGetValue(row.Address, out var stray) ? known.AddRange(stray) : known;
        }

        return row.Target ?? row.Outgoing switch
        {
            ReplyEdit edit => await store.TargetsAsync(row.Address, [edit.Key], CancellationToken.None),
            ReplyRetirement retirement => await store.TargetsAsync(row.Address, [retirement.Key], CancellationToken.None),
            ReplyRemoval removal => await store.TargetsAsync(row.Address, removal.Keys, CancellationToken.None),
            ThreadClosing closing => await store.TargetsAsync(row.Address, [closing.Key], CancellationToken.None),
            _ => ImmutableArray<string>.Empty,
        };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The sender of {Platform} threw {Type} for outbox row {Id}; it counts as doubtful.")]
    private partial void LogSenderBug(string platform, string id, string type);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Platform} does not understand outbox row {Id} ({Kind}); it is dropped.")]
    private partial void LogInvalid(string platform, string id, string kind);
}
