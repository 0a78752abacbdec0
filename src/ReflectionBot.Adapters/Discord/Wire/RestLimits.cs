using ReflectionBot.Core.Messaging;

namespace ReflectionBot.Adapters.Discord.Wire;

/// <summary>What the headers of an answer say about the limit its call counted against.</summary>
/// <param name="Bucket">Opaque; shared by routes that are counted together, and without the major parameter.</param>
/// <param name="ResetAfter">From now on; clocks are not compared.</param>
internal readonly record struct BucketHeaders(string Bucket, int Limit, int Remaining, TimeSpan ResetAfter);

/// <summary>
/// Says before a call whether it may go now. Limits are learnt from answers and never written down; of a route that is not known yet one
/// call goes at a time. The global limit is a sliding second, of which replies leave a part to help, and nudges a part to replies.
/// </summary>
/// <remarks>Counts on the clock's ticks, which no change of the wall clock moves. Safe for many threads.</remarks>
internal sealed class RestLimits(TimeProvider clock)
{
    /// <summary>Discord's: requests of one bot in a second, interaction routes apart.</summary>
    public const int GlobalLimit = 50;

    /// <summary>A little more than a second, for what the network puts together that was sent apart.</summary>
    public static readonly TimeSpan GlobalWindow = TimeSpan.FromMilliseconds(1100);

    /// <summary>How soon to ask again while the first call of an unknown route is under way.</summary>
    public static readonly TimeSpan WhileUnknown = TimeSpan.FromMilliseconds(25);

    private const int SweepAt = 4096;

    private readonly Lock _gate = new();
    private readonly long _origin = clock.GetTimestamp();
    private readonly Dictionary<string, string> _bucketOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _limitOf = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Bucket, string Major), Window> _windows = [];
    private readonly Queue<long> _sent = new();
    private long _pausedUntil;
    private int _sweepAt = SweepAt;

    /// <summary>Windows remembered: those open or with a call under way.</summary>
    public int Remembered
    {
        get
        {
            lock (_gate)
            {
                return _windows.Count;
            }
        }
    }

    /// <summary>Zero: it may go, and is counted; tell what came of it with <see cref="Ended"/>. Otherwise how long to wait.</summary>
    /// <param name="route">What is to be called.</param>
    /// <param name="urgency">Whose share it takes.</param>
    /// <param name="lease">Where it is counted.</param>
    public TimeSpan Take(Route route, Urgency urgency, out Lease lease)
    {
        lock (_gate)
        {
            var now = Now();
            var window = WindowOf(route);
            lease = window;
            var wait = Longer(window.Wait(now), route.OfInteraction ? TimeSpan.Zero : GlobalWait(now, urgency));
            if (wait > TimeSpan.Zero)
            {
                return wait;
            }

            window.Take(now);
            if (!route.OfInteraction)
            {
                _sent.Enqueue(now);
            }

            Sweep(now);
            return TimeSpan.Zero;
        }
    }

    /// <param name="route">What was called.</param>
    /// <param name="lease">Given back: the route may be counted elsewhere by now.</param>
    /// <param name="headers">Null when the answer had none, or there was no answer.</param>
    public void Ended(Route route, Lease lease, BucketHeaders? headers)
    {
        lock (_gate)
        {
            ((Window)lease).Left();
            if (headers is not { } said)
            {
                return;
            }

            if (_bucketOf.TryAdd(route.Name, said.Bucket) || _bucketOf[route.Name] != said.Bucket)
            {
                _bucketOf[route.Name] = said.Bucket;
                _windows.Remove((route.Name, route.Major));
            }

            _limitOf[said.Bucket] = said.Limit;
            WindowOf(route).Learn(said, Now());
        }
    }

    /// <summary>Discord said "too fast" all the same.</summary>
    /// <param name="route">Where.</param>
    /// <param name="everywhere">The global limit: everything but interactions waits.</param>
    /// <param name="delay">For how long.</param>
    public void Flooded(Route route, bool everywhere, TimeSpan delay)
    {
        lock (_gate)
        {
            var until = Now() + delay.Ticks;
            if (everywhere && !route.OfInteraction)
            {
                _pausedUntil = Math.Max(_pausedUntil, until);
            }
            else
            {
                WindowOf(route).Close(until);
            }
        }
    }

    /// <summary>How long a call with this urgency has to wait for its share of the global limit; takes nothing.</summary>
    public TimeSpan GlobalWait(Urgency urgency)
    {
        lock (_gate)
        {
            return GlobalWait(Now(), urgency);
        }
    }

    private TimeSpan GlobalWait(long now, Urgency urgency)
    {
        while (_sent.TryPeek(out var first) && now - first >= GlobalWindow.Ticks)
        {
            _sent.Dequeue();
        }

        var share = urgency switch { Urgency.Help => GlobalLimit, Urgency.Reply => GlobalLimit - 5, _ => GlobalLimit - 20 };
        var over = _sent.Count - share;
        var full = over < 0 ? 0 : _sent.ElementAt(over) + GlobalWindow.Ticks - now;
        return TimeSpan.FromTicks(Math.Max(Math.Max(0, _pausedUntil - now), full));
    }

    private Window WindowOf(Route route)
    {
        var bucket = _bucketOf.GetValueOrDefault(route.Name, route.Name);
        if (!_windows.TryGetValue((bucket, route.Major), out var window))
        {
            window = new Window(_limitOf.TryGetValue(bucket, out var limit) ? limit : null);
            _windows.Add((bucket, route.Major), window);
        }

        return window;
    }

    private void Sweep(long now)
    {
        if (_windows.Count < _sweepAt)
        {
            return;
        }

        foreach (var (key, window) in _windows)
        {
            if (window.IsOver(now))
            {
                _windows.Remove(key);
            }
        }

        _sweepAt = Math.Max(SweepAt, _windows.Count * 2);
    }

    private long Now() => clock.GetElapsedTime(_origin).Ticks;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>The place of a call under way.</summary>
    public abstract class Lease;

    /// <param name="limit">Null while it is not known.</param>
    private sealed class Window(int? limit) : Lease
    {
        private int? _limit = limit;
        private int _left = limit ?? 1;
        private long _resetAt;
        private long _closedUntil;

        public int InFlight { get; private set; }

        public TimeSpan Wait(long now)
        {
            if (_closedUntil > now)
            {
                return TimeSpan.FromTicks(_closedUntil - now);
            }

            if (_resetAt > now)
            {
                return _left > 0 ? TimeSpan.Zero : TimeSpan.FromTicks(_resetAt - now);
            }

            // The window of before is over. What is still under way counts against the next.
            return InFlight < (_limit ?? 1) ? TimeSpan.Zero : WhileUnknown;
        }

        public void Take(long now)
        {
            if (_resetAt <= now)
            {
                _left = (_limit ?? 1) - InFlight;
            }

            _left--;
            InFlight++;
        }

        public void Left() => InFlight--;

        public void Learn(BucketHeaders said, long now)
        {
            _limit = said.Limit;
            _left = said.Remaining - InFlight;
            _resetAt = Math.Max(_resetAt, now + said.ResetAfter.Ticks);
        }

        public void Close(long until) => _closedUntil = Math.Max(_closedUntil, until);

        public bool IsOver(long now) => InFlight <= 0 && _resetAt <= now && _closedUntil <= now;
    }
}
