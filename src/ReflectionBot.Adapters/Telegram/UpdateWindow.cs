using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>
/// The updates that Telegram has shown and that are not all done with. Chats go side by side, each in its own order. Telegram
/// shows at most <see cref="Size"/> unconfirmed updates, so a burst of any length waits there and not here.
/// </summary>
/// <remarks>
/// Storage that is gone would fill the window with updates that nobody can take, and then nobody in trouble would be seen any
/// more. So when it is full of held ones, they are confirmed and kept in memory, up to <see cref="MaxHeld"/>: only a crash
/// during such an outage loses them.
/// </remarks>
/// <param name="see">Shown every update once, when it comes, however long its turn is kept waiting.</param>
/// <param name="offer">Hands an update over; null when the bot failed over it.</param>
/// <param name="look">Screens an update that has to wait behind another of its chat. True when there was nothing else to do with it.</param>
/// <param name="givenUp">Told of an update that is done with although it was never taken.</param>
/// <param name="clock">Paces the offers while storage is gone.</param>
internal sealed class UpdateWindow(Action<Update> see, Func<Update, CancellationToken, ValueTask<Acceptance?>> offer, Func<Update, ValueTask<bool>> look, Action<Update> givenUp, TimeProvider clock)
{
    /// <summary>Telegram's own limit for one answer.</summary>
    public const int Size = 100;

    /// <summary>Updates kept through an outage of storage; the oldest are given up beyond it. All of them were screened.</summary>
    public const int MaxHeld = 5_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, UpdateLane> _lanes = [];
    private readonly SortedDictionary<long, UpdateFate?> _unfinished = [];
    private readonly SortedDictionary<long, UpdateLane> _held = [];
    private readonly HashSet<long> _finished = [];
    private TaskCompletionSource _settled = Settled();
    private long? _next;
    private long _taken;

    /// <summary>The lowest update that may not be confirmed yet, or the one after the last; null before the first.</summary>
    public long? Offset
    {
        get
        {
            lock (_gate)
            {
                return _unfinished.Count > 0 ? Math.Min(_unfinished.First().Key, _next!.Value) : _next;
            }
        }
    }

    /// <summary>Something that Telegram still keeps for us is under way.</summary>
    public bool HasUnfinished
    {
        get
        {
            lock (_gate)
            {
                return _unfinished.Count > 0;
            }
        }
    }

    /// <summary>How many updates are kept here that Telegram no longer has.</summary>
    public int Held
    {
        get
        {
            lock (_gate)
            {
                return _held.Count;
            }
        }
    }

    /// <summary>Begins those that are new and returns at once.</summary>
    public void Begin(UpdateBatch batch, CancellationToken cancellationToken)
    {
        List<UpdateLane> toRun = [];
        List<Update> toSee = [];
        lock (_gate)
        {
            Advance(batch);
            foreach (var update in batch.Updates)
            {
                var id = update.UpdateId;
                if (_finished.Contains(id) || _held.ContainsKey(id) || !_unfinished.TryAdd(id, null))
                {
                    continue;
                }

                var key = update.ChatId ?? id;
                if (!_lanes.TryGetValue(key, out var lane))
                {
                    lane = new UpdateLane(_gate, offer, look, () => Volatile.Read(ref _taken), Became, () => _lanes.Remove(key), clock);
                    _lanes.Add(key, lane);
                    toRun.Add(lane);
                }

                lane.Add(update);
                toSee.Add(update);
            }

            if (_unfinished.Count > 0 && _settled.Task.IsCompleted)
            {
                _settled = Settled();
            }
        }

        toSee.ForEach(see);
        foreach (var lane in toRun)
        {
            _ = RunAsync(lane, cancellationToken);
        }
    }

    /// <summary>Until nothing is unfinished, and no longer than <paramref name="atMost"/>.</summary>
    public async Task SettleAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task settled;
        lock (_gate)
        {
            if (_unfinished.Count == 0)
            {
                return;
            }

            settled = _settled.Task;
        }

        try
        {
            await settled.WaitAsync(atMost, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Somebody's turn takes longer; the others need not wait for it.
        }
    }

    /// <summary>Ids may start anew at a lower number after a quiet week: the last answer alone says where we are.</summary>
    private void Advance(UpdateBatch batch)
    {
        if (batch.Updates.Count > 0 || batch.Unreadable is not null)
        {
            var last = batch.Updates.Count > 0 ? batch.Updates.Max(update => update.UpdateId) : long.MinValue;
            _next = Math.Max(last, batch.Unreadable ?? last) + 1;
            _finished.RemoveWhere(id => id < _next - (2 * Size) || id >= _next);
        }
    }

    private static async Task RunAsync(UpdateLane lane, CancellationToken cancellationToken)
    {
        try
        {
            await lane.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The process is ending; what is unfinished stays with Telegram.
        }
    }

    private void Became(Update update, UpdateFate fate)
    {
        if (fate == UpdateFate.GivenUp)
        {
            givenUp(update);
        }

        lock (_gate)
        {
            var id = update.UpdateId;
            _taken += fate == UpdateFate.Finished ? 1 : 0;
            if (fate != UpdateFate.Held)
            {
                if (_unfinished.Remove(id))
                {
                    _finished.Add(id);
                }

                _held.Remove(id);
            }
            else if (_unfinished.ContainsKey(id))
            {
                _unfinished[id] = UpdateFate.Held;
                MakeRoom();
            }

            if (_unfinished.Count == 0)
            {
                _settled.TrySetResult();
            }
        }
    }

    private void MakeRoom()
    {
        if (_unfinished.Count < Size)
        {
            return;
        }

        while (_unfinished.Count > 0 && _unfinished.First() is (var oldest, UpdateFate.Held))
        {
            _unfinished.Remove(oldest);
            if (_lanes.Values.FirstOrDefault(lane => lane.Has(oldest)) is { } lane)
            {
                _held.Add(oldest, lane);
            }
        }

        while (_held.Count > MaxHeld)
        {
            var (id, lane) = _held.First();
            lane.Abandon(id);
            _held.Remove(id);
        }
    }

    private static TaskCompletionSource Settled() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
