namespace ReflectionBot.Tests.Telegram;

/// <summary>A clock that goes only when told to, wall clock and ticks apart.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _wall = new(2026, 3, 2, 18, 0, 0, TimeSpan.Zero);
    private long _ticks;

    /// <summary>Timers that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count(timer => timer.Due is not null);
            }
        }
    }

    /// <summary>Some timer waits for exactly so long.</summary>
    public bool IsDueIn(TimeSpan span)
    {
        lock (_gate)
        {
            return _timers.Exists(timer => timer.Due == _ticks + span.Ticks);
        }
    }

    /// <summary>Some timer waits for a time between these two.</summary>
    public bool IsDueWithin(TimeSpan least, TimeSpan most)
    {
        lock (_gate)
        {
            return _timers.Exists(timer => timer.Due >= _ticks + least.Ticks && timer.Due <= _ticks + most.Ticks);
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _wall;
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _ticks;
        }
    }

    public void Pass(TimeSpan span)
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            _ticks += span.Ticks;
            _wall += span;
            due = _timers.FindAll(timer => timer.Due <= _ticks);
            due.ForEach(timer => timer.Due = null);
        }

        due.ForEach(timer => timer.Fire());
    }

    /// <summary>Somebody sets the wall clock; no time passes.</summary>
    public void SetWall(TimeSpan by)
    {
        lock (_gate)
        {
            _wall += by;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        lock (_gate)
        {
            _timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualTime clock, Action callback) : ITimer
    {
        public long? Due { get; set; }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var now = dueTime == TimeSpan.Zero;
            lock (clock._gate)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan || now ? null : clock._ticks + dueTime.Ticks;
            }

            if (now)
            {
                callback();
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
