namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>How much may be open at once in a shard. One reader enters; any number leave.</summary>
internal sealed class EventBudget(int maxEvents, int maxBytes)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _left;
    private int _events;
    private long _bytes;
    private long _holds;

    /// <summary>Open events.</summary>
    public int Events
    {
        get
        {
            lock (_gate)
            {
                return _events;
            }
        }
    }

    /// <summary>The reader waits now.</summary>
    public bool Holding
    {
        get
        {
            lock (_gate)
            {
                return _left is not null;
            }
        }
    }

    /// <summary>How often the reader had to wait.</summary>
    public long Holds => Interlocked.Read(ref _holds);

    /// <summary>Waits until there is room. One larger than all the room passes when nothing else is open.</summary>
    public async ValueTask EnterAsync(int bytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_events == 0 || (_events < maxEvents && _bytes + bytes <= maxBytes))
                {
                    _events++;
                    _bytes += bytes;
                    _left = null;
                    return;
                }

                if (_left is null)
                {
                    Interlocked.Increment(ref _holds);
                }

                _left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _left.Task;
            }

            try
            {
                await room.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                lock (_gate)
                {
                    _left = null;
                }

                throw;
            }
        }
    }

    public void Leave(int bytes)
    {
        lock (_gate)
        {
            _events--;
            _bytes -= bytes;
            _left?.TrySetResult();
        }
    }
}
