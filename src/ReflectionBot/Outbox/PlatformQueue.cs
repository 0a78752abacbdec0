using System.Diagnostics.CodeAnalysis;
using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;

namespace ReflectionBot.Outbox;

/// <summary>
/// What waits for one platform: in order per Address, Addresses side by side, help before replies before nudges across them.
/// Decides only what may go now; holds no clock and sends nothing.
/// </summary>
internal sealed class PlatformQueue(Func<Address, Urgency, Duration> pace)
{
    /// <summary>Messages on their way to one platform at once.</summary>
    public const int MaxInFlight = 24;

    /// <summary>Fewer for nudges, so that a popular minute never keeps a reply waiting for a place.</summary>
    public const int MaxInFlightForNudges = 8;

    /// <summary>For help there are a few places more, so that a slow platform full of replies does not keep it waiting.</summary>
    public const int MaxInFlightForHelp = 32;

    private static readonly Urgency[] _order = Enum.GetValues<Urgency>();

    private readonly Lock _lock = new();
    private readonly Dictionary<Address, OutboxLane> _lanes = [];
    private readonly Queue<OutboxLane>[] _ready = [new(), new(), new()];
    private readonly PriorityQueue<OutboxLane, Instant> _later = new();
    private Instant _heldUntil = Instant.MinValue;
    private Instant _nudgesHeldUntil = Instant.MinValue;
    private int _inFlight;
    private int _nudgesInFlight;

    /// <summary>Nudges that wait and are not on their way.</summary>
    public int NudgesWaiting
    {
        get
        {
            lock (_lock)
            {
                return _lanes.Values.Sum(lane => lane.Waiting.Count(IsNudge));
            }
        }
    }

    public void Add(OutboxRow row)
    {
        lock (_lock)
        {
            if (!_lanes.TryGetValue(row.Address, out var lane))
            {
                lane = new OutboxLane(row.Address);
                _lanes.Add(row.Address, lane);
            }

            lane.Add(row);
            if (row.NotBefore is { } notBefore && lane.Waiting.Count == 1 && lane.CanGo)
            {
                lane.Take();
                lane.Return(row, notBefore, platformSaidSo: false);
            }

            Place(lane);
        }
    }

    /// <summary>The next one that may go now, if any.</summary>
    public bool TryTake(Instant now, [NotNullWhen(true)] out OutboxRow? row)
    {
        lock (_lock)
        {
            while (_later.TryPeek(out var lane, out var due) && due <= now)
            {
                _later.Dequeue();
                Place(lane, now);
            }

            row = null;
            if (now < _heldUntil)
            {
                return false;
            }

            foreach (var urgency in _order)
            {
                if (MayGo(urgency, now) && TryTake(urgency, now, out row))
                {
                    _inFlight++;
                    _nudgesInFlight += IsNudge(row) ? 1 : 0;
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>When something may become free to go by itself; null when only a message that comes back can free the next.</summary>
    public Instant? NextDue(Instant now)
    {
        lock (_lock)
        {
            Instant? next = _later.TryPeek(out _, out var due) ? due : null;
            if (_nudgesHeldUntil > now && _ready[(int)Urgency.Nudge].Count > 0 && !(next < _nudgesHeldUntil))
            {
                next = _nudgesHeldUntil;
            }

            if (_heldUntil <= now)
            {
                return next;
            }

            return _ready.Any(queue => queue.Count > 0) || next < _heldUntil ? _heldUntil : next;
        }
    }

    /// <summary>Whether anything waits behind the one on its way.</summary>
    public bool HasMore(Address address)
    {
        lock (_lock)
        {
            return _lanes.TryGetValue(address, out var lane) && lane.Waiting.Count > 0;
        }
    }

    /// <summary>The one on its way has arrived, or will never be sent.</summary>
    public void Done(Address address)
    {
        lock (_lock)
        {
            var lane = _lanes[address];
            Land(lane);
            lane.Done();
            Settle(lane);
        }
    }

    /// <summary>The one on its way will be tried again.</summary>
    public void Return(OutboxRow row, Instant notBefore, bool platformSaidSo)
    {
        lock (_lock)
        {
            var lane = _lanes[row.Address];
            Land(lane);
            lane.Return(row, notBefore, platformSaidSo);
            Settle(lane);
        }
    }

    /// <summary>Nothing goes to this platform before then.</summary>
    public void Hold(Instant until)
    {
        lock (_lock)
        {
            _heldUntil = Instant.Max(_heldUntil, until);
        }
    }

    /// <summary>No nudge goes to this platform before then; replies and help do.</summary>
    public void HoldNudges(Instant until)
    {
        lock (_lock)
        {
            _nudgesHeldUntil = Instant.Max(_nudgesHeldUntil, until);
        }
    }

    /// <summary>Takes out rows of an Address that are not on their way.</summary>
    public IReadOnlyList<OutboxRow> Remove(Address address, Predicate<OutboxRow> which)
    {
        lock (_lock)
        {
            if (!_lanes.TryGetValue(address, out var lane))
            {
                return [];
            }

            var removed = lane.Remove(which);
            Settle(lane);
            return removed;
        }
    }

    /// <summary>Everything that waits and is not on its way.</summary>
    public IReadOnlyList<OutboxRow> Waiting()
    {
        lock (_lock)
        {
            return [.. _lanes.Values.SelectMany(lane => lane.Waiting)];
        }
    }

    private static bool IsNudge(OutboxRow row) => row.Outgoing.Urgency is Urgency.Nudge;

    private bool MayGo(Urgency urgency, Instant now) => urgency switch
    {
        Urgency.Help => _inFlight < MaxInFlightForHelp,
        Urgency.Nudge => _inFlight < MaxInFlight && _nudgesInFlight < MaxInFlightForNudges && now >= _nudgesHeldUntil,
        _ => _inFlight < MaxInFlight,
    };

    private void Land(OutboxLane lane)
    {
        _inFlight--;
        _nudgesInFlight -= lane.InFlight is { } row && IsNudge(row) ? 1 : 0;
    }

    private bool TryTake(Urgency urgency, Instant now, [NotNullWhen(true)] out OutboxRow? row)
    {
        var queue = _ready[(int)urgency];
        while (queue.TryDequeue(out var lane))
        {
            if (lane.ReadyAs != urgency || !lane.CanGo)
            {
                continue;
            }

            lane.ReadyAs = null;
            var wait = pace(lane.Address, urgency);
            if (wait > Duration.Zero)
            {
                _later.Enqueue(lane, now + wait);
                continue;
            }

            row = lane.Take();
            return true;
        }

        row = null;
        return false;
    }

    private void Settle(OutboxLane lane)
    {
        if (lane.IsEmpty)
        {
            lane.ReadyAs = null;
            _lanes.Remove(lane.Address);
        }
        else
        {
            Place(lane);
        }
    }

    private void Place(OutboxLane lane, Instant? now = null)
    {
        if (!lane.CanGo)
        {
            return;
        }

        if (lane.NotBefore > (now ?? Instant.MinValue))
        {
            _later.Enqueue(lane, lane.NotBefore);
            return;
        }

        var urgency = lane.Urgency;
        if (lane.ReadyAs is not { } ready || urgency < ready)
        {
            lane.ReadyAs = urgency;
            _ready[(int)urgency].Enqueue(lane);
        }
    }
}
