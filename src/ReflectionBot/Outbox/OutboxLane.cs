using NodaTime;
using ReflectionBot.Core.Messaging;
using ReflectionBot.Storage;

namespace ReflectionBot.Outbox;

/// <summary>What waits for one Address, in the order it will be sent. Not safe for several threads; <see cref="PlatformQueue"/> guards it.</summary>
internal sealed class OutboxLane(Address address)
{
    private readonly List<OutboxRow> _rows = [];
    private Instant _notBefore = Instant.MinValue;

    /// <summary>The one that came back and waits; help that stands before it does not wait with it.</summary>
    private OutboxRow? _cameBack;

    public Address Address { get; } = address;

    /// <summary>The one on its way; the next goes only after it.</summary>
    public OutboxRow? InFlight { get; private set; }

    /// <summary>The first of those that wait does not go before this.</summary>
    public Instant NotBefore => !PlatformSaidSo && _rows.Count > 0 && Overtakes(_rows[0]) && !ReferenceEquals(_rows[0], _cameBack) ? Instant.MinValue : _notBefore;

    /// <summary>The platform itself said so: not even help goes earlier.</summary>
    public bool PlatformSaidSo { get; private set; }

    /// <summary>In which ready queue it stands, if in any; an older place is void.</summary>
    public Urgency? ReadyAs { get; set; }

    public bool IsEmpty => _rows.Count == 0 && InFlight is null;

    public bool CanGo => InFlight is null && _rows.Count > 0;

    /// <summary>The most urgent of all that waits: help far back in the queue pulls the queue forward.</summary>
    public Urgency Urgency => _rows.Min(row => row.Outgoing.Urgency);

    /// <summary>Help that stands for itself goes before everything else; edits and removals keep their place, since they mean what was sent before them.</summary>
    public void Add(OutboxRow row)
    {
        _rows.Insert(Overtakes(row) ? Overtaking() : _rows.Count, row);
        if (row.Outgoing.Urgency is Urgency.Help && !PlatformSaidSo && NotBefore > Instant.MinValue)
        {
            _notBefore = Instant.MinValue;
        }
    }

    public OutboxRow Take()
    {
        InFlight = _rows[0];
        _rows.RemoveAt(0);
        return InFlight;
    }

    public void Done() => InFlight = null;

    /// <summary>Puts the one on its way back to its place.</summary>
    public void Return(OutboxRow row, Instant notBefore, bool platformSaidSo)
    {
        InFlight = null;
        _notBefore = notBefore;
        _cameBack = row;
        PlatformSaidSo = platformSaidSo;
        _rows.Insert(Overtakes(row) ? 0 : Overtaking(), row);
    }

    public List<OutboxRow> Remove(Predicate<OutboxRow> which)
    {
        var removed = _rows.FindAll(which);
        _rows.RemoveAll(which);
        return removed;
    }

    public IReadOnlyList<OutboxRow> Waiting => _rows;

    private int Overtaking()
    {
        var count = _rows.FindIndex(row => !Overtakes(row));
        return count < 0 ? _rows.Count : count;
    }

    private static bool Overtakes(OutboxRow row) => row.Outgoing is Reply { Urgency: Urgency.Help };
}
