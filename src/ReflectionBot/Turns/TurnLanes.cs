using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;

namespace ReflectionBot.Turns;

/// <summary>
/// One queue per Address: in order there, side by side otherwise. A lane exists only while something is in it.
/// </summary>
internal sealed class TurnLanes(Func<Input, Task<Acceptance>> take) : IDisposable
{
    /// <summary>Inputs of one Address that may wait, the one under way included.</summary>
    public const int MaxPerAddress = 32;

    /// <summary>Inputs of all Addresses that may wait or be under way; whoever brings more waits outside.</summary>
    public const int MaxOverall = 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<Address, Lane> _lanes = [];
    private readonly SemaphoreSlim _places = new(MaxOverall);

    /// <summary>How many lanes there are now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _lanes.Count;
            }
        }
    }

    /// <summary>Null when the lane is full. Otherwise completes with the end of the turn; waits for a place first unless <paramref name="urgent"/>.</summary>
    /// <param name="cancellationToken">Has an effect only while waiting for a place.</param>
    public async ValueTask<Task<Acceptance>?> EnterAsync(Input input, bool urgent, CancellationToken cancellationToken)
    {
        Lane? lane;
        lock (_lock)
        {
            if (!_lanes.TryGetValue(input.Address, out lane))
            {
                lane = new Lane();
                _lanes.Add(input.Address, lane);
            }

            if (lane.Promised >= MaxPerAddress)
            {
                return null;
            }

            lane.Promised++;
        }

        if (!urgent)
        {
            try
            {
                await _places.WaitAsync(cancellationToken);
            }
            catch
            {
                Leave(input.Address, lane);
                throw;
            }
        }

        var waiting = new Waiting(input, !urgent, new TaskCompletionSource<Acceptance>());
        bool idle;
        lock (_lock)
        {
            lane.Queue.Enqueue(waiting);
            idle = !lane.Running;
            lane.Running = true;
        }

        if (idle)
        {
            _ = DrainAsync(input.Address, lane);
        }

        return waiting.Done.Task;
    }

    public void Dispose() => _places.Dispose();

    private async Task DrainAsync(Address address, Lane lane)
    {
        while (Next(lane) is { } next)
        {
            Acceptance acceptance;
            try
            {
                acceptance = await take(next.Input);
            }
            catch (Exception exception)
            {
                // When the storage did not take it, whoever offers it again must find nothing taken that came after it.
                List<Waiting> failed = exception is StorageUnavailableException ? [next, .. Behind(lane)] : [next];
                foreach (var one in failed)
                {
                    Leave(address, lane, one);
                    _ = Task.Run(() => one.Done.TrySetException(exception));
                }

                continue;
            }

            Leave(address, lane, next);
            if (IsOver(lane))
            {
                // Nobody waits behind: who waited for this one goes on here, and no other thread is woken for it.
                next.Done.TrySetResult(acceptance);
                return;
            }

            _ = Task.Run(() => next.Done.TrySetResult(acceptance));
        }
    }

    private Waiting? Next(Lane lane)
    {
        lock (_lock)
        {
            lane.Running = lane.Queue.TryDequeue(out var next);
            return next;
        }
    }

    private bool IsOver(Lane lane)
    {
        lock (_lock)
        {
            lane.Running = lane.Queue.Count > 0;
            return !lane.Running;
        }
    }

    private List<Waiting> Behind(Lane lane)
    {
        lock (_lock)
        {
            List<Waiting> behind = [.. lane.Queue];
            lane.Queue.Clear();
            return behind;
        }
    }

    private void Leave(Address address, Lane lane, Waiting one)
    {
        if (one.HoldsPlace)
        {
            _places.Release();
        }

        Leave(address, lane);
    }

    private void Leave(Address address, Lane lane)
    {
        lock (_lock)
        {
            if (--lane.Promised == 0)
            {
                _lanes.Remove(address);
            }
        }
    }

    private sealed class Lane
    {
        public Queue<Waiting> Queue { get; } = new();

        /// <summary>Inputs waiting, under way, or waiting for a place.</summary>
        public int Promised { get; set; }

        public bool Running { get; set; }
    }

    private sealed record Waiting(Input Input, bool HoldsPlace, TaskCompletionSource<Acceptance> Done);
}
