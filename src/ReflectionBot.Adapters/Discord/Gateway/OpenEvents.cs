namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>Up to which event of one session nothing is left open: what a later process resumes from.</summary>
internal sealed class OpenEvents
{
    private readonly Lock _gate = new();
    private readonly Queue<Mark> _open = new();
    private Mark? _last;
    private long? _settled;

    private readonly Action _onProgress;

    /// <param name="settled">Where a session that is taken up stands.</param>
    /// <param name="onProgress">Told whenever <see cref="Settled"/> has moved; must not wait.</param>
    public OpenEvents(long? settled = null, Action? onProgress = null)
    {
        _settled = settled;
        _onProgress = onProgress ?? (static () => { });
    }

    /// <summary>All events up to this one are done with; null before the first.</summary>
    public long? Settled
    {
        get
        {
            lock (_gate)
            {
                return _settled;
            }
        }
    }

    /// <summary>An event is handed over.</summary>
    public Mark Open(long sequence)
    {
        lock (_gate)
        {
            _last = new Mark(this, sequence);
            _open.Enqueue(_last);
            return _last;
        }
    }

    /// <summary>An event that nobody wants: done with as soon as those before it are.</summary>
    public void Pass(long sequence)
    {
        lock (_gate)
        {
            if (_open.Count == 0)
            {
                _settled = sequence;
                _onProgress();
            }
            else
            {
                _last!.Through = sequence;
            }
        }
    }

    private void Settle(Mark mark)
    {
        lock (_gate)
        {
            mark.Done = true;
            while (_open.TryPeek(out var first) && first.Done)
            {
                _settled = first.Through;
                _open.Dequeue();
                _onProgress();
            }
        }
    }

    /// <summary>One open event.</summary>
    internal sealed class Mark(OpenEvents events, long sequence)
    {
        /// <summary>Itself, and the unwanted ones behind it.</summary>
        public long Through { get; set; } = sequence;

        public bool Done { get; set; }

        public void Settle() => events.Settle(this);
    }
}
