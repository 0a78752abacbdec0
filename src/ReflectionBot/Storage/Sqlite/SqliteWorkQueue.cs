using System.Diagnostics.CodeAnalysis;

namespace ReflectionBot.Storage.Sqlite;

/// <summary>
/// What waits for the writer, a thread of its own that sleeps until something comes. It does not spin before it sleeps, as a channel's reader would: on a small machine that takes the processor
/// from the very turn it waits for.
/// </summary>
internal sealed class SqliteWorkQueue
{
    private readonly object _lock = new();
    private readonly Queue<SqliteWork> _waiting = new();
    private int _toCommit;
    private int _committed;
    private bool _closed;
    private bool _unflushed;
    private bool _awake;

    /// <summary>How much waits to be committed; a moment later it may be otherwise.</summary>
    public int ToCommit => Volatile.Read(ref _toCommit);

    /// <summary>How much is committed and waits to be flushed; a moment later it may be otherwise.</summary>
    public int Committed => Volatile.Read(ref _committed);

    /// <summary>False when it was closed.</summary>
    public bool TryAdd(SqliteWork work)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return false;
            }

            _waiting.Enqueue(work);
            Count(work, 1);
            Monitor.Pulse(_lock);
            return true;
        }
    }

    public bool TryTake([NotNullWhen(true)] out SqliteWork? work)
    {
        lock (_lock)
        {
            if (!_waiting.TryDequeue(out work))
            {
                return false;
            }

            Count(work, -1);
            return true;
        }
    }

    /// <summary>Something was committed that is to be flushed before long.</summary>
    public void MarkUnflushed()
    {
        lock (_lock)
        {
            _unflushed = true;
            if (!_awake)
            {
                _awake = true;
                Monitor.Pulse(_lock);
            }
        }
    }

    /// <summary>Whether something was marked; with the flush that follows it is on the disk.</summary>
    public bool TakeMark()
    {
        lock (_lock)
        {
            var unflushed = _unflushed;
            _unflushed = false;
            return unflushed;
        }
    }

    /// <summary>What waits is still taken; nothing is added any more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Waits for something to take: true. False when nothing came for as long as <paramref name="rest"/> although something is to be flushed, or when it is over.</summary>
    public bool Wait(TimeSpan rest)
    {
        lock (_lock)
        {
            while (_waiting.Count == 0 && !_closed)
            {
                if (Monitor.Wait(_lock, _awake ? rest : Timeout.InfiniteTimeSpan))
                {
                    continue;
                }

                if (_unflushed)
                {
                    return false;
                }

                _awake = false;
            }

            _awake = true;
            return _waiting.Count > 0;
        }
    }

    /// <summary>Closed, and nothing waits.</summary>
    public bool IsOver
    {
        get
        {
            lock (_lock)
            {
                return _closed && _waiting.Count == 0;
            }
        }
    }

    private void Count(SqliteWork work, int by)
    {
        if (work.IsCommitted)
        {
            _committed += by;
        }
        else
        {
            _toCommit += by;
        }
    }
}
