namespace ReflectionBot.Adapters.Discord.Gateway;

/// <summary>What is needed to take a session up again.</summary>
/// <param name="SessionId">Of READY.</param>
/// <param name="ResumeUrl">Of READY; null when it named none that may be used.</param>
/// <param name="Sequence">Up to where everything is done with.</param>
internal sealed record StoredSession(string SessionId, Uri? ResumeUrl, long Sequence);

/// <summary>The session of one shard, over all its connections.</summary>
internal sealed class ShardSession
{
    private readonly Lock _gate = new();
    private readonly Action? _onProgress;
    private OpenEvents _events;
    private string? _id;
    private Uri? _resumeUrl;
    private long? _received;

    /// <param name="stored">What an earlier process left; null for nothing.</param>
    /// <param name="onProgress">Told whenever <see cref="Stored"/> has moved on; must not wait.</param>
    public ShardSession(StoredSession? stored, Action? onProgress = null)
    {
        _onProgress = onProgress;
        _events = new OpenEvents(stored?.Sequence, onProgress);
        if (stored is not null)
        {
            _id = stored.SessionId;
            _resumeUrl = stored.ResumeUrl;
            _received = stored.Sequence;
        }
    }

    /// <summary>What to resume with; null when the next connection has to identify.</summary>
    public (string Id, long Sequence)? Resumable
    {
        get
        {
            lock (_gate)
            {
                return _id is { } id && _received is { } sequence ? (id, sequence) : null;
            }
        }
    }

    public Uri? ResumeUrl
    {
        get
        {
            lock (_gate)
            {
                return _resumeUrl;
            }
        }
    }

    /// <summary>
    /// For heartbeats. They name what is done with and not what came in, so that a server that forgets what a heartbeat named still has the
    /// rest for the process after this one.
    /// </summary>
    public long? Settled
    {
        get
        {
            lock (_gate)
            {
                return _events.Settled;
            }
        }
    }

    /// <summary>What another process would go on with; null when there is nothing.</summary>
    public StoredSession? Stored
    {
        get
        {
            lock (_gate)
            {
                return _id is { } id && _events.Settled is { } settled ? new StoredSession(id, _resumeUrl, settled) : null;
            }
        }
    }

    /// <summary>READY: a new session, whose sequence starts anew. What is open of the old one no longer counts.</summary>
    /// <param name="id">Null when READY named none: then it cannot be resumed.</param>
    /// <param name="resumeUrl">Null: resume where one identifies.</param>
    /// <param name="sequence">Of READY itself, which need not come again.</param>
    public void Begin(string? id, Uri? resumeUrl, long? sequence)
    {
        lock (_gate)
        {
            _id = id;
            _resumeUrl = resumeUrl;
            _received = sequence;
            _events = new OpenEvents(sequence, _onProgress);
        }
    }

    /// <summary>The session cannot be resumed.</summary>
    public void End() => Begin(id: null, resumeUrl: null, sequence: null);

    /// <summary>It came before: a replay may begin earlier than it was asked to.</summary>
    public bool HasSeen(long sequence)
    {
        lock (_gate)
        {
            return sequence <= _received;
        }
    }

    /// <summary>An event came that is handed over.</summary>
    public OpenEvents.Mark Receive(long sequence)
    {
        lock (_gate)
        {
            _received = sequence;
            return _events.Open(sequence);
        }
    }

    /// <summary>An event came that nobody wants.</summary>
    public void Pass(long sequence)
    {
        lock (_gate)
        {
            _received = sequence;
            _events.Pass(sequence);
        }
    }
}
