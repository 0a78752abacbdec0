using System.Diagnostics;

namespace ReflectionBot.Tests.Telegram.Loopback;

/// <summary>Updates that wait for <c>getUpdates</c>, with the server's rules about offsets and second pollers.</summary>
internal sealed class UpdateQueue
{
    private readonly Lock _gate = new();
    private readonly SortedList<long, string> _pending = [];
    private TaskCompletionSource<bool>? _poll;
    private (long? Offset, long At) _last;
    private long _nextId;
    private Func<long, string>? _latest;

    public UpdateQueue(long firstId) => _nextId = firstId;

    public int Pending
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count;
            }
        }
    }

    /// <summary>Ids go on from here, as they do after a quiet week.</summary>
    public void RestartAt(long id)
    {
        lock (_gate)
        {
            _nextId = id;
        }
    }

    /// <summary>The last update comes once more, as it was.</summary>
    public void Repeat(long id)
    {
        lock (_gate)
        {
            _pending[id] = _latest!(id);
            _poll?.TrySetResult(true);
        }
    }

    public long Add(Func<long, string> update)
    {
        lock (_gate)
        {
            _latest = update;
            var id = _nextId++;
            _pending.Add(id, update(id));
            _poll?.TrySetResult(true);
            return id;
        }
    }

    public bool Remove(long id)
    {
        lock (_gate)
        {
            return _pending.Remove(id);
        }
    }

    /// <returns>Null when another poll ended this one.</returns>
    public async Task<IReadOnlyList<string>?> PollAsync(long? offset, int limit, TimeSpan wait, CancellationToken aborted)
    {
        TaskCompletionSource<bool> mine;
        lock (_gate)
        {
            _poll?.TrySetResult(false);
            var now = Stopwatch.GetTimestamp();
            if (offset is not null && offset == _last.Offset && Stopwatch.GetElapsedTime(_last.At, now) < TimeSpan.FromMilliseconds(500))
            {
                limit = 1;
            }

            _last = (offset, now);
            if (offset is { } confirmed && confirmed <= _nextId + 10)
            {
                while (_pending.Count > 0 && _pending.GetKeyAtIndex(0) < confirmed)
                {
                    _pending.RemoveAt(0);
                }
            }

            _poll = mine = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_pending.Count > 0)
            {
                mine.SetResult(true);
            }
        }

        try
        {
            if (!await mine.Task.WaitAsync(wait, aborted))
            {
                return null;
            }
        }
        catch (TimeoutException)
        {
            // Nothing came.
        }
        catch (OperationCanceledException)
        {
            return [];
        }

        lock (_gate)
        {
            if (ReferenceEquals(_poll, mine))
            {
                _poll = null;
            }

            return [.. _pending.Values.Take(limit)];
        }
    }

    /// <summary>As setWebhook and a second poller do.</summary>
    public void EndPoll()
    {
        lock (_gate)
        {
            _poll?.TrySetResult(false);
        }
    }
}
