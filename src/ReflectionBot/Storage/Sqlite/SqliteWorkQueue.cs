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
    private bool _closed;

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
            Monitor.Pulse(_lock);
            return true;
        }
    }

    public bool TryTake([NotNullWhen(true)] out SqliteWork? work)
    {
        lock (_lock)
        {
            return _waiting.TryDequeue(out work);
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

    /// <summary>Waits for something to take: true; or false when nothing came in that time or <see cref="IsOver"/>.</summary>
    public bool Wait(TimeSpan atMost)
    {
        lock (_lock)
        {
            return _waiting.Count > 0 || (!_closed && Monitor.Wait(_lock, atMost) && _waiting.Count > 0);
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
}
