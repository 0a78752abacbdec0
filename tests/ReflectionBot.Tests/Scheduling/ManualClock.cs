using NodaTime;

namespace ReflectionBot.Tests.Scheduling;

/// <summary>Time that passes only when a test says so, for NodaTime and for timers alike.</summary>
internal sealed class ManualClock : TimeProvider, IClock
{
    public static readonly Instant Start = Instant.FromUtc(2030, 1, 15, 12, 0);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _timers = [];
    private Instant _now = Start;

    public Instant Now
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    /// <summary>When timers are set to fire.</summary>
    public IReadOnlyList<Instant> Due
    {
        get
        {
            lock (_lock)
            {
                return [.. _timers.Select(timer => timer.Due!.Value)];
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public Instant GetCurrentInstant() => Now;

    public override DateTimeOffset GetUtcNow() => Now.ToDateTimeOffset();

    public override long GetTimestamp() => (Now - Start).BclCompatibleTicks;

    /// <summary>Lets time pass; timers fire in order, each at its own moment.</summary>
    public void Advance(Duration span)
    {
        var end = Now + span;
        while (true)
        {
            ManualTimer? next;
            lock (_lock)
            {
                next = _timers.Where(timer => timer.Due <= end).MinBy(timer => timer.Due);
                _now = next is null ? end : Instant.Max(_now, next.Due!.Value);
            }

            if (next is null)
            {
                return;
            }

            next.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public Instant? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                _period = period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : clock._now + Duration.FromTimeSpan(dueTime);
                clock._timers.Remove(this);
                if (Due is not null)
                {
                    clock._timers.Add(this);
                }
            }

            return true;
        }

        public void Fire()
        {
            lock (clock._lock)
            {
                if (_period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero)
                {
                    Due = null;
                    clock._timers.Remove(this);
                }
                else
                {
                    Due += Duration.FromTimeSpan(_period);
                }
            }

            callback(state);
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
