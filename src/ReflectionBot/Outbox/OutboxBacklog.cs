using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;

namespace ReflectionBot.Outbox;

/// <summary>Which rows are in memory, and whether the database has more.</summary>
internal sealed class OutboxBacklog(IOutboxStore store, OutboxMetrics metrics, Func<string, bool> served)
{
    private readonly Lock _lock = new();
    private readonly HashSet<long> _held = [];
    private bool _recovered;
    private bool _moreInStore = true;
    private bool _reading;
    private long _readTo;

    /// <summary>False while older rows wait in the database: newer ones must not go before them.</summary>
    public bool HasRoomFor(int rows)
    {
        lock (_lock)
        {
            return _recovered && !_moreInStore && !_reading && _held.Count + rows <= OutboxPolicy.MaxHeld;
        }
    }

    /// <summary>The database has rows that memory has room for.</summary>
    public bool WantsMore
    {
        get
        {
            lock (_lock)
            {
                return _moreInStore && !_reading && _held.Count + OutboxPolicy.ReadBatch <= OutboxPolicy.MaxHeld;
            }
        }
    }

    /// <summary>False when it stays in the database for now and is found by a later reading, or is in memory already.</summary>
    public bool TryHold(OutboxRow row)
    {
        if (!served(row.Address.Platform))
        {
            return false;
        }

        lock (_lock)
        {
            // Help waits behind nobody, wherever older rows are.
            if (row.State is OutboxState.Claimed || row.Outgoing is Reply { Urgency: Urgency.Help } || (_recovered && !_moreInStore && !_reading && _held.Count < OutboxPolicy.MaxHeld))
            {
                return _held.Add(row.Seq);
            }

            _moreInStore = true;
            return false;
        }
    }

    /// <summary>A commit may have left rows in the database that nobody was told of.</summary>
    public void LeftBehind()
    {
        lock (_lock)
        {
            _moreInStore = true;
        }
    }

    public void Release(long seq)
    {
        lock (_lock)
        {
            _held.Remove(seq);
        }
    }

    /// <summary>Before anything of this process is claimed.</summary>
    public async Task RecoverAsync(Instant at, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_recovered)
            {
                return;
            }
        }

        var dropped = await store.RecoverAsync(at, cancellationToken);
        metrics.Dropped("any", NudgeDropReasons.Doubtful, dropped);
        metrics.NudgesDropped(NudgeDropReasons.Doubtful, dropped);
        lock (_lock)
        {
            _recovered = true;
        }
    }

    /// <summary>Reads on where it left off while there is more and memory has room.</summary>
    /// <param name="take">Called for each row, in their order, before anything newer may go from memory.</param>
    /// <param name="cancellationToken">Nothing is taken then.</param>
    public async Task ReadAsync(Action<OutboxRow> take, CancellationToken cancellationToken)
    {
        long from;
        lock (_lock)
        {
            if (!WantsMore)
            {
                return;
            }

            // _moreInStore is set again by whoever leaves a row in the database while this reads.
            _moreInStore = false;
            _reading = true;
            from = _readTo;
        }

        try
        {
            var rows = await store.ReadAsync(from, OutboxPolicy.ReadBatch, cancellationToken);
            lock (_lock)
            {
                _moreInStore |= rows.Length == OutboxPolicy.ReadBatch;
                _readTo = rows.IsEmpty ? _readTo : rows[^1].Seq;
                foreach (var row in rows.Where(row => served(row.Address.Platform) && _held.Add(row.Seq)))
                {
                    take(row);
                }
            }
        }
        catch
        {
            lock (_lock)
            {
                _moreInStore = true;
            }

            throw;
        }
        finally
        {
            lock (_lock)
            {
                _reading = false;
            }
        }
    }

    /// <summary>At an orderly end: what was claimed and never tried is queued again, and not in doubt at the next start.</summary>
    public async Task ReturnAsync(IEnumerable<OutboxRow> waiting, CancellationToken cancellationToken)
    {
        foreach (var row in waiting.Where(row => row is { Seq: > 0, State: OutboxState.Claimed }))
        {
            await store.ReturnAsync(row with { State = OutboxState.Queued }, cancellationToken);
        }
    }
}
