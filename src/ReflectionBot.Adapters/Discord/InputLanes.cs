using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord;

/// <summary>
/// Hands Inputs over and sees to it that none is lost on the way: what storage did not take is offered again, in the order of its Address. Whoever waits here is looked
/// at for a call for help at once. Ordinarily nobody waits: Inputs pass straight through.
/// </summary>
/// <remarks>
/// Too many at once from one Address are turned away by the sink, and the person is told. That does not hold for what is replayed after a pause of the bot: its
/// speed is Discord's and not the person's, so it is offered a few at a time. The gateway's own bounds on open events bound what waits here.
/// </remarks>
internal sealed class InputLanes(IInputSink sink, TimeProvider clock)
{
    /// <summary>How many replayed Inputs of one Address are offered at once.</summary>
    public const int MaxReplayedAtOnce = 16;

    /// <summary>How many fresh ones of one Address may wait; those beyond it are turned away.</summary>
    public const int MaxWaiting = 32;

    /// <summary>
    /// How long a fresh Input is offered again before its person is told that it was not taken: they sit there and wait. Well below
    /// <see cref="FirstAnswers.LongestThinking"/>, so that a "thinking" ends with the truth.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The same for what is replayed: nobody sits and waits, and a process that has just begun is slow.</summary>
    public static readonly TimeSpan PatienceWithReplay = TimeSpan.FromSeconds(60);

    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    private readonly Lock _gate = new();
    private readonly Dictionary<Address, Lane> _lanes = [];
    private long _last;

    /// <summary>How many Addresses have something under way.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _lanes.Count;
            }
        }
    }

    /// <summary>Takes its place in the order of its Address before the first wait.</summary>
    /// <param name="input">What happened.</param>
    /// <param name="replayed">It happened during a pause of the bot.</param>
    /// <param name="cancellationToken">Ends the process: what waits then was not taken.</param>
    public async ValueTask<Acceptance> OfferAsync(Input input, bool replayed, CancellationToken cancellationToken)
    {
        var one = new Waiting(input with { ComesAgain = true }, clock.GetTimestamp(), replayed, cancellationToken);
        var (lane, entry) = Enter(one);
        if (entry == Entry.Full)
        {
            await sink.LookAsync(one.Input, turnedAway: true);
            return Acceptance.TooMany;
        }

        if (entry == Entry.Passes)
        {
            if (await PassAsync(lane!, one) is { } acceptance)
            {
                return acceptance;
            }
        }
        else
        {
            await sink.LookAsync(one.Input, turnedAway: false);
        }

        return await one.Done.Task;
    }

    private (Lane? Lane, Entry Entry) Enter(Waiting one)
    {
        lock (_gate)
        {
            one.Number = ++_last;
            if (!_lanes.TryGetValue(one.Input.Address, out var lane))
            {
                lane = new Lane();
                _lanes.Add(one.Input.Address, lane);
            }

            if (lane.Queue.Count == 0 && (!one.Replayed || lane.Passing < MaxReplayedAtOnce))
            {
                lane.Passing++;
                return (lane, Entry.Passes);
            }

            if (!one.Replayed && lane.Queue.Count(other => !other.Replayed) >= MaxWaiting)
            {
                return (null, Entry.Full);
            }

            Queue(lane, one);
            return (lane, Entry.Waits);
        }
    }

    /// <returns>Null when it has to wait.</returns>
    private async ValueTask<Acceptance?> PassAsync(Lane lane, Waiting one)
    {
        Acceptance? acceptance = null;
        try
        {
            acceptance = await sink.AcceptAsync(one.Input, one.Process);
        }
        finally
        {
            lock (_gate)
            {
                lane.Passing--;
                if (acceptance is { } refused && !IsFinal(refused, one))
                {
                    acceptance = null;
                    lane.Pauses = true;
                    Queue(lane, one);
                }
                else
                {
                    RemoveIfEmpty(one.Input.Address, lane);
                }
            }
        }

        if (acceptance is Acceptance.TooMany)
        {
            await sink.LookAsync(one.Input, turnedAway: true);
        }

        return acceptance;
    }

    private static bool IsFinal(Acceptance acceptance, Waiting one) =>
        acceptance is Acceptance.Taken or Acceptance.Duplicate || (acceptance is Acceptance.TooMany && !one.Replayed);

    /// <summary>Behind those that came before it. Call it under the gate.</summary>
    private void Queue(Lane lane, Waiting one)
    {
        lane.Queue.Insert(lane.Queue.FindLastIndex(other => other.Number < one.Number) + 1, one);
        if (!lane.Served)
        {
            lane.Served = true;
            _ = Task.Run(() => ServeAsync(one.Input.Address, lane), CancellationToken.None);
        }
    }

    /// <summary>Call it under the gate.</summary>
    private void RemoveIfEmpty(Address address, Lane lane)
    {
        if (lane is { Passing: 0, Served: false })
        {
            _lanes.Remove(address);
        }
    }

    /// <summary>One after the other, until nobody waits.</summary>
    private async Task ServeAsync(Address address, Lane lane)
    {
        var backoff = new Backoff(FirstPause, LongestPause, Random.Shared.NextDouble);
        while (First(address, lane) is { } one)
        {
            try
            {
                if (lane.Pauses)
                {
                    await Task.Delay(backoff.Next(), clock, one.Process);
                }

                // Meanwhile somebody may have been refused who stands before.
                one = First(address, lane) ?? one;
                await OfferAgainAsync(lane, one, backoff);
            }
            catch (OperationCanceledException) when (one.Process.IsCancellationRequested)
            {
                Remove(lane, one);
                one.Done.TrySetCanceled(one.Process);
            }
            catch (Exception fault)
            {
                // A bug of ours, which is told where it was first offered.
                Remove(lane, one);
                one.Done.TrySetException(fault);
            }
        }
    }

    private async Task OfferAgainAsync(Lane lane, Waiting one, Backoff backoff)
    {
        var last = IsOver(one);
        var acceptance = await sink.AcceptAsync(last ? one.Input with { ComesAgain = false } : one.Input, one.Process);
        var final = IsFinal(acceptance, one);
        lane.Pauses = !final;
        if (final)
        {
            backoff.Reset();
        }

        if (final && !last && acceptance is Acceptance.TooMany)
        {
            await sink.LookAsync(one.Input, turnedAway: true);
        }

        if (final || last)
        {
            Remove(lane, one);
            one.Done.TrySetResult(acceptance);
        }

        if (last && !final)
        {
            GiveUp(lane, acceptance);
        }
    }

    /// <summary>Those whose patience is over as well: their person has just been told, and their turn would come too late.</summary>
    private void GiveUp(Lane lane, Acceptance acceptance)
    {
        List<Waiting> over;
        lock (_gate)
        {
            over = lane.Queue.FindAll(IsOver);
            lane.Queue.RemoveAll(IsOver);
        }

        over.ForEach(one => one.Done.TrySetResult(acceptance));
    }

    private bool IsOver(Waiting one) => clock.GetElapsedTime(one.Since) >= (one.Replayed ? PatienceWithReplay : Patience);

    private Waiting? First(Address address, Lane lane)
    {
        lock (_gate)
        {
            if (lane.Queue.Count > 0)
            {
                return lane.Queue[0];
            }

            lane.Served = false;
            RemoveIfEmpty(address, lane);
            return null;
        }
    }

    private void Remove(Lane lane, Waiting one)
    {
        lock (_gate)
        {
            lane.Queue.Remove(one);
        }
    }

    private enum Entry
    {
        Passes,
        Waits,
        Full,
    }

    private sealed class Lane
    {
        /// <summary>Those that wait, in their order; the first may be on offer.</summary>
        public List<Waiting> Queue { get; } = [];

        /// <summary>On offer without having waited.</summary>
        public int Passing { get; set; }

        /// <summary>Somebody takes care of the <see cref="Queue"/>.</summary>
        public bool Served { get; set; }

        /// <summary>The last offer was refused: the next one comes after a pause.</summary>
        public volatile bool Pauses;
    }

    private sealed class Waiting(Input input, long since, bool replayed, CancellationToken process)
    {
        public Input Input { get; } = input;

        public long Since { get; } = since;

        public bool Replayed { get; } = replayed;

        public CancellationToken Process { get; } = process;

        public long Number { get; set; }

        public TaskCompletionSource<Acceptance> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
