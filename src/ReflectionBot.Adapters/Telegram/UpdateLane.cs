using ReflectionBot.Adapters.Telegram.Wire;
using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Telegram;

/// <summary>What became of an update.</summary>
internal enum UpdateFate
{
    /// <summary>Done with: Telegram may forget it.</summary>
    Finished,

    /// <summary>Done with, although it was never taken: the bot failed over it, or was too busy for this chat for too long.</summary>
    GivenUp,

    /// <summary>Seen and screened, and kept for when it can be taken.</summary>
    Held,
}

/// <summary>
/// The updates of one chat, handed over one after the other. While the first is slow to be taken, or waits to be offered
/// again because storage does not answer, each of those behind it is looked at once: what a person in trouble writes is screened all the same, and
/// nothing is taken before what was written before it.
/// </summary>
/// <param name="gate">Shared with the window, so that a lane ends and another begins in one step.</param>
/// <param name="offer">Hands an update over; null when the bot failed over it.</param>
/// <param name="look">Screens an update that has to wait. True when there was nothing else to do with it.</param>
/// <param name="taken">How many updates were taken so far, over all chats.</param>
/// <param name="onFate">Told after every offer.</param>
/// <param name="onEmpty">Told under the gate when the lane has nothing left and ends.</param>
internal sealed class UpdateLane(
    Lock gate,
    Func<Update, CancellationToken, ValueTask<Acceptance?>> offer,
    Func<Update, ValueTask<bool>> look,
    Func<long> taken,
    Action<Update, UpdateFate> onFate,
    Action onEmpty,
    TimeProvider clock)
{
    /// <summary>
    /// An update that the bot fails over this often, while it takes those of other chats, is given up: the fault is in it and
    /// not in the storage, and it must not hold up its chat for ever.
    /// </summary>
    public const int MaxFaults = 8;

    /// <summary>How often an update is offered to a process that is too busy for this chat before it is given up.</summary>
    public const int MaxTooMany = 10;

    /// <summary>After so long an update that is on offer is slow: those behind it wait for storage, or for a place, with it.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(400);

    private readonly List<Waiting> _queue = [];
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(15), Random.Shared.NextDouble);
    private TaskCompletionSource _came = Signal();

    /// <summary>Call it under the gate.</summary>
    public void Add(Update update)
    {
        _queue.Add(new Waiting(update));
        _came.TrySetResult();
    }

    /// <summary>Call it under the gate.</summary>
    public bool Has(long updateId) => _queue.Exists(waiting => waiting.Update.UpdateId == updateId);

    /// <summary>Gives a waiting update up. Call it under the gate.</summary>
    public void Abandon(long updateId) => _queue.RemoveAll(waiting => waiting.Update.UpdateId == updateId);

    /// <summary>Until the lane is empty. Throws only when it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (Next() is { } head)
        {
            var offered = OfferAsync(head, cancellationToken);
            await LookBehindAsync(head, offered, Slow, cancellationToken);
            if (await offered)
            {
                _backoff.Reset();
                continue;
            }

            await LookBehindAsync(head, Task.Delay(_backoff.Next(), clock, cancellationToken), TimeSpan.Zero, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Until that is over, looks at what waits behind the first: at once or once it has lasted for a while.</summary>
    private async Task LookBehindAsync(Waiting head, Task over, TimeSpan patience, CancellationToken cancellationToken)
    {
        while (!over.IsCompleted)
        {
            var came = Came();
            var unseen = Unseen(head);
            if (unseen.Count > 0 && patience > TimeSpan.Zero)
            {
                await Task.WhenAny(over, Task.Delay(patience, clock, cancellationToken));
                patience = TimeSpan.Zero;
                continue;
            }

            foreach (var behind in unseen)
            {
                await LookAsync(behind);
            }

            await Task.WhenAny(came, over);
        }
    }

    private async Task LookAsync(Waiting waiting)
    {
        waiting.Seen = true;
        var done = await look(waiting.Update);
        if (done)
        {
            lock (gate)
            {
                _queue.Remove(waiting);
            }
        }

        onFate(waiting.Update, done ? UpdateFate.Finished : UpdateFate.Held);
    }

    /// <returns>True when it is done with.</returns>
    private async Task<bool> OfferAsync(Waiting waiting, CancellationToken cancellationToken)
    {
        waiting.Seen = true;
        var fate = await offer(waiting.Update, cancellationToken) switch
        {
            Acceptance.Taken or Acceptance.Duplicate => UpdateFate.Finished,
            Acceptance.TooMany => ++waiting.TooMany < MaxTooMany ? UpdateFate.Held : UpdateFate.GivenUp,
            _ => IsAtFault(waiting) ? UpdateFate.GivenUp : UpdateFate.Held,
        };

        if (fate != UpdateFate.Held)
        {
            lock (gate)
            {
                _queue.Remove(waiting);
            }
        }

        onFate(waiting.Update, fate);
        return fate != UpdateFate.Held;
    }

    /// <summary>Others were taken since it was last refused, and that has happened often.</summary>
    private bool IsAtFault(Waiting waiting)
    {
        var others = taken();
        if (waiting.OthersTaken is { } before && others > before)
        {
            waiting.Faults++;
        }

        waiting.OthersTaken = others;
        return waiting.Faults >= MaxFaults;
    }

    private Waiting? Next()
    {
        lock (gate)
        {
            if (_queue.Count > 0)
            {
                return _queue[0];
            }

            onEmpty();
            return null;
        }
    }

    private Task Came()
    {
        lock (gate)
        {
            if (_came.Task.IsCompleted)
            {
                _came = Signal();
            }

            return _came.Task;
        }
    }

    private List<Waiting> Unseen(Waiting head)
    {
        lock (gate)
        {
            return _queue.FindAll(waiting => waiting != head && !waiting.Seen);
        }
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Waiting(Update update)
    {
        public Update Update { get; } = update;

        public bool Seen { get; set; }

        public int TooMany { get; set; }

        public int Faults { get; set; }

        public long? OthersTaken { get; set; }
    }
}
